"""Every line of tests/golden/names.txt, judged by keys alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from sekisho.names.keys import key
from sekisho.names.legal_form import Forms

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden" / "names.txt"
FORMS = Forms.load(ROOT / "sekisho" / "corpus" / "words" / "legal_forms.toml")
VERDICTS = {"same", "different", "unsure"}


def lines() -> list[tuple[int, list[str]]]:
    rows = enumerate(GOLDEN.read_text(encoding="utf-8").splitlines(), start=1)
    return [(number, line.split("\t")) for number, line in rows if line and not line.startswith("#")]


@pytest.mark.parametrize(("number", "row"), lines(), ids=str)
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


def test_no_pair_is_written_twice() -> None:
    pairs = [tuple(row[:2]) for _, row in lines()]
    assert len(pairs) == len(set(pairs))
