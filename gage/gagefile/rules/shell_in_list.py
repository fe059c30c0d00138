"""A command written as a list is executed without a shell, so operators and variables of the shell do nothing in it.

Each item reaches the program exactly as it stands: `&&` becomes an argument, and `$HOME` stays these five characters.
Write the command as one string, which goes to the shell.

Wrong:

```toml
[train]
exec = ["python", "prepare.py", "&&", "python", "train.py"]
```

Right:

```toml
[train]
exec = "python prepare.py && python train.py"
```
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from gage.gagefile.facts import Facts
from gage.gagefile.node import Array, Scalar
from gage.gagefile.problem import Edit, Fix, Problem, Severity
from gage.gagefile.settings import commands
from gage.gagefile.tree import Tree
from gage.gagefile.words import quoted

_OPERATOR = r"&&|\|\|?|;|&|(?:\d|&)?>>?(?:&\d|[\w./-]+)?|<"
_VARIABLE = r"[\w./:=,+@-]*\$(?:\{\w+\}|(?!project_dir\b)[A-Za-z_]\w*)[\w./:=,+@${}-]*"
_COMPARES = frozenset({"[", "[[", "test", "expr", "find", "jq"})
_EXPANDS = r"(?:ba|da|k|z|fi)?sh|env|perl|ruby|php|[gm]?awk|sed|[ef]?grep|jq|cmd|powershell|pwsh|envsubst|make"
"""Programs that may give an operator or a variable a meaning of their own."""


def check(tree: Tree, _facts: Facts) -> Iterator[Problem]:
    """A problem at the first word of each list that only a shell would understand."""
    for command in commands(tree):
        if not isinstance(command, Array):
            continue
        words = _words(command)
        for index, word in enumerate(words):
            if what := _shell_feature(words, index):
                message = (
                    f"{quoted(word.value)} reaches the program as it stands; a list is executed without a shell, "
                    f"so {what}; write the command as one string"
                )
                fixes = _fixes(tree, command, words)
                yield Problem("shell-in-list", message, word.span, Severity.WARNING, fixes=fixes)
                break


def _words(command: Array) -> list[Scalar]:
    words = [item for item in command.items if isinstance(item, Scalar) and item.kind == "string"]
    return words if len(words) == len(command.items) else []


def _shell_feature(words: list[Scalar], index: int) -> str | None:
    program = re.split(r"[/\\]", words[0].value)[-1].removesuffix(".exe")
    word = words[index].value
    if index and re.fullmatch(_OPERATOR, word) and program not in _COMPARES and not _is_argument(words, index):
        return "it does nothing there"
    if re.fullmatch(_VARIABLE, word) and not re.fullmatch(_EXPANDS, program):
        return "the variable is not replaced"
    return None


def _is_argument(words: list[Scalar], index: int) -> bool:
    """Whether the word before is an option, whose value this may be: ``cut -d |``."""
    before: str = words[index - 1].value
    return before.startswith("-")


def _fixes(tree: Tree, command: Array, words: list[Scalar]) -> tuple[Fix, ...]:
    source = tree.text[command.start : command.end]
    # A comment in the list would be lost.
    if "#" in source or "//" in source or "/*" in source:
        return ()
    line = " ".join(_in_shell(word.value) for word in words)
    return (Fix("Write the command as one string", (Edit(command.span, json.dumps(line, ensure_ascii=False)),)),)


def _in_shell(word: str) -> str:
    import shlex  # only a mistake needs it

    if re.fullmatch(_OPERATOR, word):
        return word
    return f'"{word}"' if re.fullmatch(_VARIABLE, word) else shlex.quote(word)
