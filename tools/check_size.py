"""Refuses code that has outgrown the house: files, functions, types and names of modules, silent exceptions.

Whoever tells a checker to look away says why, in one manner: `# noqa: RULE  # why`, `type: ignore` likewise.
Every breach is listed at once, as ``file:line: what; remedy``. Only `sekisho/` is measured: a test or a
tool may be as long as it needs to be. A function is counted from its `def` to its last line.
"""

from __future__ import annotations

import ast
import re
import statistics
import sys
import tokenize
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "sekisho"

MEDIAN_LINES = 150  # the median file stays below it
FILE_LINES = 400
FUNCTION_LINES = 40
FIELDS = 12
VAGUE = {"base", "common", "helper", "helpers", "manager", "managers", "util", "utils"}
ALLOWED = {"sekisho/store/base.py"}  # the protocols of the store: base in the sense of the word

AWAY = re.compile(r"# *(?:noqa|type: *ignore)\b")
REASONED = re.compile(r"# (?:noqa: [A-Z]+\d+(?:, [A-Z]+\d+)*|type: ignore\[[\w, -]+\])  # \S")
CHECKED = "# noqa: S101"  # an assert says why itself

FAILED = 1
UNUSABLE = 2


@dataclass(frozen=True, slots=True)
class Breach:
    """One limit that does not hold: where, what, and what to do."""

    file: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}; {self.remedy}"


def main() -> int:
    """Measure the package and print every breach; 0 if there is none."""
    files = sorted(path for path in PACKAGE.rglob("*.py") if "__pycache__" not in path.parts)
    if not files:
        print(f"{PACKAGE.name}/ holds no Python file: run this in a checkout of sekisho", file=sys.stderr)
        return UNUSABLE
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    breaches = [*_median(lengths)]
    for path, lines in lengths.items():
        breaches += _file(path, lines)
    for breach in breaches:
        print(breach, file=sys.stderr)
    return FAILED if breaches else 0


def _median(lengths: dict[Path, int]) -> Iterator[Breach]:
    median = statistics.median(lengths.values())
    if median >= MEDIAN_LINES:
        longest = max(lengths, key=lambda path: lengths[path])
        what = f"the median file has {median:g} lines, {MEDIAN_LINES} or more"
        yield Breach(_name(longest), 1, what, "split the longest files, of which this is the first")


def _file(path: Path, lines: int) -> Iterator[Breach]:
    name = _name(path)
    vague = [part for part in path.relative_to(PACKAGE).with_suffix("").parts if part in VAGUE]
    if vague and name not in ALLOWED:
        yield Breach(name, 1, f"“{vague[0]}” says nothing", "name the module after the noun or verb it holds")
    if lines > FILE_LINES:
        what = f"{lines} lines, more than {FILE_LINES}"
        yield Breach(name, FILE_LINES + 1, what, "split it by what its parts know")
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"), filename=name)
    except SyntaxError as error:
        yield Breach(name, error.lineno or 1, f"not Python: {error.msg}", "mend it first")
        return
    for node in ast.walk(tree):
        yield from _node(name, node)
    with path.open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            if token.type == tokenize.COMMENT and AWAY.match(token.string) and not _reasoned(token.string):
                what = f"“{token.string}” does not say why, or not as elsewhere"
                yield Breach(name, token.start[0], what, "write the reason behind it: `# noqa: RULE  # why`")


def _reasoned(comment: str) -> bool:
    return comment == CHECKED or REASONED.match(comment) is not None


def _node(name: str, node: ast.AST) -> Iterator[Breach]:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                what = f"{node.name}() has {lines} lines, more than {FUNCTION_LINES}"
                yield Breach(name, node.lineno, what, "give its steps names of their own")
        case ast.ClassDef() if _is_record(node):
            fields = sum(_is_field(part) for part in node.body)
            if fields > FIELDS:
                what = f"{node.name} has {fields} fields, more than {FIELDS}"
                yield Breach(name, node.lineno, what, "group those that belong together in a value")
        case _:
            return


def _is_record(node: ast.ClassDef) -> bool:
    return any("dataclass" in ast.unparse(part) for part in node.decorator_list) or any(
        ast.unparse(base).endswith(("NamedTuple", "TypedDict")) for base in node.bases
    )


def _is_field(part: ast.stmt) -> bool:
    if not isinstance(part, ast.AnnAssign):
        return False
    kind = ast.unparse(part.annotation)
    return "ClassVar" not in kind and not kind.endswith("KW_ONLY")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


if __name__ == "__main__":
    sys.exit(main())
