"""A password or token in a gagefile can be read by everyone who can read the project or one of its runs.

The gagefile is kept with the code, and every run keeps a copy of its operation. Variables that are set where `gage run`
is called reach the command by themselves, so a secret need not be written down.

Wrong:

```toml
[train]
exec = "python train.py"
env = { API_KEY = "9f8e7d6c5b4a3f2e1d0c" }
```

Right:

```toml
[train]
exec = "python train.py"
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gage.gagefile.facts import Facts
from gage.gagefile.node import Scalar
from gage.gagefile.problem import Problem, Severity
from gage.gagefile.settings import variables
from gage.gagefile.tree import Tree
from gage.gagefile.words import named

_PASSWORD = r"(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|SECRET)(?:_KEY|_ACCESS_KEY|_TOKEN)?$"
_KEY = r"(?:^|_)(?:TOKEN|APIKEY|API_KEY|ACCESS_KEY|PRIVATE_KEY|AUTH_KEY|ENCRYPTION_KEY)$"
_KNOWN_SHAPE = (
    r"(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|sk-[\w-]{16,}|xox[abeoprs]-[\w-]{10,}"
    r"|(?:AKIA|ASIA)[A-Z0-9]{16}|hf_[A-Za-z0-9]{20,}|AIza[\w-]{30,}|npm_[A-Za-z0-9]{30,}|pypi-[\w-]{20,}"
    r"|eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*)"
)
_SHORTEST_KNOWN = 14
_RANDOM = r"(?=[^0-9]*[0-9])(?=[^A-Za-z]*[A-Za-z])[\w.~+/=:-]{8,}"
"""What tokens look like, and the words of a vocabulary, such as ``<pad>``, do not."""

_PLACEHOLDER = (
    r"(?is)\s*(?:(?:change[-_ ]?me|password|passwd|secret|example|dummy|test|none|null|false|true|todo|redacted)\d*"
    r"|x+|\*+|\.+"
    r"|(?:your|my|the|some|insert|example|dummy|fake|test)[-_ ].*|[<\[{(%].*|.*\$.*|/.*|\.{1,2}/.*|~.*|[a-z]+://.*)\s*"
)


def check(tree: Tree, _facts: Facts) -> Iterator[Problem]:
    """A problem at each value that looks like a secret; no message repeats it."""
    for entry in variables(tree):
        node = entry.value
        if isinstance(node, Scalar) and node.kind == "string" and is_secret(entry.key, node.value):
            message = (
                f"{named(entry.key)} looks like a secret, which everyone who reads this file or a run of it would know;"
                " set it where you call gage run, and remove it here"
            )
            yield Problem("secret-in-env", message, node.span, Severity.WARNING)


def is_secret(name: str, value: str) -> bool:
    """Whether a value of that name looks like one that not everyone may see."""
    if len(value) >= _SHORTEST_KNOWN and re.fullmatch(_KNOWN_SHAPE, value.strip()):
        return True
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|-", "_", name).upper()
    if re.search(_PASSWORD, words):
        return len(value.strip()) >= 4 and not re.fullmatch(_PLACEHOLDER, value)
    return bool(re.search(_KEY, words) and re.fullmatch(_RANDOM, value) and not re.fullmatch(_PLACEHOLDER, value))
