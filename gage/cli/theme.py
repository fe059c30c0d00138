"""The named styles of what a terminal shows: what a thing is decides how it looks; a style of no name is refused."""

from __future__ import annotations

STYLES = {
    "heading": "bold",
    "key": "cyan",
    "muted": "bright_black",
    "frame": "dim",
    "added": "green",
    "removed": "red",
    "changed": "yellow",
    "hunk": "cyan",
    "plot": "cyan",
    "status.completed": "green",
    "status.error": "red",
    "status.terminated": "red",
    "status.running": "yellow italic",
    "status.staged": "bright_black",
    "status.pending": "bright_black",
    "status.unknown": "bright_black",
}
