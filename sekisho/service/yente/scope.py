"""Of whom a question is asked: a dataset, less what is taken out of it.

Every list is a dataset, and so is every dataset of a FollowTheMoney file; `makers` is the register that
ships, and `default` is all of them. Invariants: nobody is left out because a word was mistyped: what
restricts a question must be known; who is gone from all lists is in it only on the days on which he was on
one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Protocol

from fastapi import Query

from sekisho import dates
from sekisho.desk.refusals import MissingError
from sekisho.lists import ftm
from sekisho.screen.listed import REPORTED
from sekisho.service.yente.refusals import RefusedError
from sekisho.service.yente.register import DATASET
from sekisho.service.yente.schemata import WIDER, kinds

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sekisho.model.entity import ListInfo
    from sekisho.service.yente.view import View
    from sekisho.service.yente.whole import Whole

ALL = "default"
"""The dataset of everybody."""
SINCE = r"^\d{4}-\d{2}-\d{2}([T ].*)?$"
LONGEST = 200
"""Letters of a dataset's name."""
Names = Annotated[list[str], Query(max_length=LONGEST)]


class Traits(Protocol):
    """What a question may look at to say whether it is about somebody."""

    @property
    def key(self) -> str:
        """Whose they are."""

    @property
    def schema(self) -> str:
        """What he is."""

    @property
    def lists(self) -> Collection[str]:
        """Where he is, now or on the day."""

    @property
    def topics(self) -> Collection[str]:
        """What he is said to be."""

    @property
    def changed(self) -> int | None:
        """When what is known of him last changed; None: that is not kept."""


@dataclass(frozen=True, slots=True)
class Of:
    """The traits of an entity that was read whole."""

    view: View
    day: int
    whole: Whole

    @property
    def key(self) -> str:
        """See `Traits`."""
        return self.whole.key

    @property
    def schema(self) -> str:
        """See `Traits`."""
        return self.whole.schema

    @property
    def lists(self) -> Collection[str]:
        """See `Traits`."""
        return self.whole.lists | self.view.listed(self.whole.key, self.day)

    @property
    def topics(self) -> Collection[str]:
        """See `Traits`."""
        return {*self.whole.properties.get("topics", ()), *self.view.topics(self.whole.key, self.day)}

    @property
    def changed(self) -> int | None:
        """See `Traits`."""
        return self.whole.last_change


@dataclass(frozen=True, slots=True)
class Scope:
    """Of whom a question is asked.

    Attributes:
        lists: on one of which somebody must be; None: on any.
        without: lists that do not count.
        schemata: what somebody must not be.
        topics: one of which somebody must have; none: any will do.
        since: the day on or after which something about him changed; None: ever.
        entities: keys of those who are left out.
    """

    lists: frozenset[str] | None = None
    without: frozenset[str] = frozenset()
    schemata: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    since: int | None = None
    entities: frozenset[str] = frozenset()

    def admits(self, one: Traits) -> bool:
        """Is it asked about somebody?"""
        if one.key in self.entities or one.schema in self.schemata:
            return False
        own = frozenset(one.lists) - self.without
        if not own or (self.lists is not None and self.lists.isdisjoint(own)):
            return False
        if self.topics and self.topics.isdisjoint(one.topics):
            return False
        changed = None if self.since is None else one.changed
        return changed is None or self.since is None or changed >= self.since


@dataclass(frozen=True, slots=True)
class Asked:
    """How a client restricts a question; see `Scope`. The names are those of datasets."""

    dataset: str = ALL
    include_dataset: tuple[str, ...] = ()
    exclude_dataset: tuple[str, ...] = ()
    exclude_schema: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    changed_since: str | None = None
    exclude_entity_ids: tuple[str, ...] = ()


def scope(asked: Asked, view: View) -> Scope:
    """What a client's words come to in a view.

    Raises:
        MissingError: there is no such dataset.
        RefusedError: it is to be restricted to what is not there.
    """
    there = view.datasets
    return Scope(
        _lists(asked, there),
        frozenset(name for each in asked.exclude_dataset for name in there.get(each, ())),
        frozenset(kind for each in asked.exclude_schema for kind in kinds(known_schema(each))),
        frozenset(asked.topics),
        None if asked.changed_since is None else since(asked.changed_since),
        frozenset(key for each in asked.exclude_entity_ids if (key := view.find(each)) is not None),
    )


def datasets(lists: Iterable[ListInfo]) -> Mapping[str, frozenset[str]]:
    """The lists of each dataset, by its name; those of the store's own names lead to it, too."""
    found: dict[str, frozenset[str]] = {DATASET: frozenset((DATASET,))}
    for name, info in ((each.id, each) for each in lists):
        if info.kind in REPORTED:
            found[name] = frozenset((name,))
            found.setdefault(ftm.dataset(name), found[name])
    return found


def known_schema(name: str) -> str:
    """A schema that FollowTheMoney has.

    Raises:
        RefusedError: it has none of that name.
    """
    if name not in WIDER:
        raise RefusedError(f"there is no schema '{name}' in FollowTheMoney; write it as Company or Person")
    return name


def since(text: str) -> int:
    """The day of an instant or a date.

    Raises:
        RefusedError: it is none.
    """
    try:
        return dates.day(text[: len("2019-05-16")])
    except (ValueError, OverflowError) as error:
        raise RefusedError(f"changed_since={text}: {error}; write a day as 2019-10-01") from error


def _lists(asked: Asked, there: Mapping[str, frozenset[str]]) -> frozenset[str] | None:
    """The lists of the dataset in the path, and of those that are included.

    Within `default` these restrict it, as yente's do. Beside a single dataset they are asked as well: that is
    how its own client asks several, and what is common to two of them would be nobody.
    """
    if asked.dataset != ALL and asked.dataset not in there:
        raise MissingError(f"there is no dataset '{asked.dataset}' on that day of knowledge; see /catalog")
    unknown = [each for each in asked.include_dataset if each not in there and each != ALL]
    if unknown:
        raise RefusedError(f"there is no dataset '{unknown[0]}' to include; see /catalog")
    names: Iterable[str] = asked.include_dataset
    if asked.dataset != ALL:
        names = (asked.dataset, *names)
    if ALL in names or not names:
        return None
    return frozenset(listed for each in names for listed in there[each])
