"""What looks like a password or a token, by its name or by its shape; one definition for checks, editors and records.

Refuses nothing, and never shows what it found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_PASSWORD = r"(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|SECRET)(?:_KEY|_ACCESS_KEY|_TOKEN)?$"
_KEY = r"(?:^|_)(?:TOKEN|APIKEY|API_KEY|ACCESS_KEY|PRIVATE_KEY|AUTH_KEY|ENCRYPTION_KEY)$"
_TOKEN = (
    r"gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|sk-[\w-]{16,}|xox[abeoprs]-[\w-]{10,}"
    r"|(?:AKIA|ASIA)[A-Z0-9]{16}|hf_[A-Za-z0-9]{20,}|AIza[\w-]{30,}|npm_[A-Za-z0-9]{30,}|pypi-[\w-]{20,}"
    r"|eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*"
)
_KEY_BEGINS = r"-----BEGIN [A-Z ]*PRIVATE KEY-----"
_KNOWN_SHAPE = rf"(?:{_TOKEN}|{_KEY_BEGINS}[\s\S]*)"
_SHORTEST_KNOWN = 14
_RANDOM = r"(?=[^0-9]*[0-9])(?=[^A-Za-z]*[A-Za-z])[\w.~+/=:-]{8,}"
"""What tokens look like, and the words of a vocabulary, such as ``<pad>``, do not."""

_PLACEHOLDER = (
    r"(?is)\s*(?:(?:change[-_ ]?me|password|passwd|secret|example|dummy|test|none|null|false|true|todo|redacted)\d*"
    r"|x+|\*+|\.+"
    r"|(?:your|my|the|some|insert|example|dummy|fake|test)[-_ ].*|[<\[{(%].*|.*\$.*|/.*|\.{1,2}/.*|~.*|[a-z]+://.*)\s*"
)
# Each begins where no other can that fits the same characters: to search a text takes as long as it is long.
_WITHIN_TEXT = (
    rf"(?<![\w-])(?:{_TOKEN})|{_KEY_BEGINS}[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)"
    r"|(?<=://)[^\s/:@\"']*:(?P<password>[^\s/@\"'{}$]+)(?=@)"
)
_MARKS = (
    *("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "sk-", "xox", "AKIA", "ASIA", "hf_", "AIza"),
    *("npm_", "pypi-", "eyJ", "-----BEGIN ", "://"),
)
"""One of these is in every text that has such; to look for them is cheaper than to make the pattern."""

_ASSIGNED = (
    r"(?<![\w.])(?P<quoted_name>[A-Za-z_][\w.-]{1,63})[\"']?[ \t]*(?::|=)"
    r"[ \t]*(?P<quote>[\"'])(?P<quoted>[^\"'\n]{4,512})(?P=quote)"
    r"|^[+ -]?[ \t]*(?:export[ \t]+)?(?P<name>[A-Za-z_][\w-]{1,63})"
    r"(?:=|:[ \t]+)(?P<value>[^\s\"',;()]{4,512})[ \t]*\r?$"
)


def is_secret(name: str, value: str) -> bool:
    """Whether a value of that name looks like one that not everyone may see."""
    if len(value) >= _SHORTEST_KNOWN and re.fullmatch(_KNOWN_SHAPE, value.strip()):
        return True
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|-", "_", name).upper()
    if re.search(_PASSWORD, words):
        return len(value.strip()) >= 4 and not re.fullmatch(_PLACEHOLDER, value)
    return bool(re.search(_KEY, words) and re.fullmatch(_RANDOM, value) and not re.fullmatch(_PLACEHOLDER, value))


def secrets_within(text: str) -> Iterator[str]:
    """Tokens of known shapes, and passwords of addresses (``https://NAME:PASSWORD@…``), wherever they stand."""
    if not any(mark in text for mark in _MARKS):
        return
    for found in re.finditer(_WITHIN_TEXT, text):
        yield found["password"] or found[0]


def assigned_secrets(text: str) -> Iterator[tuple[str, str]]:
    """Names and values of the secrets that a program, a data file or a diff of one sets to a literal."""
    for found in re.finditer(_ASSIGNED, text, re.MULTILINE):
        name, value = found["quoted_name"] or found["name"], found["quoted"] or found["value"]
        if is_secret(name.rpartition(".")[2], value):
            yield name, value
