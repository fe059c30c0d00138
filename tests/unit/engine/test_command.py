from __future__ import annotations

import os

import pytest

from gage.config.command_config import command_text
from gage.engine.command import encode_command, words

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows finds interpreters its own way")


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("python a.py", ["/bin/sh", "-c", "python a.py"]),
        (("a", "b c"), ["a", "b c"]),
        ("#!/bin/bash\none\ntwo\n", ["/bin/bash", "-c", "one\ntwo\n"]),
        ("#! /usr/bin/env  python3 -u\nx", ["/usr/bin/env", "python3", "-u", "-c", "x"]),
        ("#!/usr/bin/env -S A=1 node --no-warnings\nx", ["/usr/bin/env", "A=1", "node", "--no-warnings", "-e", "x"]),
        ("#!/usr/bin/perl\nprint 1", ["/usr/bin/perl", "-e", "print 1"]),
        ("#!/usr/bin/Rscript\n1", ["/usr/bin/Rscript", "-e", "1"]),
        ("#!'/my tools/sh' -e\nx", ["/my tools/sh", "-e", "-c", "x"]),
        ("#!\necho", ["/bin/sh", "-c", "echo"]),
        ("#!/bin/sh", ["/bin/sh", "-c", ""]),
    ],
)
def test_commands_become_words(command: str | tuple[str, ...], expected: list[str]) -> None:
    assert words(command) == expected


def test_a_command_is_shown_and_stored_as_it_was_given() -> None:
    assert (command_text(("a", "b c")), command_text("a b c")) == ("a 'b c'", "a b c")
    assert (encode_command(("a", "b c")), encode_command("a")) == (b'["a", "b c"]', b'"a"')
