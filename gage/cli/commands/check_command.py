"""`gage check`: what is wrong in gagefiles, for people, CI and other programs; changes nothing unless asked to fix."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from gage.cli.check_options import HELP, declare, is_bare, known_code, named_codes, refuse_contradictions
from gage.cli.check_targets import Target, targets
from gage.cli.color import PLAIN, colors, painted
from gage.cli.command import Command
from gage.cli.output import say, write, write_json, write_text
from gage.facts import gather_facts
from gage.gagefile.check import check
from gage.gagefile.document import Document
from gage.gagefile.load import LARGEST, LoadError, document_of, find_settings, read_content, read_document
from gage.gagefile.problem import Problem
from gage.gagefile.second_opinion import heard
from gage.gagefile.words import empty
from gage.report.checked import CheckedFile, unreadable
from gage.report.verdict import statistics, verdict

if TYPE_CHECKING:
    from gage.gagefile.silence import Settings


def _run(options: argparse.Namespace) -> int:
    """Print the report on stdout, what is for people beside it on stderr."""
    if options.explain is not None:
        return _explain(known_code(options.explain, "--explain"))
    if options.version is not None:
        from gage.cli.check_version import check_version

        return check_version(options.version)
    refuse_contradictions(options)
    if options.json and not is_bare(options):
        options.format = "json"
    if options.run:
        from gage.cli.check_runs import check_runs

        return check_runs(options)
    select, ignore = named_codes(options.select, "--select"), named_codes(options.ignore, "--ignore")
    if options.watch:
        from gage.cli.check_watch import watch

        say("checking again whenever a gagefile, or a file that it names, changes; Ctrl-C ends this")
        named: set[Path] = set()

        def check_again() -> None:
            named.clear()
            _check(options, _Checker(select, ignore, named))

        watch(check_again, lambda: [*_watched(options), *named])
        return 0
    return _check(options, _Checker(select, ignore))


command = Command(HELP, declare, _run)


def _explain(code: str) -> int:
    import textwrap

    from gage.gagefile.codes import explanation

    text = explanation(code)
    shown = text if "\n" in text else textwrap.fill(text, 100)
    write(f"{code}\n\n{shown}\n")
    return 0


def _check(options: argparse.Namespace, checker: _Checker) -> int:
    """Check once; the exit code."""
    files = [checker.file(target, options.stdin_filename) for target in _targets(options)]
    if options.fix or options.diff:
        return _fix(options, files, checker)
    files += checker.wrong_settings(files)
    if is_bare(options):
        _describe(options, files)
    else:
        _report(options, files)
    return _exit_code(files)


def _describe(options: argparse.Namespace, files: Sequence[CheckedFile]) -> None:
    """The installation and the project, on stderr, so that stdout has what scripts read: the problems."""
    from gage.cli.installation import describe_installation, installation_lines
    from gage.cli.options import current_project

    report = describe_installation(current_project(tells=False))
    if options.json:
        from gage.report.json_format import file_objects

        write_json({**report, "files": file_objects(files)})
        return
    for line in installation_lines(report, options.verbose):
        say(line)
    _report(options, files)


def _fix(options: argparse.Namespace, files: Sequence[CheckedFile], checker: _Checker) -> int:
    from gage.cli.check_fixes import account, diff, fix, write_fixes

    fixed = [fix(file, checker.find(Path(file.path))) for file in files]
    after = [file.after for file in fixed]
    after += checker.wrong_settings(after)
    if options.diff:
        _deliver("".join(diff(file) for file in fixed), options.output, write_text)
        changed = sum(bool(file.mended) for file in fixed)
        say(f"--fix would change {changed or 'no'} file{'' if changed == 1 else 's'}.")
        return max(_exit_code(after), 1 if changed else 0)
    for file in fixed:
        write_fixes(file)
        for line in account(file):
            say(line)
    _report(options, after)
    return _exit_code(after)


def _exit_code(files: Sequence[CheckedFile]) -> int:
    return 2 if any(file.document is None for file in files) else 0 if all(file.valid for file in files) else 1


def _report(options: argparse.Namespace, files: Sequence[CheckedFile]) -> None:
    report = import_module(f"gage.report.{options.format}_format")
    if options.format != "text":
        _deliver(report.render(files), options.output)
        return
    count = PLAIN if options.output else colors(sys.stdout)
    text = report.render(files, partial(painted, count=count))
    _deliver(text + (statistics(files) if options.statistics else ""), options.output)
    say(verdict(files))


def _deliver(text: str, output: str | None, write: Callable[[str], None] = write) -> None:
    if output is None:
        write(text)
        return
    from gage.cli.replace_file import replace_file

    replace_file(Path(output), text.encode("utf-8", "backslashreplace"))


def _targets(options: argparse.Namespace) -> list[Target]:
    return targets(options.paths or ["." if options.all else _project_gagefile()], options.all)


def _watched(options: argparse.Namespace) -> list[Path]:
    """The files whose change calls for another check."""
    paths = [target.path for target in _targets(options)]
    return [*paths, *{file for path in paths for file in find_settings(path)}]


def _project_gagefile() -> str:
    from gage.cli.options import current_project, short_path

    project = current_project(tells=False)
    return str(short_path(project.gagefile or project.directory))


class _Checker:
    """Checks files with the settings that are found for each and those of the command line.

    ``named`` is told which other files decide what is wrong in them.
    """

    def __init__(
        self, select: frozenset[str] | None, ignore: frozenset[str] | None, named: set[Path] | None = None
    ) -> None:
        self._named = named
        self._select = select
        self._ignore = ignore or frozenset()
        self._settings: dict[Path, Settings] = {}
        self._wrong: dict[Path, CheckedFile] = {}

    def wrong_settings(self, checked: Iterable[CheckedFile]) -> list[CheckedFile]:
        """The files whose settings are wrong, but for those that were checked themselves."""
        told = {os.path.abspath(file.path) for file in checked}
        return [file for path, file in self._wrong.items() if str(path) not in told]

    def file(self, target: Target, stdin_name: str | None) -> CheckedFile:
        """What a check of one file comes to."""
        path, content = target.path, None
        if target.missing:
            return unreadable(str(path), target.missing, None)
        try:
            if str(path) == "-" and stdin_name:
                path, content = Path(stdin_name), sys.stdin.buffer.read(LARGEST + 1)
            document = document_of(path, read_content(path) if content is None else content)
        except LoadError as error:
            return unreadable(str(path), error.reason, error.position)
        if not document.text.strip("\ufeff \t\r\n"):
            # No mistake of the language: TOML takes an empty file, and an editor shows nothing wrong in a new one. But
            # who asks for a check expects that there is something to check.
            return unreadable(str(path), empty(document.syntax, document.kind), None)
        return CheckedFile(str(path), document, tuple(self.find(path)(document)))

    def find(self, path: Path) -> Callable[[Document], list[Problem]]:
        """What says the problems of a document that is at a path."""
        return partial(_problems, self._settings_of(path), path, self._named)

    def _settings_of(self, path: Path) -> Settings | None:
        """The settings for a file, or None where there are none."""
        files = find_settings(path)
        if not files and self._select is None and not self._ignore:
            return None
        from gage.gagefile.settings_above import joined
        from gage.gagefile.silence import Settings

        return joined([Settings(self._select, self._ignore), *map(self._load, files)])

    def _load(self, file: Path) -> Settings:
        if file not in self._settings:
            self._settings[file] = self._read(file)
        return self._settings[file]

    def _read(self, file: Path) -> Settings:
        from gage.cli.options import short_path
        from gage.gagefile.check_settings import read_settings
        from gage.gagefile.silence import NO_SETTINGS

        shown = str(short_path(file))
        try:
            found = read_settings(read_document(file))
        except LoadError as error:
            self._wrong[file] = unreadable(shown, error.reason, error.position)
            return NO_SETTINGS
        if found.problems:
            self._wrong[file] = CheckedFile(shown, found.document, found.problems)
        return found.settings


def _problems(settings: Settings | None, path: Path, named: set[Path] | None, document: Document) -> list[Problem]:
    facts = gather_facts(document, path)
    if named is not None:
        from gage.named_files import named_files

        named.update(named_files(document, path, facts))
    problems = heard(document, check(document, facts))
    if settings is None and "gage:" not in document.text:
        return problems  # most files: what follows costs an import
    from gage.gagefile.silence import NO_SETTINGS, silence

    return silence(document, problems, settings or NO_SETTINGS)
