"""Whatever sequence of snapshots is ingested, belief is what a naive reading of them says; on both databases.

The naive reading keeps every snapshot whole. On a day, a source says what its last snapshot of that day or
before said; before its first one, what the first says was public then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sekisho.dates import ALWAYS, Interval
from sekisho.model.statement import Said, Statement, saying, statement_id
from sekisho.store import arrow
from sekisho.store.engine import Archive
from tests.store.sayings import DAY, put, said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


SOURCES = ("one", "two")
SEQUENCES = max(settings().max_examples // 3, 1)
"""A third of what other properties are held against: each makes stores, and asks every day of them."""


class Edition(NamedTuple):
    """A snapshot in a sequence: whose, how many days after the one before, and what it says."""

    source: str
    after: int
    told: tuple[Said, ...]


# Few entities and values, so that what vanishes comes back; cleaned in two ways, one id has two contents.
statements = st.builds(
    said,
    st.sampled_from("abc"),
    st.sampled_from(("x", "y")),
    st.sampled_from(("name", "alias")),
    since=st.none() | st.integers(DAY - 3, DAY + 1),
    cleaned=st.none() | st.just("z"),
    listed=st.sampled_from(("first", "second")),
)
editions = st.builds(
    Edition,
    st.sampled_from(SOURCES),
    st.integers(0, 2),
    st.lists(statements, max_size=8, unique_by=lambda each: each.statement.id).map(tuple),
)


class Naive:
    """Every snapshot, whole."""

    def __init__(self, sequence: list[Edition]) -> None:
        self.snapshots: list[tuple[int, Edition]] = []
        day = DAY
        for edition in sequence:
            day += edition.after
            self.snapshots.append((day, edition))

    def believed(self, known: int, upto: int) -> dict[tuple[str, Statement], int]:
        """Statements by source, each with the day from which it was known without a break."""
        found: dict[tuple[str, Statement], int] = {}
        for source in SOURCES:
            own = [each for each in self.snapshots[:upto] if each[1].source == source]
            past = [each for each in own if each[0] <= known] or own[:1]
            for each in past[-1][1].told if past else ():
                since = self._since(past, each.statement)
                if since <= known:
                    found[source, each.statement] = since
        return found

    def _since(self, past: list[tuple[int, Edition]], statement: Statement) -> int:
        """The day from which a source has said it, looking back from its last snapshot."""
        since = past[-1][0]
        for number in reversed(range(len(past))):
            day, edition = past[number]
            telling = [each for each in edition.told if each.statement == statement]
            if not telling:
                break
            since = day
            if number == 0 and telling[0].since is not None:
                since = min(day, telling[0].since)
        return since


def _check(archive: Archive, naive: Naive) -> None:
    last = naive.snapshots[-1][0] if naive.snapshots else DAY
    count = len(naive.snapshots)
    for known in range(DAY - 4, last + 2):
        for upto in (*range(count), None):
            expected = naive.believed(known, count if upto is None else upto)
            found = list(archive.statements(known, None, upto))
            told = sorted((each.id, each.value, since) for each, since in found)
            assert told == sorted((each.id, each.value, since) for (_, each), since in expected.items())
            rests_on = {each.source for each in archive.used(known, upto)}
            assert {source for source, _ in expected} <= rests_on
    assert arrow.table(archive, last).num_rows == len(naive.believed(last, count))
    _check_history(archive, naive, last)
    _check_changes(archive, naive)


def _check_history(archive: Archive, naive: Naive, last: int) -> None:
    history = [each for entity in "abc" for each in archive.history(entity)]
    for known in range(DAY - 4, last + 2):
        for upto in (None, len(naive.snapshots) // 2):
            expected = naive.believed(known, len(naive.snapshots) if upto is None else upto)
            held = [(each.source, each.statement) for each in history if each.held(known, upto)]
            assert sorted(held, key=str) == sorted(expected, key=str)


def _check_changes(archive: Archive, naive: Naive) -> None:
    for source in SOURCES:
        numbers = [n for n, (_, each) in enumerate(naive.snapshots, 1) if each.source == source]
        for a, b in _pairs([0, *numbers]):
            before = {each.statement for each in naive.snapshots[a - 1][1].told} if a else set()
            after = {each.statement for each in naive.snapshots[b - 1][1].told}
            changes = archive.changes(a, b)
            assert {each for change in changes for each in change.added} == after - before
            assert {each for change in changes for each in change.removed} == before - after
            for change in changes:
                was, still = (
                    any(each.entity_id == change.entity_id for each in side) for side in (before, after)
                )
                assert change.kind == ("changed" if was and still else "added" if still else "removed")


def _pairs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    for index, a in enumerate(numbers):
        for b in numbers[index + 1 :]:
            yield a, b


@settings(max_examples=SEQUENCES, deadline=None, suppress_health_check=list(HealthCheck))
@given(sequence=st.lists(editions, max_size=6))
def test_belief_is_what_the_snapshots_say(place: Callable[[], str], sequence: list[Edition]) -> None:
    naive = Naive(sequence)
    with Archive.open(place(), create=True) as archive:
        for day, edition in naive.snapshots:
            change = put(archive, edition.told, day, edition.source)
            assert change.kept + change.added == len(edition.told)
        _check(archive, naive)


@settings(max_examples=SEQUENCES, deadline=None, suppress_health_check=list(HealthCheck))
@given(past=st.lists(editions, min_size=1, max_size=4), future=st.lists(editions, min_size=1, max_size=4))
def test_nothing_ingested_later_changes_an_answer(
    place: Callable[[], str], past: list[Edition], future: list[Edition]
) -> None:
    naive = Naive([*past, *future])
    with Archive.open(place(), create=True) as archive:
        answers = {}
        for number, (day, edition) in enumerate(naive.snapshots, 1):
            put(archive, edition.told, day, edition.source)
            if number == len(past):
                mark = archive.latest()
                days = range(DAY - 4, day + 3)
                answers = {known: list(archive.statements(known, None, mark)) for known in days}
        for known, answer in answers.items():
            assert list(archive.statements(known, None, len(past))) == answer


@given(
    st.lists(st.tuples(st.text(), st.text())),
    st.sampled_from([ALWAYS, Interval(5, 9)]),
    st.none() | st.just(DAY),
)
def test_what_is_said_quickly_is_what_is_said(
    pairs: list[tuple[str, str]], valid: Interval, since: int | None
) -> None:
    say = saying("a", "Company", "us-entity-list", valid, since)
    for prop, value in pairs:
        ends = (valid.first_text, valid.last_text)
        key = statement_id("us-entity-list", "a", "Company", prop, value, *ends)
        slowly = Statement(key, "a", "Company", prop, value, "us-entity-list", valid=valid)
        assert say(prop, value) == Said(slowly, since)
        cleaned = slowly._replace(value="cleaned", original=value, lang="ja")
        assert say(prop, "cleaned", value, value, "ja") == Said(cleaned, since)
