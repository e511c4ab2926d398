"""A hundred thousand case rows with parties, decided: outcome columns, no findings.

Promise: 20,000 a second on one core, by a screener that is ready: it has answered others before, and none of
these. The rows are the worked cases (found through $SEKISHO_SHARED, else those of examples/) crossed with
supplier names, nearly all distinct; of several runs the best counts. No peer answers this question; beside it
stands the same work done one case at a time through the same code.
"""

from __future__ import annotations

import csv
import json
import random
import sys
import time
from typing import TYPE_CHECKING, Any

from machine import DATA, ROOT, SHARED, machine, table

from sekisho.errors import Location
from sekisho.formats.case import case_of
from sekisho.law.register import Law
from sekisho.lists.load import open_store
from sekisho.screen.run import Screener, now, outcomes

if TYPE_CHECKING:
    from sekisho.model.case import Case
    from sekisho.store.base import Store

SIZE = 100_000
TIMES = 3


def templates() -> list[dict[str, Any]]:
    """Cases to vary."""
    worked = SHARED / "law" / "cases.jsonl"
    if worked.exists():
        return [json.loads(line) for line in worked.read_text("utf-8").splitlines()]
    read = [json.loads(path.read_text("utf-8")) for path in sorted((ROOT / "examples").glob("*.json"))]
    return [case for each in read for case in (each if isinstance(each, list) else [each])]


def suppliers() -> list[str]:
    """Names of suppliers: real ones where they are at hand."""
    real = DATA / "suppliers" / "canada-federal-vendors-2022.csv"
    if real.exists():
        with real.open(encoding="utf-8", newline="") as file:
            return [row[0] for row in csv.reader(file)][1:]
    return [f"Supplier {number} of Anything, Inc." for number in range(100_000)]


def ready(law: Law, store: Store) -> Screener:
    """A screener that has looked up a hundred names that come no more."""
    screener = Screener(law, store)
    told = [{"action": "buy", "parties": [{"name": f"Before {n}", "role": "supplier"}]} for n in range(100)]
    before = [case_of(each, Location("before"), law.facts, default_id="") for each in told]
    list(screener.answers(before, now()))
    return screener


def seconds(cases: list[Case], screener: Screener) -> float:
    """Processor time of deciding cases."""
    begun = time.process_time()
    outcomes(cases, screener, now())
    return time.process_time() - begun


def main() -> int:
    """Measure, and print the figures."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else SIZE
    law, store = Law.load(), open_store()
    models, names, draw = templates(), suppliers(), random.Random(20181210)
    raw = []
    for number in range(size):
        case = dict(draw.choice(models))
        supplier = {"role": "supplier", "name": draw.choice(names), "country": "ca"}
        parties: list[Any] = [*(case.get("parties") or []), supplier]
        raw.append(case | {"id": str(number), "parties": parties})
    at = Location("bench")
    start = time.process_time()
    cases = [case_of(each, at, law.facts, default_id="") for each in raw]
    parsed = time.process_time()
    taken = min(seconds(cases, ready(law, store)) for _ in range(TIMES))
    one, begun = Screener(law, store), time.process_time()
    few = cases[:200]
    for each in few:
        outcomes([each], one, now())
    singles = time.process_time()
    rate = size / taken
    single_rate = len(few) / (singles - begun)
    table(
        f"{size:,} case rows with parties, rows a second on one core "
        f"({len(models)} kinds of case, {len(names):,} names)",
        [
            ("cases read from JSON values", size / (parsed - start)),
            ("cases decided", rate),
            ("read and decided", size / (parsed - start + taken)),
            ("decided one at a time", single_rate),
            ("ratio of the batch to one at a time", rate / single_rate),
        ],
    )
    print(machine())
    return 0 if rate >= 20_000 else 1


if __name__ == "__main__":
    sys.exit(main())
