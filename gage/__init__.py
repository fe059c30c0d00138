"""Gage: operations declared in a gagefile become runs kept in plain directories; importing this costs nothing."""

__version__ = "0.2.0"
