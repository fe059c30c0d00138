"""What may stand at the cursor of a command line; knows no command."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Candidate(NamedTuple):
    """A word that may stand at the cursor, and what it is. One that ends in ``=`` goes on."""

    text: str
    description: str = ""


class Candidates(NamedTuple):
    """Words that may stand at the cursor, and whether the shell is to add what the file system has."""

    words: list[Candidate]
    paths: Literal["", "files", "directories"] = ""

    def beginning_with(self, start: str, prefix: str = "") -> Candidates:
        """Those that begin so, case aside; ``prefix`` is what stands before them in the same word."""
        folded = start.lower()
        words = [
            Candidate(prefix + word.text, word.description)
            for word in self.words
            if word.text.lower().startswith(folded)
        ]
        return self._replace(words=words)


NOTHING = Candidates([])
FILES = Candidates([], "files")
DIRECTORIES = Candidates([], "directories")
