"""What the settings of a whole gagefile come to: where runs are and how many, and what operations are listed under."""

from __future__ import annotations

from gage.runs.words import counted
from gage_ls.hovers.markdown import code
from gage_ls.project_view import ProjectView


def setting_card(key: str, view: ProjectView) -> list[str]:
    """What a setting comes to, paragraphs for behind its documentation."""
    if key == "$runs-dir":
        return [f"Now: {code(str(view.project.runs_dir))} · {counted(len(view.runs), 'run')}"]
    if key == "$namespace":
        return [f"Now: {code(view.project.namespace)}"]
    return []
