"""Names asked of a store: what is kept for the next program answers as what was built."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import sekisho
from sekisho.match.ask import _made, matcher_of
from sekisho.match.bearers import bearers_of, digest_of
from sekisho.match.query import Query
from sekisho.model.entity import Entity, Identifier

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from sekisho.store.base import Store

NAMES = ["Huawai Technologies", "杭州海康威视", "Bakery of Kyoto", "НUAWEI", "ZTE"]


def told(store: Store) -> list[list[tuple[str, str, float]]]:
    _made.cache_clear()
    found = sekisho.match(NAMES, store)
    return [[(each.bearer, each.name, each.score) for each in own] for own in found]


def test_a_kept_roster_answers_as_the_one_that_was_built(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEKISHO_CACHE", "none")
    built = told(store)
    monkeypatch.setenv("SEKISHO_CACHE", str(tmp_path))
    assert told(store) == built
    (kept,) = tmp_path.iterdir()
    assert told(store) == built, "as it was kept"
    kept.write_bytes(kept.read_bytes()[:-1] + b"\xff")
    assert told(store) == built, "and as it was damaged"
    _made.cache_clear()


def test_the_hash_of_bearers_is_of_all_that_a_roster_is_made_of(store: Store) -> None:
    entity = Entity("acme", "Company", ("Acme",), "cn", ("A",))
    digests = set()
    for each in (
        entity,
        replace(entity, names=("Acme", "Acme Two")),
        replace(entity, weak=()),
        replace(entity, country=None),
        replace(entity, schema="Person"),
        replace(entity, id="other"),
    ):
        digests.add(digest_of(list(bearers_of(replace(store, entities={each.id: each}, marks=())))))
    marked = replace(store, entities={"acme": entity}, marks=(Identifier("lei", "X", "acme"),))
    digests.add(digest_of(list(bearers_of(marked))))
    assert len(digests) == 7


def test_what_a_name_is_asked_with_counts(store: Store) -> None:
    matcher = matcher_of(store)
    ((here, *_),) = matcher.match([Query("Huawai Technologies", country="cn")])
    ((there, *_),) = matcher.match([Query("Huawai Technologies", country="us")])
    assert here.score > there.score
