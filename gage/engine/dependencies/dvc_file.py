"""Files that DVC keeps: taken as they are where they are there, else pulled by the ``dvc`` of the caller's path."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from gage.engine.dependencies.found import Found, FoundFile, Sources, Tell, UnmetError
from gage.engine.dependencies.project_files import inside, project_file, require_digest
from gage.engine.process import StartError, output_of
from gage.gagefile.dependency import Dependency


def find_dvc_file(dependency: Dependency, sources: Sources) -> Found:
    """The file at a path, or what will be pulled to it. Raises UnmetError."""
    root = Path(os.path.realpath(sources.project_dir))
    path = inside(root, dependency.named)
    if path.exists():
        file = project_file(root, dependency.named)
        require_digest(file.origin, dependency.sha256)
        return Found(dependency, (file,))
    name = path.relative_to(root).as_posix()
    if not inside(root, f"{name}.dvc").is_file():
        raise UnmetError(f'neither "{name}" nor "{name}.dvc" exists in the project')
    dvc = shutil.which("dvc", path=sources.request.environ.get("PATH", ""))
    if dvc is None:
        raise UnmetError(f'"{name}" is not there, and neither is the program dvc, which would pull it; install dvc')
    return Found(
        dependency, (FoundFile(name, str(path), fetch=lambda tell: _pull(dvc, name, root, dependency, sources, tell)),)
    )


def _pull(dvc: str, name: str, root: Path, dependency: Dependency, sources: Sources, tell: Tell) -> Path:
    tell(f"pulling {name} with {dvc}")
    try:
        exit_code, output = output_of([dvc, "pull", f"{name}.dvc"], root, sources.request.environ)
    except StartError as error:
        raise UnmetError(str(error)) from None
    if exit_code:
        said = output.decode("utf-8", "replace").strip().splitlines()
        raise UnmetError(
            f"'dvc pull {name}.dvc' ended with exit code {exit_code}: {' '.join(said[-2:]) or 'no output'}"
        )
    file = project_file(root, name)
    require_digest(file.origin, dependency.sha256)
    return root / name if file.origin is None else file.origin
