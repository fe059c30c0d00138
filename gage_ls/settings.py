"""What a client may set, read from whatever it sends; what is wrong is said in words, and never trusted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, NamedTuple

SECTION = "gage"


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """The settings of a session. Without ``trust`` nothing is run."""

    trust: bool = True


class Read(NamedTuple):
    """Settings, and what is wrong with what they were read from."""

    settings: ServerSettings
    wrong: tuple[str, ...] = ()


def read_settings(sent: Any, known: ServerSettings) -> Read:
    """The settings after those a client sent, with or without the section's name around them.

    What it does not speak of stays as it is known, and what is not ours is passed over: a section may hold the settings
    of the editor's extension too. A value of the wrong type takes trust away: who wrote it most likely meant to.
    """
    if isinstance(sent, dict) and SECTION in sent:
        sent = sent[SECTION]
    if sent is None:
        return Read(known)
    if not isinstance(sent, dict):
        return Read(known, (f"the settings in '{SECTION}' must be an object, not {json.dumps(sent)[:80]}",))
    trust = sent.get("trust")
    if trust is None:
        return Read(known)
    if not isinstance(trust, bool):
        words = f"'{SECTION}.trust' must be true or false, not {json.dumps(trust)[:80]}; it is taken for false"
        return Read(ServerSettings(trust=False), (words,))
    return Read(ServerSettings(trust=trust))
