"""What completion offers at a cursor: keys, values, and what a project knows; one source a file."""

TRIGGERS = ['"', "'", "[", ".", "=", ":", "/", "#", "{", "-", " "]
"""A space is asked about only where a value begins: people type it far more often than anything can follow it."""
