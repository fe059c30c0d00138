"""Puts Gage and what it needs into bundled/libs, in pure Python, so that one package serves all systems and versions.

Refuses to bundle compiled code. Left out are pyjson5, which is compiled and only asked for a second opinion; rich,
which draws tables that the extension never asks for; and what of the others is for type checkers or other drafts.
"""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

EXTENSION = Path(__file__).resolve().parents[1]
LIBS = EXTENSION / "bundled" / "libs"

# Those below 3.11 need tomli and exceptiongroup, whatever Python builds this: hence a list, and no resolving.
REQUIREMENTS = (
    "pygls>=2.1,<3",
    "lsprotocol>=2025.0.0,<2026",
    "attrs>=24",
    "cattrs>=24",
    "exceptiongroup>=1.2",
    "jschon>=0.11.1,<0.12",
    "rfc3986>=2",
    "tomli>=2.4,<3",
    "typing_extensions>=4.12",
)
OLDEST = "3.10"
OURS = ("gage", "gage_ls")
"""Packages whose docstrings are shown to people."""


def main() -> None:
    """Make the directory anew."""
    shutil.rmtree(LIBS, ignore_errors=True)
    pure = ["--no-deps", "--no-compile", "--implementation", "py", "--platform", "any", "--only-binary=:all:"]
    install("--python-version", OLDEST, *pure, *REQUIREMENTS)
    install("--no-deps", "--no-compile", "PyYAML>=6.0.1,<7")
    for compiled in (*LIBS.glob("yaml/*.so"), *LIBS.glob("yaml/*.pyd")):
        compiled.unlink()  # PyYAML goes on without
    install("--no-deps", "--no-compile", str(EXTENSION.parent))
    for needless in ("bin", "_yaml", *(f"jschon/catalog/json-schema-{draft}" for draft in ("2019-09", "next"))):
        shutil.rmtree(LIBS / needless, ignore_errors=True)
    shutil.rmtree(LIBS / "gage" / "help")  # for the terminal, and so for a Gage that is installed
    for needless in ("*.dist-info/[RIWdte]*", "**/py.typed", "**/*.pyi"):  # of dist-info, METADATA and licenses stay
        for path in LIBS.glob(needless):
            path.unlink()
    for path in LIBS.rglob("*.py"):
        if path.relative_to(LIBS).parts[0] not in OURS:
            path.write_text(without_words(path.read_text(encoding="utf-8")), encoding="utf-8")
    compiled_files = [path for path in LIBS.rglob("*") if path.suffix in (".so", ".pyd", ".dll", ".dylib", ".pyc")]
    if compiled_files:
        sys.exit(f"compiled code must not be bundled: {compiled_files}")


def without_words(source: str) -> str:
    """A program without comments and docstrings, which are half of some libraries; nothing of it reads these."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and ast.get_docstring(
            node
        ):
            node.body[:1] = [] if len(node.body) > 1 or isinstance(node, ast.Module) else [ast.Pass()]
    return ast.unparse(tree) + "\n"


def install(*arguments: str) -> None:
    """Install with pip into the directory."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", str(LIBS)]
    subprocess.run([*command, "--upgrade", *arguments], check=True)


if __name__ == "__main__":
    main()
