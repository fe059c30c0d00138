"""The environment variables that Gage reads of the person who calls it; reads none of them."""

from __future__ import annotations

VARIABLES = {
    "GAGE_RUNS": "runs directory",
    "RUNS_DIR": "runs directory, where GAGE_RUNS is not set",
    "PROJECT_DIR": "project directory",
    "NO_ZIP_META": "1 leaves records of runs unpacked",
    "GAGE_THEME": "theme",
    "GAGE_PAGER": "program that shows what the screen has no room for",
    "PAGER": "the same, where GAGE_PAGER is not set",
    "MANPAGER": "the same, where PAGER is not set",
    "LESS": "options of less",
    "VISUAL": "editor of comments",
    "EDITOR": "editor of comments, where VISUAL is not set",
    "NO_COLOR": "no colours",
    "FORCE_COLOR": "colours wherever the output goes",
    "CLICOLOR": "0 for no colours",
    "CLICOLOR_FORCE": "colours wherever the output goes",
    "TERM": "kind of the terminal; dumb for plain text and Markdown tables",
    "COLORTERM": "truecolor where the terminal has all colours",
    "COLORFGBG": "colours of the terminal itself",
    "COLUMNS": "width of tables, where the output is no terminal",
    "XDG_CACHE_HOME": "directory of caches",
    "XDG_CONFIG_HOME": "where completion is installed for fish and nu",
    "XDG_DATA_HOME": "where completion is installed for bash and zsh",
    "XDG_STATE_HOME": "directory of logs",
    "GAGE_DEBUG": "unexpected errors with all that led to them",
}
