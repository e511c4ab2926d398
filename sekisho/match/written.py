"""Who bears a name as it is written, or an identifier: the sure and cheap half of matching.

Two keys a name, the whole and the core without legal forms. The whole decides; the core decides where legal
forms and countries do not contradict each other and nobody else shares it; a weak name only ever raises the
question. An identifier decides whatever the name is; another one of the same kind makes a question of a name.
"""

from __future__ import annotations

from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Final, NamedTuple

from sekisho.match.identifiers import another_kind, identifiers_of, kind_of
from sekisho.model.match import Match
from sekisho.names.keys import key
from sekisho.names.normal import LONGEST, words_of
from sekisho.truth import UNKNOWN, YES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sekisho.match.query import Query
    from sekisho.store.base import Store

AMBIGUOUS: Final = "an ambiguous short name"
"""Why a weak name settles nothing, for a reader."""
SHORT: Final = LONGEST // len(" and ")
"""Letters of a name of which none is cut off when it is written out."""


class Borne(NamedTuple):
    """A name as somebody bears it, with the classes of its legal forms."""

    entity: str
    text: str
    forms: tuple[str, ...]


class Written:
    """The names and identifiers of a store, ready to be looked up."""

    def __init__(self, store: Store) -> None:
        """Take every name, alias, weak name and identifier of *store*."""
        self._store = store
        self._whole: dict[str, list[Borne]] = {}
        self._core: dict[str, list[Borne]] = {}
        self._weak: dict[str, list[Borne]] = {}
        self._ambiguous: set[tuple[str, str]] = set()
        for entity in store.entities.values():
            for text in entity.names:
                keys = key(text, store.forms)
                name = Borne(entity.id, text, keys.forms)
                self._whole.setdefault(keys.full, []).append(name)
                self._core.setdefault(keys.core, []).append(name)
            for text in entity.weak:
                keys = key(text, store.forms)
                self._weak.setdefault(keys.full, []).append(Borne(entity.id, text, keys.forms))
                self._ambiguous.add((entity.id, keys.core))
        for table in (self._whole, self._core, self._weak):
            table.pop("", None)
        self._ids = identifiers_of(store)
        self._identified: dict[str, list[str]] = {}
        for entity_id, ids in self._ids.items():
            for each in ids:
                self._identified.setdefault(each, []).append(entity_id)

    @property
    def words(self) -> frozenset[str]:
        """Every word that a name, or a weak name, is written with."""
        return frozenset().union(*map(str.split, self._whole), *map(str.split, self._weak))

    def find(self, query: Query) -> list[Match]:
        """Every entity that bears the name or an identifier asked for, each once."""
        found: dict[str, Match] = {}
        for match in (*self._by_id(query), *self._by_name(query)):
            found.setdefault(match.entity, match)
        return list(found.values())

    def hasten(self) -> None:
        """Have at hand what `find_many` looks up."""
        self._known  # noqa: B018  # it is kept

    def find_many(self, queries: Sequence[Query]) -> list[list[Match]]:
        """The same for each of many; most names have a word that nobody's has, which costs less to know."""
        # Such a name is written with the words that are found here, and its core with some of them.
        plain = [name if name.isascii() and len(name) <= SHORT else "" for name, *_ in queries]
        known = self._known.issuperset
        return [
            self.find(query) if query.ids or known(words) else []
            for query, words in zip(queries, words_of(plain), strict=True)
        ]

    @cached_property
    def _known(self) -> frozenset[str]:
        """Every word that a name may be written with that is written as a listed one, or as its core."""
        forms = self._store.forms
        told = (form for table in (forms.starts, forms.ends) for own in table.values() for form, _ in own)
        return self.words.union(*map(str.split, told))

    def bearing(self, name: str) -> Sequence[Borne]:
        """Who bears a name that is written the same."""
        return self._whole.get(key(name, self._store.forms).full, ())

    def distinct(self, entities: Collection[str]) -> bool:
        """Are these more than one, so that what they share settles nothing? Sources may name one twice."""
        names = [
            {key(name, self._store.forms).full for name in self._store.entities[each].names}
            for each in entities
        ]
        return any(not one & other for one, other in combinations(names, 2))

    def like(self, query: Query, entity: str, name: str, how: str, *, shared: bool) -> Match:
        """A match of names that are not written the same: a question, where anything speaks against it.

        Args:
            query: what is asked.
            entity: whom it met.
            name: by which name.
            how: in which way they are the same.
            shared: do others meet it likewise?
        """
        asked, borne = (key(each, self._store.forms) for each in (query.name, name))
        if (entity, asked.core) in self._ambiguous:
            return Match(entity, UNKNOWN, name, f"{how}; {AMBIGUOUS}")
        home = self._store.entities[entity].country
        doubt = "others are as close" if shared else ""
        if asked.forms != borne.forms:
            if asked.forms and borne.forms:
                doubt = "the legal forms contradict each other"
            elif home and query.country and home != query.country:
                doubt = "the countries differ"
        return self._match(query, entity, name, how, doubt)

    def _by_id(self, query: Query) -> Iterator[Match]:
        for each in query.ids:
            for entity in self._identified.get(each, ()):
                name = self._store.entities[entity].names[0]
                yield Match(entity, YES, name, f"the same identifier ({kind_of(each)})")

    def _by_name(self, query: Query) -> Iterator[Match]:
        keys = key(query.name, self._store.forms)
        whole, core = self._whole.get(keys.full, ()), self._core.get(keys.core, ())
        yield from (self._match(query, each.entity, each.text, "same name") for each in whole)
        shared = bool(core) and not whole and self.distinct({each.entity for each in core})
        for each in core:
            how = "same but for the legal form"
            match = self.like(query, each.entity, each.text, how, shared=shared)
            if match.truth is YES or not whole:
                yield match
        for each in self._weak.get(keys.full, ()):
            yield Match(each.entity, UNKNOWN, each.text, AMBIGUOUS)

    def _match(self, query: Query, entity: str, name: str, how: str, doubt: str = "") -> Match:
        if name in self._store.entities[entity].doubtful:
            how += ", a spelling nobody has verified"
        if not doubt and (kind := another_kind(query.ids, self._ids.get(entity, ()))):
            doubt = f"another {kind}"
        if doubt:
            return Match(entity, UNKNOWN, name, f"{how}; {doubt}", near=True)
        return Match(entity, YES, name, how)
