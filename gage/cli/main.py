"""The table of commands and the options that all of them share; a command's module is imported when it is called."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from gage import __version__
from gage.cli.errors import exit_on_error

# name: first line of help, shown in lists without importing the module
_COMMANDS = {
    "check": "Check gagefiles and say what is wrong where.",
    "list": "List runs, newest first.",
    "operations": "List the operations of the project.",
    "run": "Run an operation.",
    "show": "Show a run.",
}
_ALIASES = {"ls": "list", "runs": "list", "ops": "operations"}


class _Commands(click.Group):
    """A group that imports a command when it is asked for: none pays for the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        name = _ALIASES.get(cmd_name, cmd_name)
        if name not in _COMMANDS:
            return None
        command = import_module(f"gage.cli.commands.{name}_command").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            from gage.gagefile.words import nearest

            near = nearest(args[0], [*_COMMANDS, *_ALIASES])
            ctx.fail(f"There is no command '{args[0]}'." + (f" Did you mean '{near}'?" if near else ""))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        names = {name: [name, *(alias for alias, of in _ALIASES.items() if of == name)] for name in _COMMANDS}
        with formatter.section("Commands"):
            formatter.write_dl([(", ".join(names[name]), text) for name, text in _COMMANDS.items()])


@click.command(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="Run ML experiments and keep every run: its source code, config, metrics, output and files.",
)
@click.version_option(__version__, prog_name="gage", message="%(prog)s %(version)s")
@click.option("-C", "directory", metavar="DIR", type=click.Path(path_type=Path), help="Work as if started in DIR.")
@click.option("--runs", "runs_dir", metavar="DIR", type=click.Path(path_type=Path), help="Keep and find runs in DIR.")
@click.pass_context
def _gage(ctx: click.Context, directory: Path | None, runs_dir: Path | None) -> None:
    if runs_dir is not None:
        os.environ["GAGE_RUNS"] = str(runs_dir.absolute())
    if directory is not None:
        if not directory.is_dir():
            raise click.UsageError(f"-C {directory}: there is no such directory.")
        os.chdir(directory)
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def run(arguments: list[str] | None = None) -> Any:
    """Run the command line and exit: 0, a command's own code, 1 for what a person can mend, 2 for wrong usage."""
    with exit_on_error():
        _gage.main(args=sys.argv[1:] if arguments is None else arguments, prog_name="gage")
