"""Markdown of Gage's own as a terminal shows it, in the colours of everything else; reads nothing people wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import CodeBlock, Heading, Markdown, MarkdownElement
from rich.padding import Padding
from rich.text import Text
from rich.theme import Theme

if TYPE_CHECKING:
    from markdown_it.token import Token

_INDENT = (0, 0, 0, 4)


class _Heading(Heading):
    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        title = self.text.plain
        yield Text(title.upper() if self.tag == "h1" else title, style="heading")


class _Example(CodeBlock):
    """Code as it is, below the name of its file if it has one; commands stand out from what they print."""

    def __init__(self, language: str, file: str = "") -> None:
        super().__init__(language, "")
        self._file = file

    @classmethod
    def create(cls, _: Markdown, token: Token) -> _Example:
        language, *file = token.info.split(" ", 1)
        return cls(language, *file)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        shown = Text(overflow="fold")
        if self._file:
            shown.append(f"{self._file}\n", "muted")
        for line in str(self.text).rstrip().split("\n"):
            shown.append(line, "key" if self.lexer_name == "console" and line.startswith("$ ") else "").append("\n")
        shown.rstrip()
        yield Padding(shown, _INDENT)


class Explained(Markdown):
    """Headings at the left, examples indented below the names of their files, and no background behind anything."""

    elements: ClassVar[dict[str, type[MarkdownElement]]] = {
        **Markdown.elements,
        "heading_open": _Heading,
        "fence": _Example,
        "code_block": _Example,
    }

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Render in the styles that ``console`` has for everything else."""
        code = console.get_style("key")
        bullet = console.get_style("muted")
        with console.use_theme(Theme({"markdown.code": code, "markdown.item.bullet": bullet})):
            yield from super().__rich_console__(console, options)
