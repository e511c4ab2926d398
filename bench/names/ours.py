"""sekisho's matcher, as the benchmark asks it."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sekisho.match.explain import explain
from sekisho.match.matcher import Matcher
from sekisho.match.query import Query
from sekisho.match.roster import Bearer
from sekisho.match.way import in_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

import sekisho

FOLDER = Path(sekisho.__file__).parent / "corpus"
KEPT = 10
CHUNK = 256

Json = dict[str, Any]


def chunks(queries: list[Json]) -> Iterator[tuple[int, list[Json]]]:
    """Queries in parts, with where each begins."""
    for start in range(0, len(queries), CHUNK):
        yield start, queries[start : start + CHUNK]


class Ours:
    """An index of entities."""

    def __init__(self, entities: list[Json]) -> None:
        bearers = [Bearer(each["id"], each["schema"], tuple(each["names"])) for each in entities]
        self.matcher = Matcher.build(bearers, FOLDER)

    @staticmethod
    def asked(queries: list[Json]) -> list[Query]:
        """Queries as sekisho has them."""
        return [Query(query["name"], query["schema"]) for query in queries]

    def answer(self, queries: list[Json]) -> list[list[tuple[str, float]]]:
        """The best entities of each query with their scores."""
        found = self.matcher.match(self.asked(queries), most=KEPT)
        return [[(each.bearer, each.score) for each in own] for own in found]

    def explained(self, query: Query) -> tuple[str, ...]:
        """Why the best entity of one query was found; empty if none was."""
        (found,) = self.matcher.match([query], most=KEPT)
        return explain(found[0], self.matcher.model) if found else ()


def main(queries: Path, answers: Path, *, loops: bool) -> None:
    """Build, warm up, ask everything in one batch, and then one by one, explained, for the time of each.

    In compiled loops, if these are wanted and installed, which are loaded before the clock runs.
    """
    content = json.loads(queries.read_text(encoding="utf-8"))
    start = time.process_time()
    ours = Ours(content["entities"])
    built = time.process_time() - start
    asked = content["queries"]
    loops = loops and ours.matcher.hasten()
    if not loops:
        in_columns()
    ours.answer(asked[:100])
    start = time.process_time()
    found = ours.answer(asked)
    batch = time.process_time() - start
    single = []
    for query in ours.asked(asked[:2000]):
        start = time.process_time()
        ours.explained(query)
        single.append(time.process_time() - start)
    result = {"build": built, "seconds": batch, "single": single, "answers": found, "loops": loops}
    answers.write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), loops="--columns" not in sys.argv)
