"""The names that stretches of a gagefile are told by to editors that colour them; finds none."""

from __future__ import annotations

from typing import Literal

TokenType = Literal[
    "function", "property", "variable", "parameter", "regexp", "keyword", "operator", "enumMember", "namespace"
]
Modifier = Literal["", "declaration", "readonly"]
