"""Both matchers side by side on the same names, in one run: recall, speed, and the ratios between them.

    python bench/names/run.py [--peer PEER/bin/python] [--sample N] [--sets sdn scripts canada japan]
        [--innocents]

Promises, of the set sdn: recall .85 at a false positive rate of 1 %, .93 among ten; in compiled loops one
name with its explanation in 0.3 ms of processor time, and 99 of 100 in 2 ms; a hundred times as many names a
second as the peer. A sample may miss them. Without the lists, which are no part of the project
($SEKISHO_DATA), nothing is measured.

Without `--peer` only sekisho is asked: where Numba is installed, in compiled loops, and, of the set sdn, in
columns as well. What is reported is of the part `report`, on which nothing was fitted.
Recall at a false positive rate of 1 %: a score is taken that one in a hundred of the innocent names reaches,
and the rest of the names must find their own entity, among ten, above it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import data
from machine import DATA, machine
from ours import FOLDER, Ours

from sekisho.match.query import Query
from sekisho.match.score import Model, Zone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RATE = 0.01
RECALL, IN_TEN = "recall at 1 % false positives", "recall@10"
P50, P99 = "one query, with its explanation, p50, ms", "one query, with its explanation, p99, ms"
QUERIES = "queries a second"
TIMES = 100
"""How many times as many queries a second as the peer answers are promised."""


class Promise(NamedTuple):
    """What a figure is held to."""

    figure: str
    least: float = -np.inf
    most: float = np.inf


ALWAYS = (Promise(RECALL, least=0.85), Promise(IN_TEN, least=0.93))
IN_LOOPS = (Promise(P50, most=0.3), Promise(P99, most=2.0))


def scores(
    queries: list[data.Json], answers: Sequence[Sequence[tuple[str, float]]]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each query: the best score, the score of the entity meant (-1: not found), and its rank from 0."""
    best = np.array([found[0][1] if found else 0.0 for found in answers])
    own, rank = np.full(len(queries), -1.0), np.full(len(queries), 99)
    for at, (query, found) in enumerate(zip(queries, answers, strict=True)):
        for place, (key, score) in enumerate(found):
            if key == query["truth"]:
                own[at], rank[at] = score, place
                break
    return best, own, rank


def sdn(queries: list[data.Json], told: data.Json) -> dict[str, float]:
    """The figures of the SDN construction."""
    best, own, rank = scores(queries, told["answers"])
    reported = np.array([query["part"] == "report" for query in queries])
    meant = np.array([query["truth"] is not None for query in queries])
    kinds = np.array([query["kind"] for query in queries])
    mark = np.quantile(best[reported & ~meant], 1 - RATE)
    asked = reported & meant
    return {
        RECALL: float((own[asked] > mark).mean()),
        "  held-out aliases": float((own[asked & (kinds == "alias")] > mark).mean()),
        "  mistyped names": float((own[asked & (kinds == "typo")] > mark).mean()),
        "  score that one in a hundred innocents reaches": float(mark),
        "recall@1": float((rank[asked] == 0).mean()),
        IN_TEN: float((rank[asked] < 10).mean()),
        "index, seconds": told["build"],
        QUERIES: len(queries) / np.sum(told["seconds"]),
        P50: 1000 * float(np.quantile(told["single"], 0.5)),
        P99: 1000 * float(np.quantile(told["single"], 0.99)),
    }


def found(
    queries: list[data.Json], told: data.Json, mark: float
) -> dict[str, tuple[int, float, float, float]]:
    """By kind of query, of the part `report`: how many, found first, found in ten, and above a mark."""
    _, own, rank = scores(queries, told["answers"])
    by_kind: dict[str, list[int]] = defaultdict(list)
    for at, query in enumerate(queries):
        if query["part"] == "report":
            by_kind[query["kind"]].append(at)
    return {
        kind: (
            len(at),
            float((rank[at] == 0).mean()),
            float((rank[at] < 10).mean()),
            float((own[at] >= mark).mean()),
        )
        for kind, at in sorted(by_kind.items())
    }


def ask(script: str, python: str, content: data.Json, *more: str) -> data.Json:
    """Let one matcher answer in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        queries, answers = Path(folder) / "queries.json", Path(folder) / "answers.json"
        queries.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        subprocess.run([python, str(HERE / script), str(queries), str(answers), *more], check=True)
        told: data.Json = json.loads(answers.read_text(encoding="utf-8"))
    told.setdefault("single", told["seconds"])
    return told


def compare(name: str, content: data.Json, peer: str | None) -> bool:
    """Print the figures of one set; tell whether its promises, if it has any, are kept."""
    matchers = {"sekisho": ask("ours.py", sys.executable, content)}
    if matchers["sekisho"]["loops"] and name == "sdn":
        matchers["in columns"] = ask("ours.py", sys.executable, content, "--columns")
        assert matchers["in columns"]["answers"] == matchers["sekisho"]["answers"], "loops answer otherwise"
    if peer:
        matchers["logic-v2"] = ask("peer.py", peer, content)
    print(f"\n{name}: {len(content['entities']):,} entities, {len(content['queries']):,} queries")
    if name == "sdn":
        figures = {who: sdn(content["queries"], told) for who, told in matchers.items()}
        print(f"  {'':<50}" + "".join(f"{who:>12}" for who in figures))
        for row in figures["sekisho"]:
            print(f"  {row:<50}" + "".join(f"{own[row]:>12,.3f}" for own in figures.values()))
        return held(figures, in_loops=matchers["sekisho"]["loops"])
    for who, told in matchers.items():
        mark = Model.load(FOLDER).marks.review if who == "sekisho" else 0.7
        print(f"  {who:<24}{'asked':>8}{'@1':>8}{'@10':>8}{f'>={mark}':>8}")
        for kind, (count, first, ten, above) in found(content["queries"], told, mark).items():
            print(f"  {kind:<24}{count:>8}{first:>8.3f}{ten:>8.3f}{above:>8.3f}")
    return True


def held(figures: Mapping[str, Mapping[str, float]], *, in_loops: bool) -> bool:
    """Hold the figures of sekisho, and beside those of the peer if it was asked, against what is promised."""
    own, peer = dict(figures["sekisho"]), figures.get("logic-v2")
    promises = [*ALWAYS, *(IN_LOOPS if in_loops else ())]
    if peer:
        own["times as many queries a second"] = own[QUERIES] / peer[QUERIES]
        promises.append(Promise("times as many queries a second", least=TIMES))
    kept = [promise.least <= own[promise.figure] <= promise.most for promise in promises]
    for promise, is_kept in zip(promises, kept, strict=True):
        bound = f"at most {promise.most:g}" if promise.most < np.inf else f"at least {promise.least:g}"
        told = "kept" if is_kept else "MISSED"
        print(f"  promise: {promise.figure} {bound}, is {own[promise.figure]:,.3f}: {told}")
    return all(kept)


def innocents() -> None:
    """Ask suppliers, none of whom is known to be listed, of the US lists; print whom they were taken for."""
    ours = Ours(data.lists_of_us())
    for title, names in (("Canada", data.vendors_of_canada()), ("Japan", data.payees_of_japan())):
        start = time.process_time()
        answers = ours.matcher.match([Query(name, "Organization") for name in names], most=1)
        taken = time.process_time() - start
        fresh = [data.part(name) == "report" for name in names]
        hits = [(own[0], name) for own, name in zip(answers, names, strict=True) if own]
        hits = [(own, name) for own, name in hits if own.zone is not Zone.DIFFERENT]
        told = sum(data.part(name) == "report" for _, name in hits)
        print(
            f"\n{title}: {len(names):,} names, {len(names) / taken:,.0f} a second; "
            f"{len(hits)} to review or above"
        )
        print(
            f"  of the {sum(fresh):,} on which nothing was fitted: {told}, "
            f"{1000 * told / sum(fresh):.2f} in 1,000"
        )
        for own, name in sorted(hits, key=lambda hit: -hit[0].score):
            print(f"  {own.score:.3f} {own.zone:<7} {name}  |  {own.name}")


def main() -> int:
    """Run what is asked for; 1 if a promise is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer")
    parser.add_argument("--sets", nargs="*", default=list(data.SETS))
    parser.add_argument("--sample", type=int, help="ask this many of the queries only, by a hash of the name")
    parser.add_argument("--innocents", action="store_true")
    asked = parser.parse_args()
    if not DATA.is_dir():
        print(f"names: not measured, for {DATA} is absent; set SEKISHO_DATA", file=sys.stderr)
        return 0
    kept = True
    for name in asked.sets:
        content = data.SETS[name]()
        if asked.sample:
            content["queries"].sort(key=lambda query: data.chance("sample", query["name"]))
            content["queries"] = content["queries"][: asked.sample]
        kept &= compare(name, content, asked.peer) or bool(asked.sample)
    if asked.innocents:
        innocents()
    print(f"\n{machine()}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
