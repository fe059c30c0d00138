"""What is said of brackets without a partner, in the same words for all syntaxes; finds none itself."""

from __future__ import annotations

CLOSERS = {"[": "]", "{": "}"}


def unclosed(opener: str) -> str:
    """That a bracket is opened and never closed."""
    return f"this {opener} has no closing {CLOSERS[opener]}"


def wrongly_closed(opener: str, found: str) -> str:
    """That a bracket is closed by one of another kind."""
    return f"this {opener} is closed by {CLOSERS[opener]}, not by {found}"


def closes_nothing(found: str) -> str:
    """That there is a closing bracket, or several of a kind, too many."""
    return f"this {found[0]} closes nothing" if len(found) == 1 else f"these {found[0]} close nothing"
