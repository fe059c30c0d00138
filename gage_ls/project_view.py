"""What features may ask of the project around an open document; reads files and runs, changes and runs nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Lock

from gage.config.fresh_files import FreshFiles
from gage.project import Project, Settings, find_project, settings_at, settings_in
from gage.runs.changes import State, marker_state
from gage.runs.run import Run
from gage.runs.store import RunStore
from gage.sources.matching_files import MatchingFiles
from gage_ls.run_stores import RunStores
from gage_ls.workspace import OpenDocument, Workspace


class ProjectView:
    """One project as it is now. ``files`` reads those that config names, ``matching`` finds those of patterns."""

    def __init__(self, project: Project, store: RunStore) -> None:
        self.project = project
        self._store = store
        self.files = FreshFiles(project.directory)
        self.matching = MatchingFiles(project.runs_dir)
        self._runs: list[Run] = []
        self._state: State = None
        self._one_at_a_time = Lock()  # features that read files ask from threads

    @property
    def directory(self) -> Path:
        """Where the project is."""
        return self.project.directory

    @property
    def runs(self) -> Sequence[Run]:
        """The runs of the project's runs directory, the latest first; read again only when one of them changed."""
        state = marker_state(self.project.runs_dir)
        with self._one_at_a_time:
            if state is None or state != self._state:
                self._runs, self._state = self._store.runs(), state
            return self._runs

    def runs_of(self, operation: str) -> list[Run]:
        """The runs of an operation of this project, the latest first."""
        return [run for run in self.own_runs if run.opref.name == operation]

    @property
    def own_runs(self) -> Iterator[Run]:
        """The runs of this project's operations, the latest first: a runs directory may be that of several."""
        project = self.project.known
        return (run for run in self.runs if project.made(run.opref.namespace, run.project_id))


class ProjectViews:
    """The projects of open documents, one view of each directory; kept as long as its gagefile says the same of it."""

    def __init__(self, open_documents: Workspace, stores: RunStores) -> None:
        self._open = open_documents
        self._stores = stores
        self._views: dict[Path, ProjectView] = {}
        self._settings: dict[Path, tuple[tuple[int, int], Settings]] = {}

    def of(self, document: OpenDocument) -> ProjectView | None:
        """The project of a document, or None for one that is no file."""
        if document.path is None:
            return None
        project = find_project(document.path.parent, os.environ, self._read)
        view = self._views.get(project.directory)
        if view is None or view.project != project:  # while a setting is typed, every letter makes another project
            view = self._views[project.directory] = ProjectView(project, self._stores.of(project.runs_dir))
        return view

    def _read(self, gagefile: Path) -> Settings:
        """The settings of a gagefile as the client shows it, else as it is saved, which is read when that changes."""
        shown = self._open.at(gagefile)
        if shown:
            return settings_in(shown.document)
        try:
            status = gagefile.stat()
        except OSError:
            return Settings()
        state = status.st_mtime_ns, status.st_size
        known = self._settings.get(gagefile)
        if known is None or known[0] != state:
            known = self._settings[gagefile] = state, settings_at(gagefile)
        return known[1]
