"""Every example of the corpus is answered as it says, and the corpus as a whole passes the check."""

from __future__ import annotations

import tomllib
from collections import defaultdict

import pytest

from sekisho import dates
from sekisho.law.assemble import assemble
from sekisho.law.check import check
from sekisho.law.examples import failures, read_examples
from sekisho.law.register import CORPUS
from tests.law.desk import CORPUS_LAW, reader

LAW, PROBLEMS = assemble(CORPUS_LAW, examples=True)
NAMES = [(block.at.file, str(block.raw["name"])) for block in LAW.raw if block.kind == "example"]


@pytest.fixture(scope="module")
def failed() -> dict[tuple[str, str], list[str]]:
    """What is wrong, by file and name of the example."""
    examples, problems = read_examples(LAW, reader(LAW.facts))
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for problem in (*problems, *failures(LAW, examples)):
        names = [name for name in NAMES if name[0] == problem.at.file and f"'{name[1]}'" in problem.message]
        found[names[0] if names else (problem.at.file, "")].append(str(problem))
    return found


@pytest.mark.parametrize("name", NAMES, ids=lambda name: f"{name[0]}: {name[1]}")
def test_an_example_is_answered(name: tuple[str, str], failed: dict[tuple[str, str], list[str]]) -> None:
    assert not failed[name], "\n".join(failed[name])


def test_every_example_can_be_read(failed: dict[tuple[str, str], list[str]]) -> None:
    assert not [problem for name, problems in failed.items() if not name[1] for problem in problems]


def test_the_check_refuses_nothing() -> None:
    lists = set()
    for path in (CORPUS / "lists").glob("*.toml"):
        data = tomllib.loads(path.read_text("utf-8"))
        parts = {part for member in data.get("member", []) for part in member.get("part", [])}
        lists |= {data["list"]["id"], *(f"{data['list']['id']}:{part}" for part in parts)}
    problems = check(CORPUS_LAW, reader(LAW.facts), dates.today(), lists=lists)
    assert not [str(problem) for problem in problems if not problem.warning]
