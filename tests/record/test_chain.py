"""A chain shows whatever is done to it; nothing that was acknowledged is lost, on both databases."""

from __future__ import annotations

import hashlib
import json
import random
import time
from collections import Counter
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.errors import InputError, UsageError
from sekisho.model.entry import Anchor, Entry
from sekisho.record.chain import GENESIS, Chain, Links, canonical, content_of, hash_of, ready, whole
from sekisho.store.entries import about
from sekisho.store.schema import ENTRY
from tests.record.appending import AT, TOGETHER, Appending, said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sekisho.store.engine import Archive

KILLS = 10


def chained(*bodies: object) -> list[Entry]:
    """Entries as a record has them."""
    made: list[Entry] = []
    previous = GENESIS
    for number, each in enumerate(bodies, 1):
        body = canonical(each)
        own = hash_of(previous, number, content_of(AT, "ann", "decision", body))
        made.append(Entry(number, previous, AT, "ann", "decision", body, own))
        previous = own
    return made


def problems(entries: Sequence[Entry], anchor: Anchor | None = None) -> list[str]:
    links = Links("a record")
    for each in entries:
        links.follow(
            each.number, content_of(each.at, each.by, each.kind, each.body), each.hash, each.previous
        )
    if anchor is not None:
        links.meets(anchor, next((each.hash for each in entries if each.number == anchor.number), None))
    return [str(each) for each in links.problems]


CHAIN = chained(*({"case": f"case {n}", "answer": {"outcome": "review"}} for n in range(20)))
HEAD = Anchor(len(CHAIN), CHAIN[-1].hash, AT)
PLACES = st.integers(0, len(CHAIN) - 1)


def test_an_honest_chain_holds() -> None:
    assert problems(CHAIN, HEAD) == []
    assert problems([]) == []


def test_the_hashes_are_those_that_are_documented() -> None:
    first = CHAIN[0]
    told = {"at": first.at, "by": first.by, "kind": first.kind, "body": json.loads(first.body)}
    # Of these words, Python's own sorted JSON is the canonical one: nothing of ours is asked.
    content = hashlib.sha256(json.dumps(told, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    link = {"previous": "0" * 64, "number": 1, "content": content}
    own = hashlib.sha256(json.dumps(link, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    assert own == first.hash


@settings(max_examples=300, deadline=None)
@given(PLACES, st.sampled_from([each.name for each in fields(Entry)]), st.data())
def test_any_byte_that_is_changed_shows(place: int, field: str, data: st.DataObject) -> None:
    changed = list(CHAIN)
    value = getattr(CHAIN[place], field)
    if isinstance(value, int):
        other: Any = data.draw(st.integers(1, 100).filter(lambda each: each != value))
    else:
        raw = bytearray(value.encode())
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at] = data.draw(st.integers(0, 127).filter(lambda each: each != raw[at]))
        other = raw.decode()
    changed[place] = replace(CHAIN[place], **{field: other})
    assert problems(changed)


@given(PLACES)
def test_any_entry_that_is_dropped_shows(place: int) -> None:
    left = CHAIN[:place] + CHAIN[place + 1 :]
    assert problems(left, HEAD)
    if place < len(CHAIN) - 1:
        assert problems(left), "in the middle, no anchor is needed"


@given(st.integers(1, len(CHAIN)))
def test_an_end_that_is_dropped_shows_against_the_anchor_only(number: int) -> None:
    left = CHAIN[:-number]
    assert problems(left) == []
    assert "its end is missing" in problems(left, HEAD)[-1]


@given(PLACES, PLACES)
def test_any_two_that_are_swapped_show(one: int, other: int) -> None:
    swapped = list(CHAIN)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    assert bool(problems(swapped)) is (one != other)


@given(PLACES)
def test_a_chain_that_was_made_again_shows_against_the_anchor(place: int) -> None:
    bodies = [json.loads(each.body) for each in CHAIN]
    bodies[place] = {"case": "another"}
    forged = chained(*bodies)
    assert problems(forged) == []
    assert "not the one that was anchored" in problems(forged, HEAD)[-1]


# --- in a store ---


def test_what_is_appended_is_there_in_its_order(archive: Archive) -> None:
    chain = Chain(archive)
    assert chain.head() is None
    with pytest.raises(UsageError, match="is empty"):
        chain.anchor(AT)
    first = chain.append(said(1), "ann", AT)
    second = chain.append([("disposition", {"case": "case 1", "why": "海思 \x00 “ok”"})], "bob", AT)
    assert list(chain.entries()) == [*first, *second]
    assert chain.head() == chain.entry(TOGETHER + 1) == second[-1]
    assert list(chain.entries(case="case 1")) == [*first, *second]
    assert list(chain.entries(case="case 2")) == []
    assert [each.number for each in chain.entries(2, 3)] == [2, 3]
    assert json.loads(whole(second[0]))["body"]["why"] == "海思 \x00 “ok”"
    assert whole(second[0]) == canonical(json.loads(whole(second[0])))
    links = chain.verify(chain.anchor(AT))
    assert (links.number, links.hash, links.problems) == (TOGETHER + 1, second[-1].hash, [])
    with pytest.raises(UsageError, match="no entry 99"):
        chain.entry(99)


@pytest.mark.parametrize("body", [{"n": float("nan")}, {"n": 2**60}, {"n": "\ud800"}, {"\ud800": 1}])
def test_what_is_no_json_is_refused_and_nothing_kept(archive: Archive, body: dict[str, object]) -> None:
    with pytest.raises(InputError, match="nothing was changed"):
        Chain(archive).append([("decision", {"case": "a"}), ("decision", body)], "ann", AT)
    assert Chain(archive).head() is None


def test_an_entry_has_an_author(archive: Archive) -> None:
    with pytest.raises(UsageError, match="author"):
        Chain(archive).append(said(1), " ", AT)


@pytest.mark.parametrize(
    "harm",
    [
        ENTRY.update().where(ENTRY.c.number == 3).values(body='{"case":"other"}'),
        ENTRY.update().where(ENTRY.c.number == 3).values(by="eve"),
        ENTRY.update().where(ENTRY.c.number == 3).values(about=about("other")),
        ENTRY.update().where(ENTRY.c.number == 3).values(body="not JSON"),
        ENTRY.delete().where(ENTRY.c.number == 3),
        ENTRY.delete().where(ENTRY.c.number > TOGETHER - 2),
        ENTRY.update().where(ENTRY.c.number == TOGETHER).values(number=77),
    ],
)
def test_whatever_is_done_to_the_table_shows(archive: Archive, harm: object) -> None:
    chain = Chain(archive)
    chain.append(said(1), "ann", AT)
    anchor = chain.anchor(AT)
    assert chain.verify(anchor).problems == []
    with archive._engine.begin() as connection:
        connection.execute(harm)  # type: ignore[call-overload]
    assert chain.verify(anchor).problems


def test_two_writers_make_one_chain(archive: Archive, url: str) -> None:
    writers = [Appending(url, by) for by in ("ann", "bob")]
    end = time.monotonic() + 1.5
    while time.monotonic() < end:
        time.sleep(0.05)
    kept = [each.kill() for each in writers]
    found = list(Chain(archive).entries())
    assert Chain(archive).verify().problems == []
    assert len(found) >= max(kept)
    assert set(Counter(each.by for each in found)) == {"ann", "bob"}


def test_killed_at_any_moment_nothing_acknowledged_is_lost(archive: Archive, url: str) -> None:
    chance = random.Random(889)  # noqa: S311  # moments, not secrets
    chain = Chain(archive)
    for _ in range(KILLS):
        process = Appending(url, "ann")
        time.sleep(chance.uniform(0, 0.03))
        acknowledged = process.kill()
        links = chain.verify()
        assert links.problems == []
        assert links.number >= acknowledged
        assert links.number % TOGETHER == 0, "of what is said together, all is kept or nothing"
    head = chain.anchor(AT).number
    assert chain.append(said(0), "ann", AT)[-1].number == head + TOGETHER


def test_an_entry_is_kept_with_what_else_its_transaction_keeps_or_not_at_all(archive: Archive) -> None:
    chain = Chain(archive)
    chain.append(said(1), "ann", AT)
    authors = ("bob", "eve", "ann", "bob", "eve")
    prepared = [ready(each, by) for each, by in zip(said(2), authors, strict=True)]
    with archive.writing() as connection:
        added = chain.add(connection, prepared, AT)

    def broken() -> None:
        with archive.writing() as connection:
            chain.add(connection, prepared, AT)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    assert [each.by for each in chain.entries()] == ["ann"] * TOGETHER + [each.by for each in prepared]
    assert tuple(chain.entries())[TOGETHER:] == added
    assert not chain.verify().problems


_WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
_LETTERS = st.text(st.characters(exclude_categories=["Cs"]))
_JSON = st.recursive(
    st.none() | st.booleans() | _WHOLE | st.floats(allow_nan=False, allow_infinity=False) | _LETTERS,
    lambda inner: st.lists(inner) | st.dictionaries(_LETTERS, inner) | st.lists(inner).map(tuple),
)


@given(_JSON)
def test_what_the_standard_library_writes_is_canonical_too(value: Any) -> None:  # noqa: ANN401  # whatever JSON has
    assert canonical(value) == rfc8785.dumps(value).decode()


@pytest.mark.parametrize("value", [2**53, -(2**60), float("nan"), {1: 2}, "\ud800", [{"a": "\udfff"}]])
def test_what_json_cannot_say_is_refused_however_it_is_written(value: object) -> None:
    with pytest.raises(InputError, match="cannot be kept"):
        canonical(value)
