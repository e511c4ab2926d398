"""A batch over an archive: each case as its own day of knowledge has the lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sekisho.formats.answer import to_dict
from sekisho.lists.load import open_store
from sekisho.screen.run import CHUNK, Screener, outcomes, screen
from sekisho.store.engine import Archive
from tests.lists.stated import declared, edition
from tests.told import AGENCY
from tests.whole import as_of, read_case

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sekisho.law.register import Law
    from sekisho.model.case import Case
    from sekisho.model.decision import Answer
    from sekisho.store.base import Store

TODAY = as_of("2024-04-01", "2024-04-01")
DAYS = ("2024-03-20", "2024-02-01", "2024-03-03", "2024-04-30", "2024-03-12", "2024-03-03")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The Entity List in four editions, to which somebody is added each time."""
    sources = declared(tmp_path, "us-test", "us-entity-list")
    names = ("Acme Optics", "Beta Works", "Gamma Radio", "Delta Cables")
    with Archive.open(tmp_path / "store.sqlite", create=True) as archive:
        for number, day in enumerate(("2024-03-01", "2024-03-05", "2024-03-10", "2024-03-18"), 1):
            edition(archive, sources["us-test"], tmp_path, day, *names[:number])
        yield open_store(archive=archive, known=TODAY.known, sources=sources)


def cases(law: Law) -> list[Case]:
    return [
        read_case(
            law.facts,
            AGENCY
            | {"id": f"{name} {known}", "date": known, "known": known, "action": "export"}
            | {"parties": [{"role": "purchaser", "name": name, "country": "cn", "owners": []}]},
        )
        for known in DAYS
        for name in ("Acme Optics", "Delta Cables", "Nobody Known Ltd")
    ]


def plain(law: Law, answer: Answer) -> object:
    return to_dict(answer, law.facts)


def test_each_case_is_answered_as_alone_and_in_its_order(law: Law, store: Store) -> None:
    asked = cases(law)
    together = [plain(law, each) for each in screen(asked, law=law, store=store, as_of=TODAY)]
    alone = [
        plain(law, answer) for case in asked for answer in screen([case], law=law, store=store, as_of=TODAY)
    ]
    assert together == alone
    assert len({str(each["basis"]) for each in together if isinstance(each, dict)}) == 4


def test_outcomes_are_those_of_the_answers(law: Law, store: Store) -> None:
    asked = cases(law)
    answers = screen(asked, law=law, store=store, as_of=TODAY)
    assert outcomes(asked, Screener(law, store), TODAY) == [each.outcome for each in answers]
    assert len(asked) < CHUNK


def test_what_was_learnt_later_is_not_known_before(law: Law, store: Store) -> None:
    listed = {
        (answer.case, each.list)
        for answer in screen(cases(law), law=law, store=store, as_of=TODAY)
        for each in answer.listed
    }
    days = {
        name: {d for d in DAYS if (f"{name} {d}", "us-entity-list") in listed}
        for name in ("Acme Optics", "Delta Cables")
    }
    assert days == {
        "Acme Optics": {"2024-03-20", "2024-03-03", "2024-04-30", "2024-03-12"},
        "Delta Cables": {"2024-03-20", "2024-04-30"},
    }


def test_a_screener_keeps_no_more_stores_than_it_says(law: Law, store: Store) -> None:
    screener = Screener(law, store)
    for known in range(TODAY.known - 30, TODAY.known):
        screener.knowing(known)
    assert screener.knowing(TODAY.known) is screener.knowledge
    assert screener.knowing(TODAY.known + 30).index is screener.knowledge.index, "only staler"
