"""An index of all names of a store: who bears this name?

First cut: two keys a name, the whole and the core without legal forms. The whole decides; the core
decides where the legal forms do not contradict each other; a weak name only ever raises the question.
An entity found is joined by those of other sources that bear one of its names. What a
person has judged settles a pair last.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from sekisho.match.judge import Judge
from sekisho.model.match import Match
from sekisho.names.keys import key
from sekisho.truth import UNKNOWN, YES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sekisho.model.judgement import Judgement
    from sekisho.names.keys import NameKey
    from sekisho.names.legal_form import Forms
    from sekisho.store.base import Store
    from sekisho.truth import Truth

NEAR = 88.0
"""Below this similarity (0..100, rapidfuzz ratio of cores) two names are not near each other."""
SHORTEST = 6
"""Letters of a name below which a slip makes another name: ZTE and ZTEX are not near."""
MOST = 5
"""Near entities that are looked at for one name."""


class Index:
    """Looks up names among the entities of a store."""

    def __init__(self, store: Store, forms: Forms) -> None:
        """Index every name, alias and weak name of *store*."""
        self._forms = forms
        self._store = store
        self._full: dict[str, list[tuple[str, str]]] = {}
        self._core: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {}
        self._weak: dict[str, list[tuple[str, str]]] = {}
        for entity in store.entities.values():
            for name in entity.names:
                keys = key(name, forms)
                self._full.setdefault(keys.full, []).append((entity.id, name))
                self._core.setdefault(keys.core, []).append((entity.id, name, keys.forms))
            for name in entity.weak:
                self._weak.setdefault(key(name, forms).full, []).append((entity.id, name))
        for table in (self._full, self._core, self._weak):
            table.pop("", None)
        self._judge = Judge(store.judgements, store.entities)
        self._known: dict[tuple[str, str | None], tuple[Match, ...]] = {}

    def find(self, name: str, country: str | None = None) -> tuple[Match, ...]:
        """Every entity that bears a name, the surest first.

        Args:
            name: as written, in any script.
            country: of the one who bears it; where it contradicts, a match by the core alone is unknown.
        """
        asked = (name, country)
        found = self._known.get(asked)
        if found is None:
            keys = key(name, self._forms)
            met = keys.core in self._core or keys.full in self._full or keys.full in self._weak
            if not met and not self._judge:
                return ()  # most names are nobody's; looking them up again costs less than keeping them
            matches = self._find(keys, country) if met else ()
            found = self._known[asked] = self._judge.settle(name, country, tuple(matches))
        return found

    def set_aside(self, name: str, country: str | None = None) -> tuple[Judgement, ...]:
        """The judgements by which the bearer of a name is not an entity; `find` leaves that out."""
        return self._judge.set_aside(name, country)

    def forget(self) -> None:
        """Drop the names that have been looked up, to free their memory."""
        self._known.clear()

    def cores(self, entities: Iterable[str]) -> dict[str, str]:
        """The names of some entities without their legal forms, the long ones only, each with whose it is."""
        named = ((own, each) for each in entities for own in self._store.entities[each].names)
        cores = ((key(own, self._forms).core, each) for own, each in named)
        return {core: each for core, each in cores if len(core) >= SHORTEST}

    def near(self, names: Collection[str], cores: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
        """The entities whose names are near each of some names, the nearest first; most are near nobody.

        Args:
            names: as written; one too short is near nobody, or it would be near everybody.
            cores: from :meth:`cores`.
        """
        import numpy as np  # noqa: PLC0415  # only who asks for near names waits for these
        from rapidfuzz import fuzz, process  # noqa: PLC0415

        asked = {name: core for name in names if len(core := key(name, self._forms).core) >= SHORTEST}
        if not asked or not cores:
            return {}
        listed, entities = tuple(cores), tuple(cores.values())
        scores = process.cdist(tuple(asked.values()), listed, scorer=fuzz.ratio, score_cutoff=NEAR)
        written = tuple(asked)
        near: dict[str, tuple[str, ...]] = {}
        for row in np.flatnonzero(scores.any(axis=1)).tolist():
            ranked = (-scores[row]).argsort(kind="stable")[:MOST].tolist()
            near[written[row]] = tuple(entities[place] for place in ranked if scores[row, place])
        return near

    def _find(self, keys: NameKey, country: str | None) -> Iterable[Match]:
        found: dict[str, Match] = {}
        for entity, name in self._full.get(keys.full, ()):
            found.setdefault(entity, Match(entity, YES, name, self._why(entity, name, "same name")))
        exact = bool(found)
        by_core = self._core.get(keys.core, ())
        shared = not exact and len(by_core) > 1 and self._distinct({entity for entity, _, _ in by_core})
        for entity, name, forms in by_core:
            truth = self._by_core(keys.forms, forms, self._store.entities[entity].country, country)
            truth = UNKNOWN if shared else truth
            if entity not in found and not (exact and truth is UNKNOWN):
                why = self._why(entity, name, "same but for the legal form")
                found[entity] = Match(entity, truth, name, why)
        for entity, name in self._weak.get(keys.full, ()):
            found.setdefault(entity, Match(entity, UNKNOWN, name, "an ambiguous short name"))
        for match in tuple(found.values()):
            if match.truth is YES:
                self._join(match, found)
        return sorted(found.values(), key=lambda match: -match.truth)

    def _distinct(self, entities: set[str]) -> bool:
        """Are these more than one, so that what they share settles nothing? Sources may name one twice."""
        names = [
            {key(name, self._forms).full for name in self._store.entities[each].names} for each in entities
        ]
        return any(not one & other for one, other in combinations(names, 2))

    def _why(self, entity: str, name: str, how: str) -> str:
        return (
            f"{how}, a spelling nobody has verified" if name in self._store.entities[entity].doubtful else how
        )

    @staticmethod
    def _by_core(
        asked: tuple[str, ...], borne: tuple[str, ...], home: str | None, country: str | None
    ) -> Truth:
        if asked and borne and asked != borne:
            return UNKNOWN
        contradicted = home is not None and country is not None and home != country
        return UNKNOWN if contradicted and asked != borne else YES

    def _join(self, match: Match, found: dict[str, Match]) -> None:
        """Entries of list files whose main name is one of the register's entity found are the same one.

        An entry's aliases join nothing: files put affiliates there, which are companies of their own.
        """
        makers = self._store.makers
        if match.entity not in makers:
            return
        for name in self._store.entities[match.entity].names:
            for entity, other in self._full.get(key(name, self._forms).full, ()):
                main = self._store.entities[entity].names[0]
                if entity not in found and entity not in makers and other == main:
                    found[entity] = Match(entity, YES, other, f"another name of {match.name}")
