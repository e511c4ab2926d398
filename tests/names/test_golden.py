"""The text files of tests/golden about names, line by line. Anyone may add a line to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sekisho.names.analyse import Analyser, Kind, Token
from sekisho.names.keys import key
from sekisho.names.legal_form import Forms
from sekisho.names.normal import fold

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden"
CORPUS = ROOT / "sekisho" / "corpus"
FORMS = Forms.load(CORPUS / "words" / "legal_forms.toml")
ANALYSER = Analyser.load(CORPUS)
VERDICTS = {"same", "different", "unsure"}


def lines(name: str) -> list[tuple[int, list[str]]]:
    rows = enumerate((GOLDEN / name).read_text(encoding="utf-8").splitlines(), start=1)
    return [(number, line.split("\t")) for number, line in rows if line and not line.startswith("#")]


def unescaped(text: str) -> str:
    """A text with `\\u200b` made the character, so that what is invisible can be seen in the file."""
    head, *others = text.split("\\u")
    return head + "".join(chr(int(part[:4], 16)) + part[4:] for part in others)


def shown(token: Token) -> str:
    return token.text if token.kind is Kind.NAME else f"{token.text}/{token.kind.name.lower()}"


@pytest.mark.parametrize(("number", "row"), lines("names.txt"), ids=str)
def test_a_pair_is_judged_as_written(number: int, row: list[str]) -> None:
    assert len(row) == 3, f"line {number}: three columns, parted by tabs"
    query, candidate, verdict = row
    assert verdict in VERDICTS, f"line {number}: same, different or unsure"
    one, other = key(query, FORMS), key(candidate, FORMS)
    same = one.full == other.full or one.core == other.core
    assert same == (verdict != "different"), f"line {number}: {one} and {other}"
    if verdict == "unsure":
        assert one.full != other.full, f"line {number}"
        assert one.forms != other.forms, f"line {number}"


@pytest.mark.parametrize(("number", "row"), lines("names/normalise.txt"), ids=str)
def test_a_way_of_writing_is_folded(number: int, row: list[str]) -> None:
    assert len(row) == 2, f"line {number}: two columns, parted by a tab"
    written, folded = row
    assert fold(unescaped(written)) == folded, f"line {number}"


@pytest.mark.parametrize(("number", "row"), lines("names/forms.txt"), ids=str)
def test_legal_forms_are_taken_off(number: int, row: list[str]) -> None:
    assert len(row) == 3, f"line {number}: three columns, parted by tabs"
    name, core, classes = row
    found = ANALYSER.analyse(name)
    without_spaces = core if core.isascii() else core.replace(" ", "")
    assert found.core in {core, without_spaces}, f"line {number}"
    assert found.forms == (() if classes == "-" else tuple(classes.split())), f"line {number}"


@pytest.mark.parametrize(("number", "row"), lines("names/readings.txt"), ids=str)
def test_a_name_is_read(number: int, row: list[str]) -> None:
    assert len(row) in {2, 3}, f"line {number}: two or three columns, parted by tabs"
    name, best, *others = row
    found = ANALYSER.analyse(name)
    assert " ".join(map(shown, found.tokens)) == best, f"line {number}"
    assert {tuple(other.split()) for other in others} <= set(found.readings), f"line {number}"


@pytest.mark.parametrize(
    "name", ["names.txt", "names/normalise.txt", "names/forms.txt", "names/readings.txt"]
)
def test_no_line_is_written_twice(name: str) -> None:
    asked = [tuple(row[: 2 if name == "names.txt" else 1]) for _, row in lines(name)]
    assert len(asked) == len(set(asked))
