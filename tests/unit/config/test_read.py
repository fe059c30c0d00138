"""Which values the config of an operation picks from real project directories."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from gage.config.project_files import LARGEST_FILE
from gage.config.read import read_config
from gage.gagefile.model import ConfigSection

FILES = {
    "a.py": "lr = 0.1\nepochs = 10\nnet = {'depth': 2, 'act': {'name': 'relu'}}\nsizes = [1, 2]\n",
    "b.py": "lr = 0.5\nm = 'x'\n",
    "conf/c.py": "c = 1\n",
    "conf/deep/d.py": "d = 1\n",
    "-dash.py": "dash = 1\n",
    "with space.py": "space = 1\n",
}

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return root


def read(project: Path, *sections: tuple[str, ...]) -> tuple[list[str], list[str]]:
    config = read_config([ConfigSection(keys) for keys in sections], project)
    return list(config.values), config.warnings


@pytest.mark.parametrize(
    ("paths", "keys"),
    [
        (["a.py"], ["lr", "epochs"]),
        (["./a.py"], ["lr", "epochs"]),
        (["a.py#*"], ["lr", "epochs"]),
        (["a.py#lr"], ["lr"]),
        (["a.py#l?r"], ["lr"]),
        (["a.py#"], []),
        (["a.py#", "#lr"], ["lr"]),
        (["#lr"], []),
        (["a.py#**.*"], ["lr", "epochs", "net.depth", "net.act.name", "sizes.0", "sizes.1"]),
        (["a.py#**"], []),
        (["a.py#net.*"], ["net.depth"]),
        (["a.py#net.**.*"], ["net.depth", "net.act.name"]),
        (["a.py#**.name"], ["net.act.name"]),
        (["a.py#sizes.1"], ["sizes.1"]),
        (["a.py", "-a.py#lr"], ["epochs"]),
        (["a.py", "-#lr"], ["epochs"]),
        (["-#lr", "a.py"], ["epochs"]),
        (["-a.py#lr"], []),
        (["-a.py#lr", "#epochs"], ["epochs"]),
        (["a.py", "-a.py"], []),
        (["*.py", "-a.py", "-?dash.py"], ["lr", "m", "space"]),
        (["b.py", "a.py"], ["lr", "m", "epochs"]),
        (["a.py#lr", "b.py#m"], ["lr", "m"]),
        (["a.py#", "b.py#", "#m"], ["m"]),
        (["conf/*.py"], ["c"]),
        (["conf/**/*.py"], ["c", "d"]),
        (["conf/**/d.py"], ["d"]),
        (["conf/*/*.py"], ["d"]),
        (["**/*.py", "-?dash.py"], ["lr", "epochs", "m", "space"]),
        (["\\-dash.py"], ["dash"]),
        (["with space.py"], ["space"]),
        (["- a.py", "a.py"], []),
    ],
)
def test_paths_pick_files_and_keys(project: Path, paths: list[str], keys: list[str]) -> None:
    assert read(project, tuple(paths)) == (keys, [])


def test_a_key_is_picked_only_from_the_files_whose_own_path_names_it(project: Path) -> None:
    config = read_config([ConfigSection(("a.py#lr", "b.py#m"))], project)
    assert {path: list(literals) for path, literals in config.files.items()} == {"a.py": ["lr"], "b.py": ["m"]}


def test_the_first_file_that_defines_a_key_supplies_its_value(project: Path) -> None:
    assert read_config([ConfigSection(("b.py", "a.py"))], project).values["lr"] == 0.5
    assert read_config([ConfigSection(("a.py",)), ConfigSection(("b.py",))], project).values["lr"] == 0.1


def test_sections_that_name_one_file_add_up(project: Path) -> None:
    assert read(project, ("a.py#epochs",), ("a.py#lr",)) == (["lr", "epochs"], [])


@pytest.mark.parametrize(
    ("path", "warning"),
    [
        ("nothing.py", "config file 'nothing.py' does not exist"),
        ("conf", "config file 'conf' does not exist"),
        ("**/x*.py", "config path '**/x*.py' matches no file"),
        ("../outside.py", "config path '../outside.py' leads out of the project"),
        ("conf/../../outside.py", "leads out of the project"),
        ("/etc/passwd", "config path '/etc/passwd' leads out of the project"),
        ("../*.py", "leads out of the project"),
        ("a.py#nothing", "config path 'a.py#nothing' picks nothing; a.py assigns no plain value to 'nothing'"),
        ("?????????.py", "more than 8 question marks"),
        ("a\0b.py", "leads out of the project"),
    ],
)
def test_a_path_that_leads_nowhere_is_told(project: Path, path: str, warning: str) -> None:
    (project.parent / "outside.py").write_text("secret = 1\n")
    keys, warnings = read(project, (path,))
    assert keys == []
    assert len(warnings) == 1
    assert warning in warnings[0]


@pytest.mark.parametrize(
    ("name", "data", "warning"),
    [
        ("p.yaml", b"a: 1\nb: [\n", "'p.yaml:2:4' is left out; it cannot be read as YAML: "),
        (
            "p.yaml",
            b"a: 1\n---\nb: 2\n",
            "'p.yaml:2:1' is left out; it cannot be read as YAML: a second document begins",
        ),
        ("p.json", b"", "'p.json:1:1' is left out; it cannot be read as JSON: there is nothing in this file"),
        ("p.toml", b"a = \n", "'p.toml:1:5' is left out; it cannot be read as TOML: expected a value here"),
        ("p.toml", b"a = 1\na = 2\n", "'p.toml:2:1' is left out; it cannot be read as TOML: 'a' is already set"),
        ("p.yaml", b"\xff\xfea", "'p.yaml:1:1' is left out; it cannot be read as YAML: byte 0xff is not utf-8"),
        ("p.ipynb", b"", "'p.ipynb:1:1' is left out; it cannot be read as a notebook: Expecting value"),
        ("p.ipynb", b"[]", "'p.ipynb' is left out; it cannot be read as a notebook: it has no cells"),
        (
            "p.txt",
            b"",
            "'p.txt' is left out; values can be set in Python, JSON, TOML, YAML and INI files and in notebooks",
        ),
        ("p.py", b"a = 1\nb = (\n", "'p.py:2:5' is left out; it cannot be read as Python: '(' was never closed"),
        ("p.py", b"x = '\xff'", "'p.py:1:6' is left out; it cannot be read as Python: byte 0xff is not utf-8"),
        ("p.py", b"#" * (LARGEST_FILE + 1), "larger than 1,000,000 bytes"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_the_others_are_read(
    project: Path, name: str, data: bytes, warning: str
) -> None:
    (project / name).write_bytes(data)
    keys, warnings = read(project, (name, "a.py#lr", f"{name}#*"))
    assert keys == ["lr"]
    assert len(warnings) == 1
    assert warning in warnings[0]


@needs_links
def test_a_link_is_read_only_if_it_stays_in_the_project(project: Path) -> None:
    (project.parent / "outside.py").write_text("secret = 1\n")
    (project / "out.py").symlink_to("../outside.py")
    (project / "up").symlink_to("..")
    (project / "in.py").symlink_to("b.py")
    (project / "self.py").symlink_to("self.py")
    assert read(project, ("in.py#m",)) == (["m"], [])
    for path in ("out.py", "o*.py", "up/outside.py", "up/*.py"):
        keys, warnings = read(project, (path,))
        assert keys == []
        assert "leads out of the project" in warnings[0]
    assert read(project, ("self.py",))[0] == []


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX file types")
def test_a_pipe_is_not_opened(project: Path) -> None:
    os.mkfifo(project / "pipe.py")
    keys, warnings = read(project, ("p*.py",))
    assert keys == []
    assert "no regular file" in warnings[0]


@pytest.mark.parametrize(
    ("section", "names"),
    [
        (ConfigSection(("a.py#lr",), prefix="train."), {"train.lr": "lr"}),
        (ConfigSection(("a.py#net.**.*",), strip_prefix="net."), {"depth": "net.depth", "act.name": "net.act.name"}),
        (ConfigSection(("a.py#net.depth", "#lr"), strip_prefix="net."), {"lr": "lr", "depth": "net.depth"}),
        (ConfigSection(("a.py#lr",), strip_prefix="lr"), {"lr": "lr"}),
        (ConfigSection(("a.py",), rename="lr rate"), {"rate": "lr", "epochs": "epochs"}),
        (ConfigSection(("a.py",), rename=" lr  rate ,\n epochs n"), {"rate": "lr", "n": "epochs"}),
        (ConfigSection(("a.py",), rename="lr epochs, epochs lr"), {"epochs": "lr", "lr": "epochs"}),
        (ConfigSection(("a.py",), rename="lr"), {"lr": "lr", "epochs": "epochs"}),
        (
            ConfigSection(("a.py#**.*", "-#sizes.*"), prefix="a.", strip_prefix="net.", rename="net.depth net.layers"),
            {"a.lr": "lr", "a.epochs": "epochs", "a.net.layers": "net.depth", "a.act.name": "net.act.name"},
        ),
    ],
)
def test_a_section_gives_its_values_names(project: Path, section: ConfigSection, names: dict[str, str]) -> None:
    config = read_config([section], project)
    assert config.warnings == []
    assert list(config.values) == list(names)
    assert {name: literal.key for name, literal in config.files["a.py"].items()} == names


def test_sections_may_call_one_key_by_several_names(project: Path) -> None:
    config = read_config([ConfigSection(("a.py#lr",)), ConfigSection(("a.py#lr",), prefix="x.")], project)
    assert config.values == {"lr": 0.1, "x.lr": 0.1}


@pytest.mark.parametrize(
    ("section", "warning"),
    [
        (
            ConfigSection(("a.py",), rename="lr epochs"),
            "config gives 'lr' and 'epochs' of a.py one name, 'epochs', which sets the first of them",
        ),
        (
            ConfigSection(("a.py",), rename="rl rate"),
            "config renames 'rl', which its paths do not pick; it is left out",
        ),
    ],
)
def test_names_that_cannot_be_given_are_told(project: Path, section: ConfigSection, warning: str) -> None:
    assert read_config([section], project).warnings == [warning]


def test_no_file_is_executed(project: Path) -> None:
    (project / "evil.py").write_text("lr = 1\nopen('made', 'w').close()\nraise SystemExit\n")
    assert read(project, ("evil.py",)) == (["lr"], [])
    assert not (project / "made").exists()
