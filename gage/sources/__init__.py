"""Which files of a project are its source code."""
