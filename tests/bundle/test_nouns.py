"""Nouns in Arrow files: what is read back is what was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from sekisho.bundle import nouns
from sekisho.dates import Interval
from sekisho.model.case import Range
from sekisho.model.entity import Entity, Listing, Ownership
from sekisho.model.judgement import Judgement, Verdict
from sekisho.model.licence import Account, Amount, Drawing, Licence

if TYPE_CHECKING:
    from pathlib import Path

TOLD: list[tuple[type, list[object]]] = [
    (
        Entity,
        [
            Entity("a", "Company", ("华为", "Huawei"), "cn", ("HW",), frozenset(("x", "b")), "us-csl", "low"),
            Entity("b", "Person", ()),
        ],
    ),
    (Listing, [Listing("a", "s889", "Huawei", ("a", "b"), Interval(5, 9), 7, "s.889", "high")]),
    (
        Ownership,
        [
            Ownership("a", "b", Range(50.0, 100.0), None, Interval(1, 2), None, "gleif"),
            Ownership("a", "c", None, control=False),
        ],
    ),
    (Judgement, [Judgement("n", None, "a", Verdict.DIFFERENT, "me", 9, "because", "00")]),
    (
        Account,
        [
            Account(
                Licence("D1", "export-licence", "BIS", Interval(1, 2), quantity=Amount(3.5, "kg")),
                (Drawing("D1", "case", 5, 1.5),),
            )
        ],
    ),
]


@pytest.mark.parametrize(("kind", "told"), TOLD, ids=[kind.__name__ for kind, _ in TOLD])
def test_what_is_written_is_read_back(kind: type, told: list[object], tmp_path: Path) -> None:
    path = tmp_path / "nouns.arrow"
    assert nouns.write(path, told, kind) == len(told)
    assert list(nouns.read(path, kind)) == told


def test_no_nouns_are_a_file_too(tmp_path: Path) -> None:
    nouns.write(tmp_path / "none.arrow", [], Entity)
    assert list(nouns.read(tmp_path / "none.arrow", Entity)) == []


def test_a_set_is_written_the_same_however_it_was_made(tmp_path: Path) -> None:
    words = [f"name {number}" for number in range(50)]
    for name, own in (("one", words), ("other", words[::-1])):
        nouns.write(tmp_path / name, [Entity("a", "Company", (), doubtful=frozenset(own))], Entity)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_a_field_without_a_layout_is_refused(tmp_path: Path) -> None:
    @dataclass
    class Odd:
        what: complex

    with pytest.raises(TypeError, match="no layout"):
        nouns.write(tmp_path / "odd", [Odd(1j)], Odd)
