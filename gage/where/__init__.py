"""The filter language of runs, as `--where` and `run-select` write it: what an expression says; knows no run."""
