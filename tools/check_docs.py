"""Refuses documentation that lies: dead links, and commands, facts or errors that no page describes.

README.md is held against the commands and the law there are. `docs/reference/facts.md` is written from the
fact file, `docs/reference/api.md` from the routes: `--write` renews them, without it one that has fallen
behind is a problem. Every problem is listed at once, as ``file:line: what; remedy``.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import api_page
import facts_page
import readme

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).resolve().parent.parent
FACTS = ROOT / "sekisho/corpus/law/facts.toml"
PACKAGE = ROOT / "sekisho"
REFERENCE = ROOT / "docs/reference"
REQUIRED = (ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "docs/index.md")

FENCE = re.compile(r"\s*(`{3,}|~{3,})")
HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
CODE = re.compile(r"(`+)(?:.+?)\1")
LINK = re.compile(r'\]\(\s*<?([^)\s>]+)>?[^)]*\)|^\s{0,3}\[[^\]]+\]:\s*(\S+)|(?:href|src)="([^"]+)"')
SOURCE = re.compile(r"`((?:[a-z_]+/)+[a-z_0-9]+\.py|tests/[a-z_/]+)`")
PROOF = re.compile(r"`(test_\w+)`")
TEST = re.compile(r"^ *def (test_\w+)", re.MULTILINE)
ANCHOR = re.compile(r'(?:id|name)="([^"]+)"')

Table = dict[str, Any]  # a table of TOML


@dataclass(frozen=True, slots=True)
class Problem:
    """Something the documentation says wrongly or leaves out."""

    path: Path
    line: int
    what: str

    def __str__(self) -> str:
        return f"{_name(self.path)}:{self.line}: {self.what}"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of Markdown without its code blocks: prose by line, and headings with level and line."""

    path: Path
    lines: tuple[str, ...]  # as they stand
    prose: tuple[tuple[int, str], ...]
    headings: tuple[tuple[int, int, str], ...]  # line, level, text

    def anchors(self) -> set[str]:
        """What a link may name behind its `#`, as forges make it from headings."""
        seen: Counter[str] = Counter()
        found = {name for _, line in self.prose for name in ANCHOR.findall(line)}
        for _, _, text in self.headings:
            slug = re.sub(r"[^\w\- ]", "", _plain(text).lower()).replace(" ", "-")
            found.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
            seen[slug] += 1
        return found

    def section(self, title: str) -> tuple[int, str] | None:
        """The line and the text of the section with this title."""
        for index, (start, level, text) in enumerate(self.headings):
            if _plain(text) == title:
                after = [line for line, deep, _ in self.headings[index + 1 :] if deep <= level]
                return start, "\n".join(self.lines[start : after[0] - 1 if after else None])
        return None


def main() -> int:
    """Check all pages, or write the generated one first; 0 if nothing is wrong."""
    parser = argparse.ArgumentParser(description="Check the documentation against the code and the corpus.")
    parser.add_argument("--write", action="store_true", help="renew the generated pages first")
    write = parser.parse_args().write
    problems = [
        *_facts(write=write),
        *_api(write=write),
        *(Problem(path, 1, "is missing") for path in REQUIRED if not path.is_file()),
        *_links(),
        *_index(),
        *_named(),
        *_readme(),
        *_layers(),
        *_cli(),
        *_errors(),
    ]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


# --- links ---


def _links() -> Iterator[Problem]:
    for path in sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")}):
        for line, text in _read(path).prose:
            for groups in LINK.findall(CODE.sub("", text)):
                target = "".join(groups)
                if what := _broken(path, target):
                    yield Problem(path, line, f"the link {target} {what}")


def _broken(page: Path, target: str) -> str | None:
    url = urlsplit(target)
    if url.scheme or url.netloc:
        return None
    path = page
    if url.path:
        start = ROOT if url.path.startswith("/") else page.parent
        path = (start / unquote(url.path).lstrip("/")).resolve()
    if not path.is_relative_to(ROOT):
        return "leads out of the repository"
    if not path.exists():
        return "leads nowhere; correct it or write the page"
    if url.fragment and path.suffix == ".md" and unquote(url.fragment) not in _read(path).anchors():
        return f"names a heading that {_name(path)} does not have"
    return None


def _index() -> Iterator[Problem]:
    index = ROOT / "docs/index.md"
    led_to = {target for _, line in _read(index).prose for groups in LINK.findall(line) for target in groups}
    for path in sorted(ROOT.glob("docs/**/*.md")):
        page = path.relative_to(index.parent).as_posix()
        if path != index and page not in led_to:
            yield Problem(index, 1, f"does not lead to {page}; name it where its readers look")


def _named() -> Iterator[Problem]:
    """Files and tests that a page names as what does or shows something are there."""
    tests = {name for path in ROOT.glob("tests/**/*.py") for name in TEST.findall(path.read_text("utf-8"))}
    for page in sorted(ROOT.glob("docs/**/*.md")):
        for line, text in _read(page).prose:
            for name in SOURCE.findall(text):
                if not any((ROOT / start / name).exists() for start in ("", "sekisho")):
                    yield Problem(page, line, f"names {name}, which is not there")
            for name in PROOF.findall(text):
                if name not in tests:
                    yield Problem(page, line, f"names {name}, and there is no such test")


# --- the picture of the house ---


def _layers() -> Iterator[Problem]:
    """ADR 5 has the layers of imports that are checked, and the page of the first day names every module."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = [sorted(re.findall(r"\w+", layer)) for layer in contracts["contracts"][0]["layers"]]
    adr = ROOT / "docs/adr/0005-few-frozen-nouns.md"
    rows = [
        line.split("|")[1] for line in adr.read_text(encoding="utf-8").splitlines() if line.startswith("| `")
    ]
    for layer, row in zip_longest(layers, rows, fillvalue=""):
        if sorted(re.findall(r"`(\w+)`", row)) != list(layer):
            yield Problem(
                adr, 1, f"has a row of {row.strip() or 'nothing'} where {' '.join(layer) or 'no layer'} is"
            )
    first = ROOT / "docs/onboarding.md"
    text = first.read_text(encoding="utf-8")
    for name in sorted(name for layer in layers for name in layer):
        if not re.search(rf"`(sekisho/)?{name}(/|\.py)`", text):
            yield Problem(first, 1, f"does not say what {name} is for")


# --- commands ---


def _readme() -> Iterator[Problem]:
    path = ROOT / "README.md"
    if not path.is_file():  # REQUIRED says so
        return
    try:
        from sekisho import Law  # noqa: PLC0415  # the other checks do not need it

        law = readme.size_of_law(Law.load().instruments.values())
        wrong = tuple(readme.wrong(path.read_text(encoding="utf-8"), law, _commands_there()))
    except ImportError as error:
        wrong = ((1, f"cannot be compared with the law and the commands ({error}); run: make docs"),)
    for line, what in wrong:
        yield Problem(path, line, what)


def _cli() -> Iterator[Problem]:
    path = REFERENCE / "cli.md"
    if not path.is_file():
        yield Problem(path, 1, "is missing; give every command a heading in it")
        return
    try:
        known = _commands_there()
    except ImportError as error:
        yield Problem(path, 1, f"cannot be compared with the commands ({error}); run: make docs")
        return
    page = _read(path)
    for name, options in known.items():
        found = page.section(name)
        if found is None:
            yield Problem(path, 1, f"has no heading for `{name}`")
            continue
        line, text = found
        for option in options:
            if not re.search(rf"(?<![\w-]){option}(?![\w-])", text):
                yield Problem(path, line, f"does not say what {option} does")
    for line, _, text in page.headings:
        if _plain(text).startswith("sekisho ") and _plain(text) not in known:
            yield Problem(path, line, f"describes `{_plain(text)}`, which is no command")


@cache
def _commands_there() -> dict[str, list[str]]:
    """Every command with its long options.

    Raises:
        ImportError: sekisho is not installed here.
    """
    from typer.main import get_command  # noqa: PLC0415  # the other checks do not need it

    from sekisho.cli import app  # noqa: PLC0415  # as above

    return dict(_commands("sekisho", get_command(app())))


def _commands(name: str, command: Any) -> Iterator[tuple[str, list[str]]]:  # noqa: ANN401  # click or its copy in typer
    """Every command below this one that can be run and is shown, with its long options."""
    if getattr(command, "hidden", False):
        return
    parts: Mapping[str, Any] = getattr(command, "commands", {})
    for word, part in parts.items():
        yield from _commands(f"{name} {word}", part)
    if not parts:
        words = [
            word for param in command.params if not getattr(param, "hidden", False) for word in param.opts
        ]
        yield name, [word for word in words if word.startswith("--") and word != "--help"]


# --- errors ---


def _errors() -> Iterator[Problem]:
    path = REFERENCE / "errors.md"
    if not path.is_file():
        yield Problem(path, 1, "is missing; errors cannot be compared")
        return
    named = set(re.findall(r"`(\w+Error)`", path.read_text(encoding="utf-8")))
    there = {name: place for place in sorted(PACKAGE.rglob("*.py")) for name in _public_errors(place)}
    for name in sorted(there.keys() - named):
        yield Problem(path, 1, f"does not mention {name} ({_name(there[name])})")
    for name in sorted(named - there.keys()):
        yield Problem(path, 1, f"mentions {name}, which does not exist")


def _public_errors(path: Path) -> Iterator[str]:
    """What a caller may have to catch: the classes of a module that end in Error and are nobody's own."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef) and node.name.endswith("Error") and not node.name.startswith("_"):
            yield node.name


# --- facts ---


def _facts(*, write: bool) -> Iterator[Problem]:
    path = REFERENCE / "facts.md"
    if not FACTS.is_file():
        yield Problem(FACTS, 1, f"is missing; {_name(path)} is written from it")
        return
    try:
        text = facts_page.page(tomllib.loads(FACTS.read_text(encoding="utf-8")), _name(FACTS))
    except tomllib.TOMLDecodeError as error:
        yield Problem(FACTS, 1, f"is not TOML: {error}")
        return
    yield from _generated(path, text, f"{_name(FACTS)} says", write=write)


def _api(*, write: bool) -> Iterator[Problem]:
    path = REFERENCE / "api.md"
    try:
        text = api_page.page(api_page.description())
    except ImportError as error:
        yield Problem(path, 1, f"cannot be compared with the routes ({error}); run: make docs")
        return
    yield from _generated(path, text, "the routes say", write=write)


def _generated(path: Path, text: str, source: str, *, write: bool) -> Iterator[Problem]:
    """Write a page, or hold it against what it would be."""
    if write:
        path.write_text(text, encoding="utf-8")
    elif not path.is_file() or path.read_text(encoding="utf-8") != text:
        yield Problem(path, 1, f"is not what {source}; run: make docs")


# --- pages ---


@cache
def _read(path: Path) -> Page:
    lines = tuple(path.read_text(encoding="utf-8").splitlines())
    prose: list[tuple[int, str]] = []
    headings: list[tuple[int, int, str]] = []
    fence = ""
    for number, line in enumerate(lines, start=1):
        if mark := FENCE.match(line):
            if not fence:
                fence = mark[1]
                continue
            if line.strip() == mark[1] and mark[1].startswith(fence):
                fence = ""
                continue
        if fence:
            continue
        prose.append((number, line))
        if heading := HEADING.match(line):
            headings.append((number, len(heading[1]), heading[2]))
    return Page(path, lines, tuple(prose), tuple(headings))


def _plain(text: str) -> str:
    """A heading as it is read: links without their targets, no back-ticks and no stress."""
    return re.sub(r"[`*]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)).strip()


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


if __name__ == "__main__":
    sys.exit(main())
