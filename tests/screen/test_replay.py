"""The same question gives the same bytes for good, whatever has been ingested since."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from sekisho import dates
from sekisho.formats.report import Report, write
from sekisho.formats.wording import Wording
from sekisho.lists.load import open_store
from sekisho.screen.run import screen
from sekisho.store.engine import Archive
from tests.lists.stated import declared, edition
from tests.whole import as_of, read_case

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from sekisho.law.register import Law
    from sekisho.lists.source import Source
    from sekisho.model.case import Case
    from sekisho.store.base import Store

QUESTIONS = 1_000
FIRST, LAST = "2024-03-04", "2024-03-20"
"""The days of the first and of the last edition before the questions were asked."""
MEASURES = ("US-889A", "US-2019-ENTITY-HUAWEI", "US-2018-ZTE-DENIAL")
HEADS = (
    "Acme",
    "Beta",
    "Corin",
    "Delta",
    "Evora",
    "Fenix",
    "Gamma",
    "Helix",
    "Ionis",
    "Jade",
    "Kappa",
    "Lumen",
)
TAILS = ("Optics", "Radio", "Cables", "Systems", "Works", "Devices", "Networks", "Telecom", "Electronics")
NAMES = [f"{head} {tail}" for head in HEADS for tail in TAILS]


@dataclass(frozen=True, slots=True)
class Publisher:
    """Somebody who adds, removes and changes entries of a list, as chance has it.

    Attributes:
        rows: the list as it stands, by number.
    """

    source: Source
    rows: dict[str, Mapping[str, str]]

    def publish(self, archive: Archive, folder: Path, day: str, chance: random.Random) -> int:
        """One more edition."""
        for number in chance.sample(sorted(self.rows), len(self.rows) // 8):
            del self.rows[number]
        for number in chance.sample(sorted(self.rows), len(self.rows) // 8):
            more = {
                "alias": chance.choice(NAMES),
                "note": f"as of {day}",
                "to": chance.choice(("", "2024-03-30")),
            }
            self.rows[number] = {**self.rows[number], **more}
        for _ in range(30):
            number = str(chance.randrange(10_000))
            begun = f"20{chance.randrange(18, 24)}-0{chance.randrange(1, 10)}-15"
            row = {"number": number, "name": chance.choice(NAMES), "from": begun, "country": "cn"}
            self.rows[number] = row
        return edition(archive, self.source, folder, day, *self.rows.values())


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked before, and what was answered."""

    cases: Sequence[Case]
    bytes: Sequence[bytes]
    newest: int


@dataclass(frozen=True, slots=True)
class World:
    """An archive, its publishers, and the questions."""

    law: Law
    archive: Archive
    sources: Mapping[str, Source]
    asked: Asked

    def store(self, upto: int | None) -> Store:
        return open_store(archive=self.archive, known=dates.day(LAST), upto=upto, sources=self.sources)


def answered(law: Law, store: Store, cases: Sequence[Case]) -> list[bytes]:
    """The answer to each case, as bytes."""
    out = io.StringIO()
    answers = screen(cases, law=law, store=store, as_of=as_of(LAST, LAST), measures=MEASURES)
    write(answers, out, Report.JSONL, Wording(law.facts, "en"))
    return out.getvalue().encode().splitlines()


def questions(law: Law, chance: random.Random) -> list[Case]:
    known = [dates.iso(dates.day(FIRST) + days) for days in (-900, -1, 0, 3, 7, 12, 15, 16, 20, 40, 400)]
    return [
        read_case(
            law.facts,
            {
                "id": f"question {number}",
                "action": chance.choice(("buy", "export")),
                "date": chance.choice(("2019-08-01", "2023-06-30", *known[1:])),
                "known": chance.choice(known),
                "actor": {"country": "us", "kinds": ["federal-agency"], "owners": []},
                "parties": [{"role": chance.choice(("supplier", "purchaser")), "name": chance.choice(NAMES)}],
                "item": {
                    "class": "router",
                    "manufacturer": chance.choice((*NAMES, "Huawei", "ZTE Corporation")),
                },
            },
        )
        for number in range(QUESTIONS)
    ]


@pytest.fixture(scope="module")
def world(law: Law, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Four editions, a thousand questions, and then ten editions more, the first of them on the same day."""
    folder, chance = tmp_path_factory.mktemp("replay"), random.Random(2019)  # noqa: S311  # no secret: the same each time
    sources = declared(folder, "us-a", "us-entity-list") | declared(folder, "us-b", "us-denied-persons")
    publishers = [Publisher(source, {}) for source in sources.values()]
    with Archive.open(folder / "store.sqlite", create=True) as archive:
        for number, day in enumerate((FIRST, FIRST, "2024-03-11", LAST)):
            publishers[number % 2].publish(archive, folder, day, chance)
        empty = World(law, archive, sources, Asked((), (), archive.latest()))
        cases = questions(law, chance)
        asked = Asked(cases, answered(law, empty.store(None), cases), archive.latest())
        for number in range(10):
            day = dates.iso(dates.day(LAST) + 3 * number)
            publishers[(number + 1) % 2].publish(archive, folder, day, chance)
        yield replace(empty, asked=asked)


def test_the_questions_are_worth_asking(world: World) -> None:
    assert len(world.asked.bytes) == QUESTIONS
    assert world.archive.latest() == world.asked.newest + 10
    assert sum(b"us-denied-persons" in each.split(b'"basis"')[0] for each in world.asked.bytes) > 50
    assert len({each.split(b'"basis"')[1] for each in world.asked.bytes}) >= 4


def test_a_replay_gives_the_same_bytes(world: World) -> None:
    asked = world.asked
    assert answered(world.law, world.store(asked.newest), asked.cases) == asked.bytes


def test_what_was_known_before_is_the_same_without_a_replay_too(world: World) -> None:
    asked = world.asked
    again = answered(world.law, world.store(None), asked.cases)
    before = [place for place, case in enumerate(asked.cases) if (case.known or 0) < dates.day(LAST)]
    assert len(before) > QUESTIONS // 2
    assert [again[place] for place in before] == [asked.bytes[place] for place in before]
    assert again != asked.bytes, "what was known later has changed, or this test would show nothing"


def test_a_store_that_is_open_does_not_see_what_is_ingested_meanwhile(law: Law, tmp_path: Path) -> None:
    sources, chance = declared(tmp_path, "us-a", "us-entity-list"), random.Random(7)  # noqa: S311  # as above
    publisher = Publisher(sources["us-a"], {})
    with Archive.open(tmp_path / "store.sqlite", create=True) as archive:
        publisher.publish(archive, tmp_path, FIRST, chance)
        cases = questions(law, chance)[:60]
        store = open_store(archive=archive, known=dates.day(LAST), sources=sources)
        one, rest = answered(law, store, cases[:1]), cases[1:]
        publisher.publish(archive, tmp_path, FIRST, chance)
        replayed = open_store(archive=archive, known=dates.day(LAST), upto=1, sources=sources)
        assert one + answered(law, store, rest) == answered(law, replayed, cases)
