"""Gagefiles that use everything that leads somewhere, and the same damaged; shared by the laws of navigation."""

from __future__ import annotations

from hypothesis import strategies as st

from gage.gagefile.document import Syntax

GOOD: dict[Syntax, list[str]] = {
    "toml": [
        '# region a\n$runs-dir = "runs"\n',
        '[zqx]\nexec = "python zqx.py --lr {lr} && sh run.sh"\nconfig = ["a.py#lr", "-b*.py"]\n',
        "[zqx.summary]\nfilename = 's.json'\n# endregion\n",
        "['ä 😀']\nexec = ['python', '-m', 'pkg.mod']\nenv.A = 1\nenv.B = '''\n# x\n{y}'''\n",
        "[[two.config]]\nname = 'zqx'\n[[two.config]]\nkeys = 'c.py'\n",
        "[three]\nexec = 'x {zqx}'\ndepends = ['run-files: op in [zqx, two]',\n  {operation = 'zqx', files = 'x'}]\n",
        "[five]\ndepends.run-select = \"op = 'zqx' or zqx\"\n",
        "zqx.description = 'zqx'\n",
        "# one\n# two\n\n",
        "[half\n",
        "[four]\nexec = \n",
    ],
    "yaml": [
        "$runs-dir: runs\n",
        "zqx:\n  exec: |\n    python zqx.py {lr}\n    sh run.sh\n  config:\n    - a.py#lr\n    - {name: lr}\n",
        "'ä 😀': {exec: [python, -m, pkg.mod], env: {A: 1}}\n",
        "three:\n  depends:\n    - operation: zqx\n    - run-select: op = zqx and not op = 'zqx'\n    - run-files: zqx\n",
        "alone:\n  depends:\n    - run-select: zqx\n    - run-select: 'op = ''zqx'' or zqx'\n    - run-select: zqx or two\n",
        "four:\n  depends: {run-select: >-\n    op in [zqx,\n    two]}\n",
        "five: &five\n  exec: &cmd x {zqx}\nsix: {<<: *five, exec: *cmd}\n",
        "# one\n# two\n",
        "half\n",
        "seven:\n  exec:\n",
        'eight:\n  exec: "a\n    b.py \\x41.py"\n',
    ],
    "json": [
        "{\n",
        '  "zqx": {"exec": "python zqx.py {lr}", "config": ["a.py#lr", {"name": "lr"}]},\n',
        "  zqx: {description: 'zqx'},\n",
        '  "ä 😀": {"exec": ["python", "-m", "pkg.mod"], env: {A: 1}},\n',
        '  "three": {\n    "depends": [{"operation": "zqx"}, {"run-select": "op = \\"zqx\\" or op = \'\\u007aqx\'"}]\n  },\n',
        "  // one\n  // two\n",
        '  "four": {"exec": \n',
        '  "$schema": "https://example.org"\n',
        "}\n",
    ],
}

DAMAGE = [
    "",
    "'",
    '"',
    "[",
    "]",
    "{",
    "}",
    "\n",
    "\r",
    ":",
    "=",
    "#",
    "*a",
    "&a ",
    "\\",
    "\u2028",
    "😀",
    "|",
    ">",
    "'''",
    ",",
    "-",
    ".",
]


@st.composite
def damaged(draw: st.DrawFn, syntax: Syntax) -> str:
    """A text of some of the pieces, with up to three slips in it."""
    text = "".join(draw(st.lists(st.sampled_from(GOOD[syntax]), max_size=10)))
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text)))
        end = start + draw(st.sampled_from([0, 0, 1, 2, 9]))
        text = text[:start] + draw(st.sampled_from(DAMAGE)) + text[end:]
    return text
