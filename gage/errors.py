"""The one base of everything Gage raises on purpose; holds no subclass: a module defines its own where it raises it."""

from __future__ import annotations


class GageError(Exception):
    """Something a person can mend; its text is the whole message, ready to be shown.

    ``exit_code`` is what a command that ends with this error exits with.
    """

    exit_code = 1
