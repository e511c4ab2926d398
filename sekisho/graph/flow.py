"""The fewest vertices that part two ends of a graph: maximum flow through vertices of capacity one.

Menger: as many paths without a common vertex as there are vertices in the smallest cut. The paths are found
by Dinic's method, without recursion.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

ENDLESS = 1 << 30
_SINK = 0


class Flow:
    """The greatest flow from one vertex to a set of others.

    Attributes:
        value: how many paths have no vertex in common, but those that may not be cut; where it passes the
            bound, only that it does: a path of nothing that may be cut would take any flow.
    """

    def __init__(
        self,
        edges: Mapping[str, Collection[str]],
        start: str,
        ends: Collection[str],
        fixed: Collection[str] = (),
        gone: Collection[str] = (),
        bound: int = ENDLESS,
    ) -> None:
        """Find it.

        Args:
            edges: from each vertex to the next.
            start: where all paths begin; never cut.
            ends: where they end; may be cut.
            fixed: vertices that may not be cut.
            gone: vertices that are not there.
            bound: what the flow may be; once it is more, nobody looks how much.
        """
        names = [name for name in edges if name not in gone]
        self._place = {name: 1 + 2 * index for index, name in enumerate(names)}  # in; out is the next
        self._names = names
        self._start = self._place[start] + 1
        self._to: list[int] = []
        self._room: list[int] = []
        self._from: list[list[int]] = [[] for _ in range(1 + 2 * len(names))]
        for name in names:
            place = self._place[name]
            self._join(place, place + 1, ENDLESS if name == start or name in fixed else 1)
            for after in edges[name]:
                if after in self._place:
                    self._join(place + 1, self._place[after], ENDLESS)
            if name in ends:
                self._join(place + 1, _SINK, ENDLESS)
        self.value = 0
        self._bound = bound
        while self.value <= bound and (levels := self._levels()) is not None:
            self._block(levels)

    def innermost(self) -> frozenset[str]:
        """The smallest cut that lies nearest to the ends."""
        reach = {_SINK}
        todo = [_SINK]
        while todo:
            for edge in self._from[todo.pop()]:
                before = self._to[edge]
                if before not in reach and self._room[edge ^ 1]:
                    reach.add(before)
                    todo.append(before)
        return frozenset(n for n in self._names if (p := self._place[n]) not in reach and p + 1 in reach)

    def path(self) -> Iterator[str]:
        """The vertices of one path, from the first after the start."""
        place = self._start
        while place != _SINK:
            # An edge forward is even; what flows through it is the room of the edge back.
            edge = next(e for e in self._from[place] if not e & 1 and self._room[e ^ 1])
            place = self._to[edge]
            if place != _SINK and place & 1:
                yield self._names[place >> 1]

    def _join(self, before: int, after: int, room: int) -> None:
        self._from[before].append(len(self._to))
        self._from[after].append(len(self._to) + 1)
        self._to += [after, before]
        self._room += [room, 0]

    def _levels(self) -> list[int] | None:
        """How far each vertex is from the start; None: the end is out of reach."""
        levels = [-1] * len(self._from)
        levels[self._start] = 0
        todo = deque((self._start,))
        while todo:
            place = todo.popleft()
            for edge in self._from[place]:
                after = self._to[edge]
                if self._room[edge] and levels[after] < 0:
                    levels[after] = levels[place] + 1
                    todo.append(after)
        return levels if levels[_SINK] >= 0 else None

    def _block(self, levels: list[int]) -> None:
        """Send what goes along shortest paths, one unit a path."""
        next_edge = [0] * len(self._from)
        path: list[int] = []
        place = self._start
        while True:
            if place == _SINK:
                self.value += 1
                if self.value > self._bound:
                    return
                for edge in path:
                    self._room[edge] -= 1
                    self._room[edge ^ 1] += 1
                path.clear()
                place = self._start
            if (edge := self._step(place, levels, next_edge)) >= 0:
                path.append(edge)
                place = self._to[edge]
            elif path:
                place = self._to[path.pop() ^ 1]
                next_edge[place] += 1
            else:
                return

    def _step(self, place: int, levels: list[int], next_edge: list[int]) -> int:
        """The next edge that leads one level further; -1: there is none."""
        edges = self._from[place]
        while next_edge[place] < len(edges):
            edge = edges[next_edge[place]]
            if self._room[edge] and levels[self._to[edge]] == levels[place] + 1:
                return edge
            next_edge[place] += 1
        return -1
