"""A recorded decision is decided again: from what it rested on, byte by byte; and from what is known now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sekisho import dates
from sekisho.lists.load import open_store
from sekisho.record.chain import Chain
from sekisho.record.difference import difference
from sekisho.record.replay import Verdict, again, replay
from sekisho.record.said import Asked, decided, decision
from sekisho.screen.run import Screener
from sekisho.store.engine import Archive
from tests.lists.stated import declared, edition
from tests.record.appending import AT
from tests.told import DENIED
from tests.whole import as_of, read_case

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sekisho.law.register import Law
    from sekisho.lists.source import Source
    from sekisho.store.base import Store

DAY, LATER = "2024-03-04", "2024-05-06"
ROW = {"name": "Acme Optics", "from": "2020-01-15", "country": "cn"}
ASKED = Asked(measures=("US-2019-ENTITY-HUAWEI", "US-2018-ZTE-DENIAL"), every=True)


class World:
    """A store with one recorded decision about a party that is on a list."""

    def __init__(self, law: Law, archive: Archive, folder: Path) -> None:
        self.law = law
        self.archive = archive
        self.folder = folder
        self.source: Mapping[str, Source] = declared(folder, "us-a", "us-denied-persons")
        self.publish(DAY, ROW)
        self.chain = Chain(archive)
        store = self.store(None, dates.day(DAY))
        case = read_case(
            law.facts,
            DENIED
            | {"date": DAY, "parties": [{"role": "purchaser", "name": "Acme Optics", "country": "cn"}]},
        )
        screener = Screener(law, store, measures=ASKED.measures, every=ASKED.every)
        (answer,) = screener.answers([case], as_of(DAY, DAY))
        self.chain.append([decision(case, answer, ASKED, law.facts)], "ann", AT)
        self.told = decided(self.chain.entry(1))

    def publish(self, day: str, *rows: dict[str, str]) -> None:
        edition(self.archive, self.source["us-a"], self.folder, day, *rows)

    def store(self, upto: int | None, known: int) -> Store:
        return open_store(archive=self.archive, known=known, upto=upto, sources=self.source)


@pytest.fixture
def world(law: Law, tmp_path: Path) -> Iterator[World]:
    with Archive.open(tmp_path / "store.sqlite", create=True) as archive:
        yield World(law, archive, tmp_path)


def test_it_agrees_whatever_was_ingested_since_even_on_the_same_day(world: World) -> None:
    assert world.told.answer["listed"], "or this shows nothing"
    assert world.told.upto == 1
    world.publish(DAY, {**ROW, "name": "Somebody Else"})
    (found,) = replay([world.told], world.law, world.store)
    assert (found.verdict, found.why) == (Verdict.AGREES, ())
    without = replay([world.told], world.law, lambda _, known: world.store(None, known))
    assert [each.verdict for each in without] == [Verdict.UNREADABLE]


def test_another_law_text_is_named_and_not_asked(world: World) -> None:
    other = replace(world.law, digest="0123456789abcdef")
    (found,) = replay([world.told], other, world.store)
    assert found.verdict is Verdict.UNREADABLE
    assert world.law.digest in found.why[0]
    assert "0123456789abcdef" in found.why[0]


def test_an_answer_that_would_come_out_otherwise_differs(world: World) -> None:
    answer = {**world.told.answer, "outcome": "no-rule"}
    (found,) = replay([replace(world.told, answer=answer)], world.law, world.store)
    assert (found.verdict, found.why) == (Verdict.DIFFERS, ("outcome differs",))


def test_a_case_whose_words_are_gone_cannot_be_read_again(world: World) -> None:
    given = replace(world.told.given, case={**world.told.given.case, "action": "acquire"})
    (found,) = replay([replace(world.told, given=given)], world.law, world.store)
    assert found.verdict is Verdict.UNREADABLE
    assert any("acquire" in each for each in found.why)


def test_a_snapshot_that_is_not_there_is_named(world: World) -> None:
    basis = world.told.answer["basis"]
    lists = {name: said.replace("snapshot 1 ", "snapshot 9 ") for name, said in basis["lists"].items()}
    answer = {**world.told.answer, "basis": {**basis, "lists": lists}}
    (found,) = replay([replace(world.told, answer=answer)], world.law, world.store)
    assert found.verdict is Verdict.UNREADABLE
    assert "snapshot 9" in found.why[0]


def test_nothing_has_changed_where_nothing_did(world: World) -> None:
    known = dates.day(DAY)
    found = difference(world.told.answer, again(world.told, world.law, world.store(None, known), known))
    assert found.then == found.now
    assert (found.decisions, found.listed, found.held, found.basis) == ((), (), (), ())


def test_what_changed_in_a_list_is_told(world: World) -> None:
    world.publish(LATER, {**ROW, "from": "2024-04-01"})  # the publisher corrects the day of effect
    known = dates.day(LATER)
    found = difference(world.told.answer, again(world.told, world.law, world.store(None, known), known))
    assert found.known == (DAY, LATER)
    assert [each[0] for each in found.listed] == ["-"] * len(world.told.answer["listed"])
    (rests,) = found.basis
    assert rests[:2] == ("list or owners", "us-denied-persons")
    assert ("snapshot 1 " in rests[2], "snapshot 2 " in rests[3]) == (True, True)


def test_a_decision_that_differs_is_told_with_its_paths(world: World) -> None:
    then = world.told.answer
    first, *others = then["decisions"]
    steps = [{"kind": "party", "name": "Acme", "detail": "cn", "source": ""}]
    changed = {
        **first,
        "outcome": "review",
        "needs": [],
        "paths": [{"address": "", "list": "l", "steps": steps}],
    }
    now = {**then, "outcome": "review", "decisions": [changed, *others]}
    found = difference(then, now)
    assert (found.then, found.now) == (then["outcome"], "review")
    assert f"outcome {first['outcome']} → review" in found.decisions[0]
    assert "  + Acme (cn)" in found.decisions
    gone = difference(then, {**then, "decisions": others})
    assert gone.decisions == (f"- {first['measure'] or first['instrument']}: {first['outcome']}",)
