"""The `gage` command line: the only place that knows argparse, rich and the terminal."""
