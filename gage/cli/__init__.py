"""The `gage` command line: the only place that knows click, rich and the terminal."""
