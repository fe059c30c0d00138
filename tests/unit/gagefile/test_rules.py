"""Every rule: its documentation is true, its cases are told as a person would read them, and it never raises."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from case_files import CASES, GAGEFILE_SUFFIXES, assert_expected
from hypothesis import given
from hypothesis import strategies as st

from gage.facts import gather_facts
from gage.gagefile import rules
from gage.gagefile.check import check
from gage.gagefile.codes import SYNTAX, codes, explanation
from gage.gagefile.document import Document, Syntax
from gage.gagefile.facts import NO_FACTS, ConfigFacts, Facts, SourceFacts
from gage.gagefile.file_kind import kind_of
from gage.gagefile.load import read_document
from gage.gagefile.node import Scalar, walk
from gage.gagefile.problem import Problem, Severity, apply
from gage.gagefile.rules import EVERY_RULE, Rule
from gage.gagefile.silence import silence
from gage.gagefile.text import Span
from gage.report import text_format
from gage.report.checked import CheckedFile

ALL = sorted(EVERY_RULE)
INDEX = Path(__file__).parents[3] / "docs" / "rules.md"
PAGES = INDEX.with_suffix("")
PROJECT = {
    "train.py": "learning_rate = lr = 0.1\nmodel = {'layers': 2}\n",
    "evaluate.py": "lr = 0.2\nthreshold = 0.5\n",
    "params.yaml": "lr: 0.1\n",
    "params.txt": "lr: 0.1\n",
    "data.csv": "x\n",
    "src/model.py": "",
    "other/gage.toml": '"$project-id" = "24e17ef2-4e6b-49bd-af59-f7ba0ca79349"\n',
}
CASE_GAGEFILES = sorted(
    path
    for path in (CASES / "rules").glob("*/*")
    if path.suffix in GAGEFILE_SUFFIXES and path.stem in ("gage", "as-yaml", "as-json")
)


def rule_cases() -> list[pytest.param]:
    return [pytest.param(rule, id=rule.code) for rule in ALL]


def examples(rule: Rule) -> list[tuple[str, str, Syntax]]:
    """The examples of a rule's documentation: ``Wrong`` or ``Right``, the text, its syntax."""
    found = re.findall(r"^(Wrong|Right)\b.*?^```(\w+)\n(.*?)^```$", explanation(rule.code), re.MULTILINE | re.DOTALL)
    return [(verdict, text, syntax) for verdict, syntax, text in found]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("project")
    for name, content in PROJECT.items():
        (directory / name).parent.mkdir(exist_ok=True)
        (directory / name).write_text(content, encoding="utf-8")
    (directory / "gage.toml").touch()
    return directory


@pytest.mark.parametrize("rule", rule_cases())
def test_the_wrong_example_has_the_problem_and_the_right_one_has_none(rule: Rule, project: Path) -> None:
    found = {}
    for verdict, text, syntax in examples(rule):
        document = Document(text, syntax)
        problems = check(document, gather_facts(document, project / f"gage.{syntax}"))
        found[verdict] = {problem.code for problem in problems}
    assert found == {"Wrong": {rule.code}, "Right": set()}


def test_every_module_of_rules_is_a_rule_that_is_asked() -> None:
    modules = {path.stem for path in Path(rules.__path__[0]).glob("*.py")} - {"__init__"}
    assert {rule.code.replace("-", "_") for rule in ALL} == modules
    assert len(ALL) == len(modules)


EXAMPLES = {each["code"]: each for each in json.loads((CASES / "examples.json").read_text(encoding="utf-8"))}
"""A short text for every other code, but those of texts that are too long to show or cannot be read at all."""

TOO_LONG = {
    "json-empty", "json-number", "nesting-too-deep", "not-checked", "second-opinion", "too-many-values",
    "unreadable-file", "yaml-alias-expansion", "yaml-syntax",
}  # fmt: skip


def test_every_code_has_an_example() -> None:
    assert EXAMPLES.keys() | TOO_LONG >= codes() - {rule.code for rule in ALL}


def told_of_example(code: str) -> list[Problem]:
    example = EXAMPLES[code]
    document = Document(example["text"], example["syntax"], kind=kind_of(example.get("file", "gage.toml")))
    return silence(document, check(document))


def told_of_rule(code: str, project: Path) -> list[Problem]:
    _, text, syntax = examples(next(rule for rule in ALL if rule.code == code))[0]
    document = Document(text, syntax)
    return check(document, gather_facts(document, project / f"gage.{syntax}"))


@pytest.mark.parametrize("code", EXAMPLES)
def test_an_example_has_one_problem(code: str) -> None:
    found = [problem.code for problem in told_of_example(code)]
    assert [each for each in found if each != "shell-in-list" or code == each] == [code]


def page(code: str, project: Path) -> str:
    """The page of a code: its explanation, and the words for its wrong example."""
    said = explanation(code)
    if code in TOO_LONG:
        return f"# {code}\n\n{said}\n"
    if code in EXAMPLES:
        text, problems = EXAMPLES[code]["text"], told_of_example(code)
        shown = "".join(character if character.isprintable() or character in "\n\t" else "�" for character in text)
        name = f" {EXAMPLES[code]['file']}" if "file" in EXAMPLES[code] else ""
        said += f"\n\n```{EXAMPLES[code]['syntax']}{name}\n{shown}```"
    else:
        problems = told_of_rule(code, project)
    messages = dict.fromkeys(problem.message for problem in problems if problem.code == code)
    return f"# {code}\n\n{said}\n\nGage says:\n\n" + "\n".join(f"> {message}" for message in messages) + "\n"


def entry(code: str) -> str:
    """The line of the index for a code."""
    paragraph = " ".join(explanation(code).partition("\n\n")[0].split())
    return f"- [{code}](rules/{code}.md): {re.split(r'(?<=[.!?]) (?=[A-Z])', paragraph)[0]}"


@pytest.mark.parametrize("code", sorted(codes()))
def test_the_page_of_a_code_says_what_the_code_means(code: str, project: Path) -> None:
    PAGES.mkdir(exist_ok=True)
    assert_expected(PAGES / f"{code}.md", page(code, project))


def test_the_index_leads_to_all_pages() -> None:
    of_rules = [rule.code for rule in ALL]
    of_syntax = sorted(SYNTAX)
    others = sorted(codes() - SYNTAX.keys() - set(of_rules))
    index = [
        """# Problems and what they mean

Every problem has a code, which stands in brackets behind its message. Editors link it to its page here, and `gage check
--explain CODE` prints what the page says, but for the messages.
""",
        "## Rules\n\nWhat a gagefile can still get wrong where its syntax and its keys are right.\n",
        *map(entry, of_rules),
        "\n## Keys and values\n\nWhat does not fit what a gagefile may say, and what cannot be checked.\n",
        *map(entry, others),
        "\n## Syntax\n\nWhat the readers of TOML, YAML and JSON find. None of it can be ignored.\n",
        *map(entry, of_syntax),
        "",
    ]
    assert_expected(INDEX, "\n".join(index))
    assert {path.stem for path in PAGES.iterdir()} == codes()


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=f"{case.parent.name}-{case.suffix[1:]}") for case in CASE_GAGEFILES]
)
def test_a_project_is_told_what_is_wrong(case: Path) -> None:
    document = read_document(case)
    checked = CheckedFile(case.name, document, tuple(check(document, gather_facts(document, case))))
    assert_expected(case.with_name(f"{case.name}.txt"), text_format.render([checked]))
    for problem in checked.problems:
        for fix in problem.fixes if problem.code == case.parent.name else ():
            mended = Document(apply(document.text, fix), document.syntax)
            after = [each.code for each in check(mended, gather_facts(mended, case))]
            before = [each.code for each in checked.problems]
            assert after.count(problem.code) < before.count(problem.code), fix.title


def test_rules_about_the_project_say_nothing_where_nothing_is_known() -> None:
    for case in CASE_GAGEFILES:
        codes = {problem.code for problem in check(read_document(case))}
        assert not {code for code in codes if code.startswith(("config-", "source-", "dependency-missing", "shadowed"))}


PATHS = st.sampled_from(
    ["train.py", "train.py#lr", "-a.py#x", "#", "-", "\\-", "/home/ada/x", "C:\\Users\\x", "../a", "a\0b", "$project_dir/x", "**/*", "runs", "*.py dir", ""]
)  # fmt: skip
TEXTS = (
    PATHS | st.sampled_from(["op = a", "op in [a, b", "op == b and x = 1", "(a+)+b", "(", "&&", "$HOME", ">", "ghp_" + "a1" * 18, "tqdm"]) | st.text(max_size=8)
)  # fmt: skip
SCALARS = TEXTS | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.none()
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["run", "keys", "files", "type", "run-select", "runs-select", "API_KEY", "x"]), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
KEYS = st.sampled_from(
    ["exec", "config", "depends", "sourcecode", "env", "version", "default", "output-summary", "progress", "other"]
)
OPERATIONS = st.dictionaries(KEYS, VALUES, max_size=5) | VALUES
GAGEFILES = st.dictionaries(
    st.sampled_from(["a", "b", "c d", "$runs-dir", "$other", ""]), OPERATIONS | TEXTS, max_size=4
)


def as_toml(value: object) -> str:
    """A value as TOML has it, as far as it has it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {as_toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(as_toml(item) for item in value) + "]"
    return json.dumps(value)


def spelled(data: dict[str, object], syntax: Syntax) -> str:
    if syntax == "toml":
        return "".join(f"{json.dumps(key)} = {as_toml(value)}\n" for key, value in data.items())
    if syntax == "yaml":
        return "".join(f"{json.dumps(key)}: {json.dumps(value)}\n" for key, value in data.items())
    return json.dumps(data)


def everything_known(document: Document) -> Facts:
    """Facts that give every rule something to say of every text in a document."""
    known = {node.value for _, node in walk(document.root) if isinstance(node, Scalar) and node.kind == "string"}
    return Facts(
        "/home/ada",
        "gage.toml",
        {text: ConfigFacts(("a.py",), None, "lr", ("rl", "lr.x")) for text in known},
        {(text,): {"a.py": ("lr",), "b.py": ("lr",)} for text in known},
        {(text,): SourceFacts({}, frozenset([text]), frozenset([text]), frozenset([text]), True) for text in known},
        dict.fromkeys(known, False),
        "runs",
    )


@given(GAGEFILES, st.sampled_from(["toml", "yaml", "json"]), st.integers(0, 400))
def test_no_gagefile_makes_a_rule_raise(data: dict[str, object], syntax: Syntax, end: int) -> None:
    whole = spelled(data, syntax)
    for text in (whole, whole[: end % (len(whole) + 1)]):
        document = Document(text, syntax)
        for facts in (NO_FACTS, everything_known(document)):
            problems = check(document, facts)
            assert len(set(problems)) == len(problems)
            for problem in problems:
                assert 0 <= problem.span.start <= problem.span.end <= len(text)
                assert problem.message
                for fix in problem.fixes:
                    Document(apply(text, fix), syntax)


SECRETS = ["ghp_0123456789abcdefghijABCDEFGHIJ012345", "hunter2!", "sk-proj-0123456789abcdef", "9f8e7d6c5b4a"]


@pytest.mark.parametrize("value", SECRETS)
def test_a_secret_is_told_and_never_repeated(value: str) -> None:
    document = Document(f'[train]\nexec = "x"\nenv = {{ DB_PASSWORD = "{value}" }}\n', "toml")
    (problem,) = check(document)
    assert (problem.code, problem.severity) == ("secret-in-env", Severity.WARNING)
    assert value not in problem.message
    assert document.text[problem.span.start : problem.span.end] == f'"{value}"'


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TOKENIZERS_PARALLELISM", "false"),
        ("PAD_TOKEN", "<pad>"),
        ("EOS_TOKEN", "endoftext"),
        ("MAX_TOKENS", "4096"),
        ("API_KEY", "$API_KEY"),
        ("PASSWORD", "changeme"),
        ("PASSWORD_FILE", "/run/secrets/password"),
        ("SECRET_KEY", "your-secret-key"),
        ("HF_TOKEN", ""),
        ("API_KEY", "/etc/key2"),
        ("KEY", "a1b2c3d4e5f6"),
    ],
)
def test_what_only_sounds_like_a_secret_is_let_be(name: str, value: str) -> None:
    assert not check(Document(f'[train]\nexec = "x"\nenv = {{ {name} = "{value}" }}\n', "toml"))


@pytest.mark.parametrize(
    "words",
    [
        ["sh", "-c", "a && b > $HOME/c"],
        ["/bin/bash", "-c", "echo $HOME"],
        ["cut", "-d", "|", "-f", "1"],
        ["find", ".", "-name", "x", "-exec", "rm", "{}", ";"],
        ["test", "a", ">", "b"],
        ["awk", "{print $NF}"],
        ["python", "$project_dir/train.py"],
        ["python", "-c", "print(1 > 2)"],
        ["echo", "costs $5"],
        ["grep", "a|b"],
    ],
)
def test_a_list_that_needs_no_shell_is_let_be(words: list[str]) -> None:
    assert not check(Document(json.dumps({"train": {"exec": words}}), "json"))


@pytest.mark.parametrize(
    "command",
    ["ls /usr/bin /bin /dev/null /tmp/x", "curl https://x.org/home/ada/y", "cat $HOME/x ~/y", "cp /data/x .", "ls /home/$USER/x"],
)  # fmt: skip
def test_paths_that_other_machines_may_have_are_let_be(command: str) -> None:
    assert not check(Document(json.dumps({"train": {"exec": command}}), "json"), Facts("/srv/project"))


def test_a_path_into_the_project_itself_is_underlined() -> None:
    document = Document('{"train": {"exec": "python /srv/project/train.py --data=/srv/projects/x"}}', "json")
    (problem,) = check(document, Facts("/srv/project"))
    assert document.text[slice(*problem.span)] == "/srv/project/train.py"


SELECTING: dict[str, object] = {
    "prepare": {"exec": "x", "depends": {"run-select": "op = train"}},
    "train": {"exec": "x", "depends": [{"run-select": "op in [prepare, tarin]"}, {"run-select": "op = prepare"}]},
    "eval": {"exec": ["a", "&&", "b"], "default": True, "config": "nope.py", "sourcecode": ["runs/*"]},
}
EDITS = st.lists(
    st.tuples(
        st.integers(0, 300),
        st.integers(0, 30),
        st.sampled_from(["", "x", "train", '"', "\n", "a: 1\n", " = ", "}", ","]),
    ),
    max_size=6,
)


@given(EDITS, st.sampled_from(["toml", "yaml", "json"]))
def test_after_edits_rules_find_what_they_find_in_a_text_read_anew(
    edits: list[tuple[int, int, str]], syntax: Syntax
) -> None:
    text = json.dumps(SELECTING, indent=2) if syntax == "json" else spelled(SELECTING, syntax)
    document = Document(text, syntax)
    facts = everything_known(document)
    for start, length, replacement in edits:
        start = min(start, len(document.text))
        document = document.edited(Span(start, min(start + length, len(document.text))), replacement)
        assert check(document, facts) == check(Document(document.text, syntax), facts)


def test_a_long_chain_and_a_long_cycle_are_followed() -> None:
    for last in ("op0", "none"):
        operations = {f"op{i}": {"exec": "x", "depends": {"run-select": f"op = op{i + 1}"}} for i in range(3000)}
        operations["op3000"] = {"exec": "x", "depends": {"run-select": f"op = {last}"}}
        problems = check(Document(json.dumps(operations), "json"))
        assert [problem.code for problem in problems] == ["dependency-cycle" if last == "op0" else "unknown-operation"]


def test_operations_that_are_spread_over_the_file_are_compared_as_wholes() -> None:
    needs = "[{}]\nexec = 'x'\ndepends = {{ run-select = 'op = {}' }}\n"
    text = needs.format("a", "b") + needs.format("b", "a") + "[a.env]\nA = '1'\n"
    (problem,) = check(Document(text, "toml"))
    assert problem.message == "'a' needs a run of 'b', 'b' needs a run of 'a', so none of them can run first"


@pytest.mark.parametrize(
    ("keys", "advice"),
    [
        (("learning_rate",), "; did you mean 'learning_rate'?"),
        (("size", "depth"), "; there is 'size' or 'depth'"),
        (tuple(f"other{number}" for number in range(7)), ""),
        ((), ""),
    ],
)
def test_a_key_that_is_missing_is_told_with_what_there_is_if_that_is_little(keys: tuple[str, ...], advice: str) -> None:
    text = "[train]\nexec = 'x'\nconfig = 'train.py#learning_rat'\n"
    facts = Facts(config_paths={"train.py#learning_rat": ConfigFacts(("train.py",), None, "learning_rat", keys)})
    (problem,) = check(Document(text, "toml"), facts)
    assert problem.message == f"config key 'learning_rat' does not exist in train.py{advice}"
