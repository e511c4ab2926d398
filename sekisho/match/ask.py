"""Names held against each other, and asked of a store: the calls that most programs need.

What answers is loaded when it is first asked: it is half of what a start would take.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sekisho.folders import cache_folder
from sekisho.match.query import Query

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sekisho.match.compare import Comparison
    from sekisho.match.matcher import Found, Matcher
    from sekisho.store.base import Store


def compare(left: str, right: str, schema: str = "Company") -> Comparison:
    """Hold two names against each other: how alike they are, and why.

    Args:
        left: as written, in any script.
        right: likewise.
        schema: what their bearer is, as followthemoney calls it; empty: not known.
    """
    from sekisho.match.compare import compare as hold  # noqa: PLC0415  # see the head of this file

    return hold(left, right, schema)


def match(
    names: Iterable[str], store: Store, *, schema: str = "", country: str = "", most: int = 5
) -> list[tuple[Found, ...]]:
    """Who bears each of some names: the likeliest entities of a store, with scores.

    Args:
        names: as written, in any script.
        store: whose entities are asked about; it is indexed once.
        schema: what the bearers are, as followthemoney calls it; empty: not known.
        country: where they are, as a two-letter code; empty: not known.
        most: entities told for a name.
    """
    return found([Query(name, schema, country) for name in names], store, most)


def found(queries: Sequence[Query], store: Store, most: int = 5) -> list[tuple[Found, ...]]:
    """The same for names with all that qualifies them; what persons judged of a pair settles it."""
    matcher = matcher_of(store)
    if not store.judgements:
        return matcher.match(queries, most)
    from sekisho.match.heed import heed  # noqa: PLC0415  # see the head of this file
    from sekisho.match.judge import Judge  # noqa: PLC0415  # as above

    judge = Judge(store.judgements, store.entities)
    aside = max((len(judge.about(query)) for query in queries), default=0)
    answers = matcher.match(queries, most + aside)
    return [heed(judge, query, own)[:most] for query, own in zip(queries, answers, strict=True)]


_given: WeakKeyDictionary[Store, Matcher] = WeakKeyDictionary()


def give(store: Store, matcher: Matcher) -> None:
    """Have a store answered by a matcher that was made before, of the same names and the same corpus."""
    _given[store] = matcher


def matcher_of(store: Store) -> Matcher:
    """The matcher over all names of a store: the one that was given, or one that is made once and kept."""
    given = _given.get(store)
    return _made(store) if given is None else given


@lru_cache(maxsize=2)
def _made(store: Store) -> Matcher:
    """A matcher by what the corpus that ships says.

    What takes long to make is kept in the user's folder of caches, too, for the next program.
    """
    from sekisho.match import cache  # noqa: PLC0415  # see the head of this file
    from sekisho.match.bearers import bearers_of, digest_of  # noqa: PLC0415  # as above
    from sekisho.match.compare import CORPUS, tools  # noqa: PLC0415  # as above
    from sekisho.match.matcher import Matcher  # noqa: PLC0415  # as above
    from sekisho.match.roster import Roster  # noqa: PLC0415  # as above

    (lore, model), bearers, folder = tools(), list(bearers_of(store)), cache_folder()
    if folder is None:
        return Matcher.of(Roster.build(bearers, lore), model)
    key = cache.key(digest_of(bearers), CORPUS)
    return Matcher.of(cache.roster(folder, key, lambda: bearers, lore), model)
