"""Coverage-guided fuzzing of the gagefile language with atheris: the laws of ``tests/language_laws.py`` on any bytes.

    python tests/fuzz/fuzz_language.py [--syntax toml|yaml|json] [libFuzzer's arguments, such as -max_total_time=600]

The first byte of an input chooses the syntax, the others are the text. What was found is kept in ``.fuzz/``; a text
that breaks a law is written there as ``crash-…``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

HERE = Path(__file__).resolve().parent
CASES = HERE.parent / "cases"
FOUND = HERE.parents[1] / ".fuzz"
SYNTAXES = ("toml", "yaml", "json")
LONGEST = 4000

sys.path[:0] = [str(HERE.parent), str(HERE.parents[1])]
with atheris.instrument_imports(include=["gage.gagefile", "gage.report"]):
    from language_laws import hold

    for broken in SYNTAXES:  # what is imported for broken texts alone is to be watched too
        hold("a: [b c: {\n- '\n\t&a ]= \\u", broken)  # type: ignore[arg-type]


def main() -> None:
    """Fuzz until stopped, from what the test cases and earlier runs left."""
    arguments = sys.argv[1:]
    only = None
    if arguments[:1] == ["--syntax"]:
        only, arguments = SYNTAXES.index(arguments[1]), arguments[2:]
    FOUND.mkdir(exist_ok=True)
    corpus = FOUND / ("corpus" if only is None else f"corpus-{SYNTAXES[only]}")
    _sow(corpus, only)

    def one_input(data: bytes) -> None:
        if data:
            syntax = SYNTAXES[data[0] % 3 if only is None else only]
            hold(data[1:].decode("utf-8", "replace"), syntax)

    prefix = f"-artifact_prefix={FOUND}/"
    atheris.Setup([sys.argv[0], f"-max_len={LONGEST}", "-timeout=20", prefix, *arguments, str(corpus)], one_input)
    atheris.Fuzz()


def _sow(corpus: Path, only: int | None) -> None:
    """Write the gagefiles of the test cases as seeds."""
    corpus.mkdir(exist_ok=True)
    for path in sorted(CASES.rglob("*.*")):
        if path.suffix[1:] in SYNTAXES:
            number = SYNTAXES.index(path.suffix[1:])
            if only in (None, number):
                (corpus / f"{path.parent.name}-{path.name}").write_bytes(
                    bytes([number]) + path.read_bytes()[: LONGEST - 1]
                )


if __name__ == "__main__":
    main()
