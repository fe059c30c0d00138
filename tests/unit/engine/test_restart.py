from __future__ import annotations

import json
import shutil
import stat
import sys
from typing import Any

import pytest
from unit.engine.sample_project import Project

from gage.config.project_config import ConfigError
from gage.engine.recorded_plan import recorded_env, recorded_operation
from gage.engine.request import RunRequest
from gage.engine.restart import RestartError
from gage.engine.run import RunResult, run_operation, stage_operation
from gage.runs.origin import Origin, origin_object
from gage.runs.run import Run

PYTHON = sys.executable


def request(project: Project, run: Run, **flags: Any) -> RunRequest:
    operation = recorded_operation(run)
    known = RunRequest(operation, run.opref.namespace, project.directory, project.runs_dir, flags, project.environ)
    return known._replace(env=recorded_env(run), origin=Origin("restart", run))


def restart(project: Project, run: Run, **flags: Any) -> RunResult:
    project.events = []
    return run_operation(request(project, run, **flags), project.events.append)


def train(project: Project, program: str = "print(lr)", **keys: Any) -> Run:
    project.write(train_py=f"lr = 0.1\n{program}\n")
    project.run({"exec": f"{PYTHON} train.py", "config": "train.py", "sourcecode": "*.py", **keys}, lr=0.5)
    return project.newest


def test_config_is_written_into_the_copied_source_code(project: Project) -> None:
    first = train(project)
    project.write(train_py="raise SystemExit('not this one')\n")
    restart(project, first, lr=2)
    second = project.newest
    assert (project.output, second.config) == (b"2.0\n", {"lr": 2.0})
    assert (second.run_dir / "train.py").read_text() == "lr = 2.0\nprint(lr)\n"
    assert (first.run_dir / "train.py").read_text() == "lr = 0.5\nprint(lr)\n"
    assert origin_object(second) == {"how": "restart", "id": first.id, "name": first.name}


def test_a_restart_can_be_restarted(project: Project) -> None:
    restart(project, train(project), lr=2)
    restart(project, project.newest)
    assert (project.output, project.newest.config) == (b"2.0\n", {"lr": 2.0})


def test_what_the_run_made_is_no_source_code(project: Project) -> None:
    project.write(base_json='{"depth": 1}')
    first = train(
        project,
        'import json; json.dump({"width": 5}, open("made.json", "w"))',
        config=["train.py", "*.json"],
        sourcecode=["*.py", "base.json"],
    )
    assert (first.run_dir / "made.json").exists()
    staged = stage_operation(request(project, first, depth=3), project.events.append)
    made = sorted(path.name for path in (project.runs_dir / staged.run_id).iterdir())
    assert (made, project.newest.config) == (["base.json", "train.py"], {"lr": 0.5, "depth": 3})
    with pytest.raises(ConfigError, match="there is no flag 'width'"):
        stage_operation(request(project, first, width=1), project.events.append)


def test_values_of_the_command_alone_and_its_options_are_repeated(project: Project) -> None:
    project.write(
        train_py="import argparse, sys\np = argparse.ArgumentParser()\n"
        "p.add_argument('--lr', type=float, default=0.1)\np.add_argument('word')\nprint(p.parse_args())\n"
    )
    operation = {"exec": f"{PYTHON} train.py {{word}}", "config": ["train.py", {"name": "word", "default": "a"}]}
    project.run({**operation, "sourcecode": "*.py"}, word="b c", lr=0.5)
    restart(project, project.newest)
    assert project.output == b"Namespace(lr=0.5, word='b c')\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_files_can_be_executed_as_before_and_written_by_staging_commands(project: Project) -> None:
    project.write(go_sh="#!/bin/sh\necho went\n")
    (project.directory / "go.sh").chmod(0o755)
    stage = "test -w go.sh && echo '#' >> go.sh"
    project.run({"exec": {"run": "./go.sh", "stage-sourcecode": stage}, "sourcecode": "*.sh"})
    restart(project, project.newest)
    assert project.output == b"went\n"
    assert (project.newest.run_dir / "go.sh").read_text() == "#!/bin/sh\necho went\n#\n#\n"
    assert stat.S_IMODE((project.newest.run_dir / "go.sh").stat().st_mode) == 0o555


def test_dependencies_are_resolved_anew(project: Project) -> None:
    project.write(data_csv="1", train_py="print(open('data.csv').read())")
    project.run({"exec": f"{PYTHON} train.py", "sourcecode": "*.py", "depends": "file:data.csv"})
    project.write(data_csv="2")
    restart(project, project.newest)
    assert project.output == b"2\n"


def test_variables_of_the_run_are_repeated(project: Project) -> None:
    project.run({"exec": "echo $WORD $OTHER", "env": {"WORD": "a"}, "sourcecode": False})
    first = project.newest
    run_operation(request(project, first)._replace(env={"OTHER": "b"}), project.events.append)
    restart(project, project.newest)
    assert project.output == b"a b\n"


def test_a_staged_run_can_be_restarted(project: Project) -> None:
    project.write(train_py="print('hello')")
    project.stage({"exec": f"{PYTHON} train.py", "sourcecode": "*.py"})
    restart(project, project.newest)
    assert project.output == b"hello\n"


def change(project: Project, run: Run) -> None:
    (run.run_dir / "train.py").chmod(0o600)
    (run.run_dir / "train.py").write_text("lr = 0.5\nprint('changed')\n")


def link_out(project: Project, run: Run) -> None:
    (run.run_dir / "train.py").unlink()
    (run.run_dir / "train.py").symlink_to(project.directory / "train.py")


@pytest.mark.parametrize(
    ("damage", "what"),
    [
        (change, "its train.py was changed since"),
        (lambda _, run: (run.run_dir / "train.py").unlink(), "its train.py is gone"),
        (lambda _, run: shutil.rmtree(run.run_dir), "its train.py is gone"),
        (link_out, "its train.py leads out of it"),
    ],
)
def test_a_run_without_the_source_code_it_had_is_refused(project: Project, damage: Any, what: str) -> None:
    first = train(project)
    damage(project, first)
    refused(project, first, what)


@pytest.mark.parametrize(
    ("program", "what"),
    [
        ("import os; os.chmod('train.py', 0o600); open('train.py', 'a').write('#')", "was changed while it ran"),
        ("import os; os.chmod('.', 0o700); os.unlink('train.py')", "was removed while it ran"),
    ],
)
def test_a_run_that_changed_its_own_source_code_is_refused(project: Project, program: str, what: str) -> None:
    refused(project, train(project, program), f"its train.py {what}")


def test_a_run_that_was_never_staged_is_refused(project: Project) -> None:
    project.run({"exec": {"run": "true", "stage-runtime": "exit 3"}})
    with pytest.raises(RestartError, match="was never staged"):
        restart(project, project.newest)


def test_a_manifest_that_names_files_elsewhere_is_refused(project: Project) -> None:
    project.environ["NO_ZIP_META"] = "1"
    first = train(project)
    secret = project.directory / "secret"
    secret.write_text("key")
    lines = first.record.read("manifest") or b""
    first.record.write("manifest", lines.replace(b" train.py", b" ../../project/secret"))
    refused(project, first, "its ../../project/secret leads out of it")


def refused(project: Project, run: Run, what: str) -> None:
    count = len(list(project.runs_dir.iterdir()))
    with pytest.raises(RestartError) as error:
        restart(project, run)
    assert str(error.value).startswith(f"run {run.name} cannot be restarted: {what}; ")
    assert len(list(project.runs_dir.iterdir())) == count


@pytest.mark.parametrize(
    "member",
    [None, b"", b"[]", b'{"how": "proto"}', b'{"how": "other", "run": "x"}', b'{"how": "proto", "run": "../x"}'],
)
def test_an_origin_that_makes_no_sense_reads_as_none(project: Project, member: bytes | None) -> None:
    project.environ["NO_ZIP_META"] = "1"
    project.run({"exec": "true"})
    if member is not None:
        project.newest.record.write("from.json", member)
    assert origin_object(project.newest) is None


def test_the_origin_is_recorded_in_words_others_can_read(project: Project) -> None:
    first = train(project)
    restart(project, first)
    assert json.loads(project.member("from.json")) == {"how": "restart", "run": first.id}
