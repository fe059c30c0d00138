"""What changed programs that nobody wanted changed, or ignored what was asked for (6, 7, 13 to 16)."""

from __future__ import annotations

import json

import pytest
from defects.project import PYTHON, Project

LITERALS = r'''
title = """tri"""
note = "it\"s"
raw = r"a\b"
data = b"x"
old = u"x"
million = 1_000_000
small = 1e-3
tenth = 0.10
inverted = ~5
plus = +1
mask = 0x10
bits = 0b1
path = "a\tb"
lr = 0.1
'''


def test_defect_06_without_a_flag_nothing_is_rewritten(project: Project) -> None:
    project.write({"gage.toml": f"[train]\nexec = [{PYTHON}, 'train.py']\nconfig = 'train.py'\n", "train.py": LITERALS})
    project.run()
    assert project.file_of_newest("train.py") == LITERALS


def test_defect_06_a_flag_rewrites_its_own_literal_alone(project: Project) -> None:
    project.write({"gage.toml": f"[train]\nexec = [{PYTHON}, 'train.py']\nconfig = 'train.py'\n", "train.py": LITERALS})
    project.run("lr=0.5")
    assert project.file_of_newest("train.py") == LITERALS.replace("lr = 0.1", "lr = 0.5")


@pytest.mark.parametrize("value", ["plain", 'say "hi"', "it's", r"c:\new", "two\nlines", '"""', "é😀"])
def test_defect_06_a_text_arrives_as_it_was_given_whatever_quotes_it_gets(project: Project, value: str) -> None:
    literals = ['"x"', "'x'", '"""x"""', 'r"x"', 'u"x"', '"it\\"s"']
    lines = [f"name{number} = {literal}\n" for number, literal in enumerate(literals)]
    names = [f"name{number}" for number in range(len(literals))]
    program = f"{''.join(lines)}import json\nprint(json.dumps([{', '.join(names)}]))\n"
    project.write({"gage.toml": f"[train]\nexec = [{PYTHON}, 'train.py']\nconfig = 'train.py'\n", "train.py": program})
    done = project.run(*(f"{name}={value}" for name in names))
    assert json.loads(done.stdout) == [value] * len(literals)


def test_defect_07_a_key_changes_only_in_the_file_whose_path_names_it(project: Project) -> None:
    project.write(
        {
            "gage.toml": '[train]\nexec = "echo"\nconfig = ["a.py#lr", "sub/b.py#m"]\n',
            "a.py": "lr = 0.1\n",
            "sub/b.py": "lr = 7\nm = 1\n",
        }
    )
    project.run("lr=0.5", "m=2")
    assert project.file_of_newest("a.py") == "lr = 0.5\n"
    assert project.file_of_newest("sub/b.py") == "lr = 7\nm = 2\n"


def test_defect_07_equal_keys_of_two_files_keep_their_values(project: Project) -> None:
    project.write(
        {
            "gage.toml": '[train]\nexec = "echo"\nconfig = ["a.py", "b.py"]\n',
            "a.py": "lr = 0.1\n",
            "b.py": "lr = 0.2\n",
        }
    )
    project.run()
    assert (project.file_of_newest("a.py"), project.file_of_newest("b.py")) == ("lr = 0.1\n", "lr = 0.2\n")


@pytest.mark.parametrize(
    ("name", "text", "flag", "changed"),
    [
        ("p.yaml", "a:\n  lr: 0.1  # rate\n", "a.lr=0.5", "a:\n  lr: 0.5  # rate\n"),
        ("p.json", '{ "a": {"lr": 0.1} }\n', "a.lr=0.5", '{ "a": {"lr": 0.5} }\n'),
        ("p.toml", "[a]\nlr = 0.1 # rate\n", "a.lr=0.5", "[a]\nlr = 0.5 # rate\n"),
        ("p.ini", "[a]\n; rate\nlr = 0.1\n", "a.lr=0.5", "[a]\n; rate\nlr = 0.5\n"),
    ],
)
def test_defect_13_config_files_of_data_work(project: Project, name: str, text: str, flag: str, changed: str) -> None:
    project.write({"gage.toml": f'[train]\nexec = "echo"\nconfig = "{name}#**.*"\n', name: text})
    project.run(flag)
    assert project.file_of_newest(name) == changed


def test_defect_13_dependencies_are_met_or_stop_the_run(project: Project) -> None:
    project.write({"gage.toml": '[train]\nexec = "cat data/x.csv"\ndepends = "file:data/x.csv"\n'})
    refused = project.gage("run", "-y")
    assert refused.returncode == 1
    assert "data/x.csv" in refused.stderr
    assert not project.runs_dir.exists()
    project.write({"data/x.csv": "1,2\n"})
    assert project.run().stdout == "1,2\n"


def test_defect_14_an_unknown_flag_is_refused(project: Project) -> None:
    project.write({"gage.toml": '[train]\nexec = "echo"\nconfig = "train.py"\n', "train.py": "rate = 0.1\n"})
    refused = project.gage("run", "train", "rat=1", "-y")
    assert refused.returncode == 1
    assert "did you mean 'rate'?" in refused.stderr
    assert not project.runs_dir.exists()


def test_defect_14_a_config_file_that_is_missing_is_told(project: Project) -> None:
    project.write({"gage.toml": '[train]\nexec = "echo"\nconfig = "tarin.py"\n', "train.py": "rate = 0.1\n"})
    assert "tarin.py" in project.gage("check").stdout
    assert "tarin.py" in project.run().stderr


@pytest.mark.parametrize("value", ["1", "0.10", "true", "null", "007", "1e3", ""])
def test_defect_15_a_variable_that_holds_text_takes_any_text(project: Project, value: str) -> None:
    program = "name = 'x'\nprint(repr(name))\n"
    project.write({"gage.toml": f"[train]\nexec = [{PYTHON}, 'train.py']\nconfig = 'train.py'\n", "train.py": program})
    assert project.run("train", f"name={value}").stdout == f"{value!r}\n"
    assert project.newest()["status"] == "completed"


@pytest.mark.parametrize("literal", ["0x10", "0b1", "0o7", "1_000", "0XfF"])
def test_defect_16_a_number_of_another_base_is_a_value_among_others(project: Project, literal: str) -> None:
    program = f"mask = {literal}\nlr = 0.1\nprint(mask, lr)\n"
    project.write({"gage.toml": f"[train]\nexec = [{PYTHON}, 'train.py']\nconfig = 'train.py'\n", "train.py": program})
    number = int(literal, 0)
    assert project.run("lr=0.5").stdout == f"{number} 0.5\n"
    assert project.newest()["config"] == {"mask": number, "lr": 0.5}
    assert project.file_of_newest("train.py") == program.replace("0.1", "0.5")
    assert project.run("mask=3").stdout == "3 0.1\n"
