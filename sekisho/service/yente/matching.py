"""Examples in, results out: what comes at the same time is matched together.

A hundred names cost little more than one. Invariant: every request is answered as if it had been alone.
"""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from sekisho.desk.gather import Gathering
from sekisho.match.ask import found, matcher_of
from sekisho.service.yente.ranking import ranked
from sekisho.service.yente.scope import scope
from sekisho.service.yente.view import View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sekisho.dates import AsOf
    from sekisho.desk.desk import Desk
    from sekisho.match.matcher import Found
    from sekisho.match.query import Query
    from sekisho.match.score import Model
    from sekisho.service.yente.query import Sought
    from sekisho.service.yente.ranking import Bounds, Result
    from sekisho.service.yente.scope import Asked

TOGETHER = 64
"""Requests that are matched together at most."""
WAITING = 1000
"""Requests that may wait; who comes then is asked to come again."""
MOMENT = 0.005
"""Seconds that a request waits for others: less than what a batch costs beside its names."""
EVERYBODY = 10_000
"""Candidates for a name: whoever scores at all. Who is wanted of them is known when they are read."""
VIEWS = 8
"""Days of knowledge that are kept at hand."""


class Results(NamedTuple):
    """Who may be whom somebody looks for, by the names of the examples.

    Attributes:
        view: to tell them from.
        model: how evidence adds up.
    """

    by_name: Mapping[str, list[Result]]
    view: View
    model: Model


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """The examples of one request.

    Attributes:
        by_name: as the client calls them.
        asked: of whom it asks.
        bounds: what it wants of the results.
        tell: makes the answer of the results, in the thread that matches.
        answered: the answer.
    """

    by_name: Mapping[str, Sought]
    asked: Asked
    bounds: Bounds
    as_of: AsOf
    tell: Callable[[Results], str]
    answered: Future[str] = field(default_factory=Future)

    @property
    def names(self) -> tuple[Query, ...]:
        """All names, example by example."""
        return tuple(name for each in self.by_name.values() for name in each.names)


class Matching:
    """A desk's entities, matched and told."""

    def __init__(self, desk: Desk) -> None:
        """Begin to take examples in."""
        self._desk = desk
        self._gathering = Gathering("matching", self._match, TOGETHER, WAITING, MOMENT)
        self._views: OrderedDict[int, View] = OrderedDict()
        self._upto = 0

    def close(self) -> None:
        """Take nothing more in; what was taken in is answered."""
        self._gathering.close()

    def put(self, examples: Examples) -> None:
        """Take the examples of a request in.

        Raises:
            BusyError: too many wait already.
        """
        self._gathering.put([examples])

    @contextmanager
    def looking(self, as_of: AsOf) -> Iterator[View]:
        """The view of a day of knowledge, to be asked by one thread at a time."""
        with self._desk.turn():
            upto = self._desk.snapshot
            if upto != self._upto:
                self._views.clear()
                self._upto = upto
            view = self._views.get(as_of.known)
            if view is None:
                view = View(self._desk.store(as_of), self._desk.archive, as_of.known, upto)
                self._views[as_of.known] = view
            self._views.move_to_end(as_of.known)
            if len(self._views) > VIEWS:
                self._views.popitem(last=False)
            yield view

    def view(self, as_of: AsOf) -> View:
        """The same for whoever asks for no names."""
        with self.looking(as_of) as view:
            return view

    def found(self, as_of: AsOf, names: Sequence[Query]) -> tuple[View, list[tuple[Found, ...]]]:
        """Everybody who may bear some names, the likeliest first."""
        with self.looking(as_of) as view:
            return view, found(names, view.store, EVERYBODY)

    def _match(self, requests: Sequence[Examples]) -> None:
        alike: dict[int, list[Examples]] = {}
        for each in requests:
            if each.answered.set_running_or_notify_cancel():
                alike.setdefault(each.as_of.known, []).append(each)
        for group in alike.values():
            try:
                names = [name for each in group for name in each.names]
                view, told = self.found(group[0].as_of, names)
            except Exception as error:  # noqa: BLE001  # whatever it is, somebody waits for it
                for each in group:
                    each.answered.set_exception(error)
                continue
            _read_together(group, told, view)
            rest = iter(told)
            for each in group:
                own = [[next(rest) for _ in one.names] for one in each.by_name.values()]
                self._answer(each, own, view)

    @staticmethod
    def _answer(request: Examples, told: Sequence[Sequence[Sequence[Found]]], view: View) -> None:
        try:
            within, day = scope(request.asked, view), request.as_of.on.day
            model = matcher_of(view.store).model
            by_name = {
                name: ranked(sought, own, request.bounds, view, within, day, model)
                for (name, sought), own in zip(request.by_name.items(), told, strict=True)
            }
            request.answered.set_result(request.tell(Results(by_name, view, model)))
        except Exception as error:  # noqa: BLE001  # as above
            request.answered.set_exception(error)


def _read_together(group: Sequence[Examples], told: Iterable[Sequence[Found]], view: View) -> None:
    """Have everybody at hand who will be told, by one question to the archive."""
    least = min(each.bounds.cutoff for each in group)
    view.wholes({each.bearer for own in told for each in own if each.score >= least})
