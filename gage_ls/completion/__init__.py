"""What completion offers at a cursor: keys, values, and what a project knows; one source a file."""
