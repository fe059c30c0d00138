"""The project's gagefile as commands use it: what can be used is used, what is wrong is said once, on stderr."""

from __future__ import annotations

from pathlib import Path

from gage.cli.options import short_path
from gage.cli.output import say
from gage.errors import GageError
from gage.gagefile.check import check
from gage.gagefile.document import Document
from gage.gagefile.load import errors_of, read_document
from gage.gagefile.model import Gagefile, Operation
from gage.gagefile.problem import Problem, Severity
from gage.gagefile.words import any_of, nearest
from gage.project import Project
from gage.report.checked import CheckedFile
from gage.report.text_format import render

_MOST_TOLD = 5


class NoGagefileError(GageError):
    """The project has no gagefile, so it has no operations."""


class OperationError(GageError):
    """The operation asked for is not there, or has errors."""


def project_gagefile(project: Project) -> tuple[Gagefile, list[Problem]]:
    """The gagefile of a project and its errors.

    Raises:
        NoGagefileError: there is none.
        LoadError: it cannot be read.
    """
    if project.gagefile is None:
        raise NoGagefileError(
            f"{project.directory} has no gagefile, so it has no operations; 'gage init' writes a gage.toml"
        )
    document = read_document(project.gagefile)
    return Gagefile(document), _errors(project.gagefile, document)


def _errors(path: Path, document: Document) -> list[Problem]:
    """What is wrong, unless a comment or a setting says that it is not."""
    problems = check(document)
    if not problems:
        return []
    from gage.gagefile.settings_above import settings_above
    from gage.gagefile.silence import silence

    silenced = silence(document, problems, settings_above(path))
    return [problem for problem in silenced if problem.severity is Severity.ERROR]


def find_operation(project: Project, name: str | None) -> Operation:
    """The operation of that name, or the default one; errors elsewhere in the file are only mentioned.

    Raises:
        OperationError: there is no such operation, or it is itself wrong.
    """
    gagefile, errors = project_gagefile(project)
    assert project.gagefile is not None
    path = short_path(project.gagefile)
    own = errors_of(gagefile.document, errors, name) if name else []
    if own:
        raise OperationError(f"operation '{name}' has errors, so it was not run:\n{_told(gagefile, path, own)}")
    operation = gagefile.operations.get(name) if name else default_operation(gagefile)
    if operation is None and errors and not gagefile.operations:
        told = _told(gagefile, path, errors[:_MOST_TOLD])
        raise OperationError(f"{path} declares no operation that can be run:\n{told}")
    if operation is None:
        raise OperationError(_missing(gagefile, name, str(path), errors))
    if name is None and errors_of(gagefile.document, errors, operation.name):
        return find_operation(project, operation.name)
    warn_of_errors(project, errors)
    return operation


def default_operation(gagefile: Gagefile) -> Operation | None:
    """The operation to run when none is named; one of several is none for being the only one that can be read."""
    default = gagefile.default_operation
    data = gagefile.document.data
    names = [name for name in data if not str(name).startswith("$")] if isinstance(data, dict) else []
    return default if default is None or default.default or len(names) == 1 else None


def _told(gagefile: Gagefile, path: Path, problems: list[Problem]) -> str:
    return render([CheckedFile(str(path), gagefile.document, tuple(problems))]).rstrip()


def warn_of_errors(project: Project, errors: list[Problem]) -> None:
    """One line that says how to see what is wrong in a gagefile that is used all the same."""
    if errors and project.gagefile:
        path = short_path(project.gagefile)
        count = "an error" if len(errors) == 1 else f"{len(errors)} errors"
        say(f"gage: {path} has {count}; 'gage check' shows more")


def _missing(gagefile: Gagefile, name: str | None, path: str, errors: list[Problem]) -> str:
    names = list(gagefile.operations)
    if not names:
        parts = [f"{path} declares no operation that can be run"]
    elif name is None:
        parts = [f"{path} has no default operation", f"name {'one of ' if len(names) > 1 else ''}{any_of(names)}"]
    elif near := nearest(name, names):
        parts = [f"{path} has no operation '{name}'", f"did you mean '{near}'?"]
    else:
        parts = [f"{path} has no operation '{name}'", f"it has {any_of(names)}"]
    if errors:
        parts.insert(1, "it has errors, which 'gage check' shows")
    return "; ".join(parts)
