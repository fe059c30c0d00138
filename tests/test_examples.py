from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from gage_command import environment, gage, gage_json

EXAMPLES = Path(__file__).parent.parent / "examples"
SOUND = sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir() and not path.name.startswith("broken-"))
GAGEFILES = sorted(path.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.glob("*/gage.*"))

FLAGS = {
    "batches": ("descend", "descend.py", {"rate": ("0.0005", 0.001)}),
    "config-files": ("train", "data.py", {"noise": ("0.1", 0.25)}),
    "hello": ("hello", "hello.py", {"name": ('"World"', "Ada")}),
    "notebook": ("train", "settings.py", {"neighbours": ("5", 1)}),
    "numpy-classifier": ("train", "train.py", {"epochs": ("100", 40)}),
    "phases": ("analyse", "analyse.py", {"warm": ("20.0", 25.0)}),
}
"""Of examples with config: an operation, a file, and flags with the literal they replace."""

METRICS = {
    "batches": {"height"},
    "config-files": {"error", "slope", "intercept"},
    "notebook": {"accuracy"},
    "numpy-classifier": {"loss", "accuracy"},
    "phases": {"warm_days", "highest"},
}

needs_shell = pytest.mark.skipif(shutil.which("sh") is None, reason="needs a POSIX shell")


@pytest.fixture
def copy_of(tmp_path: Path) -> Any:
    def copy(name: str) -> Path:
        return Path(shutil.copytree(EXAMPLES / name, tmp_path / name, ignore=shutil.ignore_patterns(".gage")))

    return copy


def run(project: Path, operation: str, *flags: str) -> tuple[str, dict[str, Any]]:
    """Run an operation; what it printed, and the run as `gage show` tells it."""
    done = gage(project, "run", operation, "--yes", *flags)
    assert done.returncode == 0, done.stdout + done.stderr
    shown = gage_json(project, "show", "--json")
    assert (shown["operation"], shown["status"], shown["exit_code"]) == (operation, "completed", 0)
    return gage(project, "show", "--output").stdout, shown


@pytest.mark.parametrize("name", SOUND)
def test_an_example_is_checked_and_every_operation_of_it_runs(name: str, copy_of: Any) -> None:
    project = copy_of(name)
    if "env bash" in next(project.glob("gage.*")).read_text(encoding="utf-8") and shutil.which("bash") is None:
        pytest.skip("needs bash")
    checked = gage(project, "check", "--format", "json")
    assert checked.returncode == 0
    assert [file["problems"] for file in gage_json(project, "check", "--format", "json")["files"]] == [[]]
    operations = gage_json(project, "operations", "--json")
    assert operations
    for operation in operations:
        assert operation["description"], f"{operation['operation']} has no description"
        output, shown = run(project, operation["operation"])
        assert output
        assert shown["files"]
    assert len(gage_json(project, "list", "--json")) == len(operations)


@pytest.mark.parametrize("name", FLAGS)
def test_a_flag_changes_the_copy_in_the_run_and_never_the_project(name: str, copy_of: Any) -> None:
    operation, file, flags = FLAGS[name]
    project = copy_of(name)
    before = (project / file).read_bytes()
    _, shown = run(project, operation, *(f"{key}={value}" for key, (_, value) in flags.items()))
    assert (project / file).read_bytes() == before
    expected = before.decode()
    for key, (literal, value) in flags.items():
        assert shown["config"][key] == value
        assert f"{key} = {literal}" in expected
        spelt = f'"{value}"' if isinstance(value, str) else str(value)
        expected = expected.replace(f"{key} = {literal}", f"{key} = {spelt}")
    assert (Path(shown["run_dir"]) / file).read_bytes().decode() == expected


@pytest.mark.parametrize("name", METRICS)
def test_an_example_reports_its_metrics(name: str, copy_of: Any) -> None:
    _, shown = run(copy_of(name), FLAGS[name][0])
    assert set(shown["metrics"]) == METRICS[name]
    assert all(isinstance(value, float | int) for value in shown["metrics"].values())


def test_every_example_with_config_is_run_with_a_flag(copy_of: Any) -> None:
    with_config = {name for name in SOUND if "config" in next((EXAMPLES / name).glob("gage.*")).read_text("utf-8")}
    assert with_config == set(FLAGS)


def test_a_greeting_follows_its_flag(copy_of: Any) -> None:
    project = copy_of("hello")
    assert run(project, "hello")[0] == "Hello, World!\n"
    assert run(project, "hello", "name=Ada")[0] == "Hello, Ada!\n"


def test_training_learns_to_tell_the_classes_apart(copy_of: Any) -> None:
    project = copy_of("numpy-classifier")
    _, trained = run(project, "train")
    assert trained["metrics"]["accuracy"] > 0.8
    _, hasty = run(project, "train", "epochs=1", "lr=0.01")
    assert hasty["metrics"]["loss"] > trained["metrics"]["loss"]
    assert (Path(trained["run_dir"]) / "model.npz").is_file()


def test_each_phase_leaves_its_files(copy_of: Any) -> None:
    _, shown = run(copy_of("phases"), "analyse")
    kinds = {file["path"]: file["type"] for file in shown["files"]}
    assert kinds["python-version.txt"] == "runtime"
    assert kinds["weather.csv"] == "dependency"
    assert kinds["summary.json"] == kinds["report.md"] == "generated"
    assert "warm_days" in (Path(shown["run_dir"]) / "report.md").read_text()


@pytest.mark.slow
def test_the_executed_notebook_is_kept_in_the_run(copy_of: Any) -> None:
    _, shown = run(copy_of("notebook"), "train", "neighbours=1")
    executed = (Path(shown["run_dir"]) / "executed.ipynb").read_text(encoding="utf-8")
    assert "points were told apart" in executed
    assert '"execution_count": 1' in executed


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_a_bash_script_prints_its_summary(copy_of: Any) -> None:
    output, shown = run(copy_of("scripts"), "words")
    assert output.splitlines()[0].split() == ["8", "the"]
    assert shown["metrics"] == {"words": 34, "different": 25}
    assert shown["attributes"] == {"text": "kitchen.txt"}


def test_every_row_of_the_trials_becomes_a_run(copy_of: Any) -> None:
    project = copy_of("batches")
    subprocess.run(["python", "sweep.py"], cwd=project, env=environment(project), check=True, capture_output=True)
    header, *rows = (project / "trials.csv").read_text().split()
    runs = gage_json(project, "list", "--json")
    tried = [",".join(str(run["config"][name]) for name in header.split(",")) for run in reversed(runs)]
    assert tried == rows
    assert {run["status"] for run in runs} == {"completed"}
    assert len({run["metrics"]["height"] for run in runs}) == len(rows)


@pytest.mark.parametrize("name", [name for name in GAGEFILES if name.startswith("broken-")])
def test_a_broken_gagefile_tells_each_of_its_five_mistakes(name: str) -> None:
    checked = gage(EXAMPLES, "check", name)
    assert checked.returncode == 1
    for part in ("'description'", "clos", "'summary' must be", '"tqdm"', "only one operation can be the default"):
        assert part in checked.stdout
    assert (checked.stdout.count(": error: "), checked.stdout.count(": warning: ")) == (4, 1)
    assert "Traceback" not in checked.stdout + checked.stderr


def test_each_syntax_has_at_least_two_examples() -> None:
    suffixes = [Path(name).suffix for name in GAGEFILES if not name.startswith("broken-")]
    assert all(suffixes.count(suffix) >= 2 for suffix in (".toml", ".yaml", ".json"))
    assert len(suffixes) == len(SOUND)


def test_every_example_says_what_it_is() -> None:
    for name in SOUND:
        assert len((EXAMPLES / name / "README.md").read_text(encoding="utf-8").splitlines()) == 2


@needs_shell
def test_the_demo_goes_through(tmp_path: Path) -> None:
    demo = subprocess.run(
        ["sh", str(EXAMPLES / "demo.sh")],
        cwd=tmp_path,
        env={**environment(tmp_path), "TMPDIR": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert demo.returncode == 0, demo.stdout + demo.stderr
    assert demo.stderr == ""
    shown = [line for line in demo.stdout.splitlines() if line.startswith("$ gage ")]
    assert [line.split()[2] for line in shown] == ["check"] * 4 + ["-C"] * 5
    for part in (
        "all 3 gagefiles are valid.",
        "did you mean 'description'?",
        "Hello, Ada!",
        "completed",
        "metrics.json",
    ):
        assert part in demo.stdout
    assert "\033" not in demo.stdout
    assert list(tmp_path.glob("tmp*")) == []


@needs_shell
def test_the_demo_fails_where_gage_is_not_what_it_should_be(tmp_path: Path) -> None:
    fake = tmp_path / "gage"
    fake.write_text("#!/bin/sh\nexit 3\n")
    fake.chmod(0o755)
    path = f"{tmp_path}:{environment(tmp_path)['PATH']}"
    demo = subprocess.run(
        ["sh", str(EXAMPLES / "demo.sh")],
        env={**environment(tmp_path), "PATH": path},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert demo.returncode == 1
    assert "ended with 3 instead of 0" in demo.stderr
