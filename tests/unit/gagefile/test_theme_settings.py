"""The themes of a user config: those that are sound are used, whatever stands beside them."""

from __future__ import annotations

import pytest

from gage.gagefile.document import Document
from gage.gagefile.file_kind import USER_CONFIG
from gage.gagefile.theme_settings import OwnTheme, judge_themes


@pytest.mark.parametrize(
    ("text", "themes", "messages"),
    [
        ("", {}, []),
        ("themes: {mine: {error: red, status: {completed: green}}}",
         {"mine": OwnTheme("auto", {"error": "red", "status.completed": "green"})}, []),
        ("themes: {mine: {inherits: light, error: [red]}}", {"mine": OwnTheme("light", {})}, []),
        ("themes: {mine: {inherits: nothing}}", {"mine": OwnTheme("auto", {})}, []),
        ("themes: {mine: red}", {}, []),
        ("themes: {dark: {error: red}}", {}, ["the theme 'dark' is Gage's own; call this one by another name"]),
        ("themes: {mine: {error: rde}}", {"mine": OwnTheme("auto", {})},
         ["'error' is no style: 'rde' is no colour and no attribute; did you mean 'red'?"]),
    ],
)  # fmt: skip
def test_themes_are_read_from_their_tables(text: str, themes: dict[str, OwnTheme], messages: list[str]) -> None:
    found, problems = judge_themes(Document(text, "yaml", kind=USER_CONFIG))
    assert found.themes == themes
    assert [problem.message for problem in problems] == messages
