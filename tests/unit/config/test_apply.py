"""Values written into the files of a run: the literal that differs changes, and not one byte beside it."""

from __future__ import annotations

import ast
import codecs
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from gage.config.apply import apply_config
from gage.config.project_config import ConfigError, ProjectConfig
from gage.config.read import read_config
from gage.config.resolve import resolve_config
from gage.engine.flags import parse_flags
from gage.gagefile.model import ConfigSection


class Run:
    """A project, the copy of it made for a run, and its config."""

    def __init__(self, root: Path, files: dict[str, bytes], *paths: str) -> None:
        self.project, self.copy = root / "project", root / "run"
        for name, data in files.items():
            (self.project / name).parent.mkdir(parents=True, exist_ok=True)
            (self.project / name).write_bytes(data)
        shutil.copytree(self.project, self.copy)
        self.config: ProjectConfig = read_config([ConfigSection(paths or tuple(files))], self.project)

    def apply(self, *flags: str) -> str:
        given = parse_flags(flags)
        return apply_config(self.config, resolve_config(self.config, given), self.copy, given)

    def bytes(self, name: str) -> bytes:
        return (self.copy / name).read_bytes()


@pytest.mark.parametrize(
    ("source", "flag", "expected"),
    [
        ("x = 1", "x=2", "x = 2"),
        ("x = 1_000_000 # many", "x=5", "x = 5 # many"),
        ("x = 0x10", "x=17", "x = 17"),
        ("x = 0x10", "x=16", "x = 0x10"),
        ("x = 1_000", "x=1000", "x = 1_000"),
        ("x = 1e-3", "x=0.001", "x = 1e-3"),
        ("x = 1e-3", "x=1e-4", "x = 0.0001"),
        ("x = 0.10", "x=1", "x = 1.0"),
        ("x = 1", "x=1.5", "x = 1.5"),
        ("x = 1", "x=1.0", "x = 1.0"),
        ("x = -1", "x=1", "x = 1"),
        ("x = - 1", "x=-2", "x = -2"),
        ("x = ~5", "x=5", "x = 5"),
        ("x = 0.0", "x=-0.0", "x = -0.0"),
        ("x=1;y=2", "x=-1", "x=-1;y=2"),
        ("x: int=1", "x=2", "x: int=2"),
        ("x = (1)", "x=2", "x = (2)"),
        ("x = True", "x=false", "x = False"),
        ("x = None", "x=abc", 'x = "abc"'),
        ("x = None", "x=1", "x = 1"),
        ("x = None", "x=true", "x = True"),
        ("x = 'a'", "x=b", "x = 'b'"),
        ('x = "a"', "x=b", 'x = "b"'),
        ("x = 'a'", "x=a", "x = 'a'"),
        ("x = '\\x61'", "x=a", "x = '\\x61'"),
        ("x = 'a'", "x=1", "x = '1'"),
        ("x = 'a'", "x=1.10", "x = '1.10'"),
        ("x = 'a'", "x=null", "x = 'null'"),
        ("x = 'a'", "x=", "x = ''"),
        ("x = 'a'", "x=it's", "x = 'it\\'s'"),
        ('x = "a"', "x=it's", 'x = "it\'s"'),
        ('x = "a"', 'x=say "hi"', 'x = "say \\"hi\\""'),
        ("x = 'a'", "x=c:\\new", "x = 'c:\\\\new'"),
        ("x = 'a'", "x=a\nb\tc\r", "x = 'a\\nb\\tc'"),
        ("x = 'a'", "x='a\r\n'", "x = 'a\\r\\n'"),
        ("x = 'a'", "x=\x00\x7f\u2028\ufeff", "x = '\\x00\\x7f\\u2028\\ufeff'"),
        ("x = 'a'", "x=\U000e0001", "x = '\\U000e0001'"),
        ("x = 'a'", "x=\udc80", "x = '\\udc80'"),
        ("x = 'a'", "x=日😀", "x = '日😀'"),
        ("x = r'a\\d'", "x=b\\d", "x = 'b\\\\d'"),
        ("x = u'a'", "x=b", "x = 'b'"),
        ('x = """a\nb"""', "x=c", 'x = "c"'),
        ("x = '''a\nb'''; y = 1", "x=c\nd", "x = 'c\\nd'; y = 1"),
        ("x = 'a' \"b\"", "x=c", "x = 'c'"),
        ("x = ('a' # one\n  'b') # two", "x=c", "x = ('c') # two"),
        ("x = [1, 2,3]", "x.1=9", "x = [1, 9,3]"),
        ("x = (1,)", "x.0=9", "x = (9,)"),
        ("x = {'a':1,'b':{'c':2}}", "x.b.c=9", "x = {'a':1,'b':{'c':9}}"),
        ("x = {'a':1,'a':2}", "x.a=9", "x = {'a':1,'a':9}"),
        ("a = b = 5", "a=9", "a = b = 9"),
        ("a = b = [5]", "b.0=9", "a = b = [9]"),
        ("x = 1\nx = 2", "x=9", "x = 1\nx = 9"),
        ("x = 1\nx = f(x)", "x=9", "x = 9\nx = f(x)"),
        ("é = 'é'; x = 'ü' # ñ", "x=ö", "é = 'é'; x = 'ö' # ñ"),
        ("x = 1\r\ny = 2\r\n", "y=3", "x = 1\r\ny = 3\r\n"),
        ("x = 1\ry = 2\r", "y=3", "x = 1\ry = 3\r"),
        ("\x0cx = 1\n\x0c\ny = 2", "y=3", "\x0cx = 1\n\x0c\ny = 3"),
        ("s = '''\x0c\u2028\r\n'''\r\ny = 2  \t", "y=3", "s = '''\x0c\u2028\r\n'''\r\ny = 3  \t"),
        ("x = 1 \\\n\ny = 2", "y=3", "x = 1 \\\n\ny = 3"),
    ],
)
def test_a_flag_rewrites_its_literal(tmp_path: Path, source: str, flag: str, expected: str) -> None:
    run = Run(tmp_path, {"a.py": source.encode()}, "a.py", "#**.*")
    diff = run.apply(flag)
    assert run.bytes("a.py") == expected.encode()
    assert bool(diff) == (source != expected)


@pytest.mark.parametrize(
    ("encoding", "text", "expected"),
    [
        ("latin-1", "é = 'é'; x = 'ü'\n", "é = 'é'; x = 'à\\u65e5'\n"),
        ("cp1252", "e = '€'; x = 'ü'\n", "e = '€'; x = 'à\\u65e5'\n"),
        ("euc-jp", "a = '日本'; x = '本'\n", "a = '日本'; x = 'à日'\n"),
        ("gbk", "a = '中'; x = '本'\n", "a = '中'; x = 'à日'\n"),
        ("ascii", "a = 'b'; x = ''\n", "a = 'b'; x = '\\xe0\\u65e5'\n"),
    ],
)
def test_the_encoding_of_a_file_is_kept(tmp_path: Path, encoding: str, text: str, expected: str) -> None:
    head = f"# -*- coding: {encoding} -*-\n"
    run = Run(tmp_path, {"a.py": (head + text).encode(encoding)})
    run.apply("x=à日")
    assert run.bytes("a.py").decode(encoding) == head + expected
    assert ast.literal_eval(ast.parse(run.bytes("a.py")).body[-1].value) == "à日"  # type: ignore[attr-defined]


def test_a_byte_order_mark_is_kept(tmp_path: Path) -> None:
    run = Run(tmp_path, {"a.py": codecs.BOM_UTF8 + b"x = 1"})
    run.apply("x=22")
    assert run.bytes("a.py") == codecs.BOM_UTF8 + b"x = 22"


def test_without_a_flag_nothing_is_touched(tmp_path: Path) -> None:
    files = {"a.py": b"lr = 0.1\n", "b.py": b"lr = 5e-1\r\n"}
    run = Run(tmp_path, files)
    before = os.stat(run.copy / "b.py")
    assert run.apply() == ""
    assert apply_config(run.config, run.config.values, run.copy) == ""
    assert {name: run.bytes(name) for name in files} == files
    assert os.stat(run.copy / "b.py") == before


def test_a_flag_is_written_in_every_file_that_defines_it(tmp_path: Path) -> None:
    run = Run(tmp_path, {"a.py": b"lr = 0.1\n", "b.py": b"lr = 0.5\n"})
    run.apply("lr=0.7")
    assert (run.bytes("a.py"), run.bytes("b.py")) == (b"lr = 0.7\n", b"lr = 0.7\n")


def test_a_flag_equal_to_the_first_file_still_reaches_the_others(tmp_path: Path) -> None:
    run = Run(tmp_path, {"a.py": b"lr = 1e-1\n", "b.py": b"lr = 0.5\n"})
    run.apply("lr=0.1")
    assert (run.bytes("a.py"), run.bytes("b.py")) == (b"lr = 1e-1\n", b"lr = 0.1\n")


def test_a_key_is_written_only_where_its_own_path_picks_it(tmp_path: Path) -> None:
    run = Run(tmp_path, {"a.py": b"lr = 0.1\n", "sub/b.py": b"lr = 0.5\nm = 1\n"}, "a.py#lr", "sub/b.py#m")
    run.apply("lr=0.7", "m=2")
    assert (run.bytes("a.py"), run.bytes("sub/b.py")) == (b"lr = 0.7\n", b"lr = 0.5\nm = 2\n")


def test_each_file_takes_a_value_in_its_own_type(tmp_path: Path) -> None:
    run = Run(tmp_path, {"a.py": b"lr = 1\n", "b.py": b"lr = '0.5'\n", "c.py": b"lr = 2.0\n"})
    run.apply("lr=3")
    assert (run.bytes("a.py"), run.bytes("b.py"), run.bytes("c.py")) == (b"lr = 3\n", b"lr = '3'\n", b"lr = 3.0\n")


def test_the_changes_are_returned_as_unified_diffs_in_order_of_path(tmp_path: Path) -> None:
    files = {
        "b.py": b"a = 1\nb = 2\nc = 3\nd = 4\nlr = 0.1\nf = 6\ng = 7\nh = 8\ni = 9\n",
        "a.py": b"lr = 0.1",
        "sub/c.py": b"lr = 0.1\r\n",
    }
    assert Run(tmp_path, files).apply("lr=0.2") == (
        "--- a.py\n+++ a.py\n@@ -1 +1 @@\n"
        "-lr = 0.1\n\\ No newline at end of file\n+lr = 0.2\n\\ No newline at end of file\n"
        "--- b.py\n+++ b.py\n@@ -2,7 +2,7 @@\n b = 2\n c = 3\n d = 4\n-lr = 0.1\n+lr = 0.2\n f = 6\n g = 7\n h = 8\n"
        "--- sub/c.py\n+++ sub/c.py\n@@ -1 +1 @@\n-lr = 0.1\r\n+lr = 0.2\r\n"
    )


@pytest.mark.skipif(shutil.which("patch") is None, reason="needs patch")
def test_the_diff_is_one_that_patch_applies(tmp_path: Path) -> None:
    source = b"".join(b"v%d = %d\n" % (number, number) for number in range(40)) + b"s = '''\x0c'''"
    run = Run(tmp_path, {"a.py": source})
    diff = run.apply("v3=30", "v20=0", "s=x")
    subprocess.run(["patch", "-p0"], cwd=run.project, input=diff.encode(), check=True, stdout=subprocess.DEVNULL)
    assert (run.project / "a.py").read_bytes() == run.bytes("a.py")


def test_a_file_that_was_not_copied_stops_everything_before_a_change(tmp_path: Path) -> None:
    run = Run(tmp_path, {"a.py": b"lr = 0.1\n", "b.py": b"m = 1\n"})
    (run.copy / "b.py").unlink()
    with pytest.raises(ConfigError, match=r"m cannot be set: b\.py was not copied into the run"):
        run.apply("lr=0.2", "m=2")
    assert run.bytes("a.py") == b"lr = 0.1\n"
    assert run.apply("lr=0.2")


def test_a_run_directory_that_does_not_exist_is_told(tmp_path: Path) -> None:
    run = Run(tmp_path, {"a.py": b"lr = 0.1\n"})
    shutil.rmtree(run.copy)
    assert run.apply() == ""
    with pytest.raises(ConfigError, match="was not copied"):
        run.apply("lr=0.2")


def test_a_copy_that_a_staging_command_changed_is_read_anew(tmp_path: Path) -> None:
    run = Run(tmp_path, {"a.py": b"lr = 0.1\nm = 1\n"})
    (run.copy / "a.py").write_bytes(b"# made anew\nlr = 0.3\n")
    run.apply("lr=0.2")
    assert run.bytes("a.py") == b"# made anew\nlr = 0.2\n"
    with pytest.raises(ConfigError, match="does not define it any more"):
        run.apply("m=2")
    (run.copy / "a.py").write_bytes(b"lr = (\n")
    with pytest.raises(ConfigError, match=r"copy of a\.py cannot be read"):
        run.apply("lr=0.2")


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_a_link_out_of_the_run_is_not_written_through(tmp_path: Path) -> None:
    run = Run(tmp_path, {"a.py": b"lr = 0.1\n"})
    (run.copy / "a.py").unlink()
    (run.copy / "a.py").symlink_to(run.project / "a.py")
    with pytest.raises(ConfigError, match="was not copied"):
        run.apply("lr=0.2")
    assert (run.project / "a.py").read_bytes() == b"lr = 0.1\n"


def test_a_read_only_copy_is_rewritten_and_keeps_its_mode(tmp_path: Path) -> None:
    run = Run(tmp_path, {"a.py": b"lr = 0.1\n"})
    (run.copy / "a.py").chmod(0o555)
    mode = stat.S_IMODE(os.stat(run.copy / "a.py").st_mode)
    run.apply("lr=0.2")
    assert run.bytes("a.py") == b"lr = 0.2\n"
    assert stat.S_IMODE(os.stat(run.copy / "a.py").st_mode) == mode
    assert os.listdir(run.copy) == ["a.py"]


def test_two_values_for_one_literal_are_refused(tmp_path: Path) -> None:
    run = Run(tmp_path, {"a.py": b"a = b = 5\n"})
    with pytest.raises(ConfigError, match="a and b share one value"):
        apply_config(run.config, {"a": 1, "b": 2}, run.copy)
    assert run.bytes("a.py") == b"a = b = 5\n"


def test_a_flag_with_another_name_sets_its_key(tmp_path: Path) -> None:
    run = Run(tmp_path, {"a.py": b"lr = 1\nrate = 2\nx = 3\n"})
    run.config = read_config([ConfigSection(("a.py",), rename="lr rate, rate lr", prefix="t.")], run.project)
    run.apply("t.rate=5")
    assert run.bytes("a.py") == b"lr = 5\nrate = 2\nx = 3\n"
    with pytest.raises(ConfigError, match="there is no flag 'rate'"):
        run.apply("rate=5")


def test_a_key_with_two_names_has_one_value(tmp_path: Path) -> None:
    run = Run(tmp_path, {"a.py": b"lr = 1\n"})
    run.config = read_config([ConfigSection(("a.py",)), ConfigSection(("a.py",), prefix="t.")], run.project)
    with pytest.raises(ConfigError, match="share one value"):
        run.apply("lr=2", "t.lr=3")
    assert resolve_config(run.config, {"t.lr": 3}) == {"lr": 3, "t.lr": 3}
    run.apply("t.lr=3")
    assert run.bytes("a.py") == b"lr = 3\n"
