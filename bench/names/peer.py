"""The field's matcher, nomenklatura's logic-v2, asked the same queries, in an environment of its own.

    python3 -m venv PEER && PEER/bin/pip install nomenklatura==4.17.4  # builds ICU: libicu-dev pkg-config g++
    PEER/bin/python bench/names/peer.py QUERIES.json ANSWERS.json

Candidates are found with the peer's own tokens, weighted by how rare they are, as its own index does, and
with runs of three letters, as a search engine before it would; the best thirty are scored. The query is the
shape that yente sends: an entity with a name and a schema.
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from followthemoney import StatementEntity, model
from followthemoney.dataset import Dataset
from nomenklatura.blocker.index import Index
from nomenklatura.blocker.tokenizer import tokenize_entity
from nomenklatura.matching.logic_v2.model import LogicV2

Json = dict[str, Any]
CANDIDATES = 30
KEPT = 10
SET = Dataset.make({"name": "bench", "title": "bench"})


def entity(key: str, schema: str, names: list[str]) -> StatementEntity:
    """An entity as followthemoney has it."""
    data = {"id": key, "schema": schema, "properties": {"name": names}}
    assert model.get(schema) is not None
    return StatementEntity.from_data(SET, data)


def keys(each: StatementEntity) -> set[tuple[str, str]]:
    """What an entity is found by."""
    runs = {f"{name.lower()}"[at : at + 3] for name in each.names for at in range(len(name) - 2)}
    return {*tokenize_entity(each), *(("run", run) for run in runs)}


class Peer:
    """Its index and its scorer."""

    def __init__(self, rows: list[Json]) -> None:
        self.entities = {row["id"]: entity(row["id"], row["schema"], row["names"]) for row in rows}
        self.postings = defaultdict(set)
        for key, each in self.entities.items():
            for under in keys(each):
                self.postings[under].add(key)
        total = len(self.entities)
        self.weights = {
            under: Index.BOOSTS.get(under[0], 1.0) * math.log(1 + total / len(found))
            for under, found in self.postings.items()
        }
        self.config = LogicV2.default_config()
        self.asked = 0

    def ask(self, query: Json) -> list[tuple[str, float]]:
        """The best entities with their scores."""
        self.asked += 1  # the peer remembers what it knows of an entity by its id
        asked = entity(f"query-{self.asked}", query["schema"], [query["name"]])
        scores: dict[str, float] = defaultdict(float)
        for under in keys(asked):
            weight = self.weights.get(under, 0.0)
            for key in self.postings.get(under, ()):
                scores[key] += weight
        near = sorted(scores, key=scores.__getitem__, reverse=True)[:CANDIDATES]
        found = [(key, LogicV2.compare(asked, self.entities[key], self.config).score) for key in near]
        return sorted(found, key=lambda pair: -pair[1])[:KEPT]


def main(queries: Path, answers: Path, most: int) -> None:
    """Build, warm up on the first hundred, then ask everything and take the time of each."""
    content = json.loads(queries.read_text(encoding="utf-8"))
    start = time.process_time()
    peer = Peer(content["entities"])
    built = time.process_time() - start
    asked = content["queries"][:most]
    for query in asked[:100]:
        peer.ask(query)
    found, taken = [], []
    for query in asked:
        start = time.process_time()
        found.append(peer.ask(query))
        taken.append(time.process_time() - start)
    result = {"build": built, "seconds": taken, "answers": found}
    answers.write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else sys.maxsize)
