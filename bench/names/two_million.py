"""Two million names: how long and how large an index of them is, and how fast it is asked.

    python bench/names/two_million.py [--names 2000000]

The names are made by recombining the words of real ones (the SDN list, the vendors of Canada), as often as
they occur there; what is asked is a mistyped name of them, or one made in the same way that is not listed.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(1, str(Path(__file__).resolve().parent.parent))

import data
from machine import machine
from ours import FOLDER

from sekisho.match.matcher import Matcher
from sekisho.match.query import Query
from sekisho.match.roster import Bearer

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = 2_000_000
BATCH, SINGLES = 20_000, 2_000
SECONDS, MEBIBYTES, A_SECOND, P99 = 60, 700, 2_000, 10.0
"""What is promised: of the index, of a batch on one core, of one name, in milliseconds."""


class Maker:
    """Makes names of the words of real ones."""

    def __init__(self) -> None:
        listed = [name for each in data.sdn()["entities"] for name in each["names"]]
        own = [name.split() for name in (*listed, *data.vendors_of_canada())]
        self._words = np.array([word for name in own for word in name], object)
        self._sizes = np.array([len(name) for name in own if 1 < len(name) < 8])

    def names(self, count: int, seed: int) -> Iterator[str]:
        """So many names; the same for the same seed."""
        chance = np.random.default_rng(seed)
        for start in range(0, count, 100_000):
            sizes = chance.choice(self._sizes, min(100_000, count - start))
            words = iter(chance.choice(self._words, int(sizes.sum())).tolist())
            for size in sizes.tolist():
                yield " ".join(next(words) for _ in range(size))


def resident() -> float:
    """The most memory this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """Build, ask, and tell whether the promises hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=NAMES)
    count = parser.parse_args().names
    maker = Maker()
    before = resident()
    start = time.process_time()
    bearers = (Bearer(str(at), "Company", (name,)) for at, name in enumerate(maker.names(count, seed=1)))
    matcher = Matcher.build(bearers, FOLDER)
    built, size = time.process_time() - start, resident()
    chosen = np.random.default_rng(2).choice(count, BATCH // 2, replace=False).tolist()
    names = matcher.roster.names.texts.take(chosen)
    asked = [Query(data.mistype(name), "Company") for name in names]
    others = [Query(name, "Company") for name in maker.names(BATCH // 2, seed=3)]
    queries = [each for pair in zip(asked, others, strict=True) for each in pair]
    way = "in loops" if matcher.hasten() else "in columns"
    matcher.match(queries[:200])
    start = time.process_time()
    answers = matcher.match(queries, most=10)
    a_second = len(queries) / (time.process_time() - start)
    pairs = zip(chosen, answers[::2], strict=True)
    met = [str(own) in {found.bearer for found in told} for own, told in pairs]
    single = []
    for query in queries[:SINGLES]:
        start = time.perf_counter()
        matcher.match([query])
        single.append(1000 * (time.perf_counter() - start))
    p50, p99 = np.quantile(single, [0.5, 0.99])
    print(f"{count:,} names, {len(matcher.roster.words.listed):,} words")
    print(
        f"  index: {built:,.1f} s of processor time, at most {size:,.0f} MiB resident ({before:,.0f} before)"
    )
    print(f"  {way}: {a_second:,.0f} names a second; one name: p50 {p50:.2f} ms, p99 {p99:.2f} ms")
    print(f"  of the mistyped ones {np.mean(met):.1%} find their own name among ten")
    print(f"  at the end, with all that was asked: at most {resident():,.0f} MiB resident")
    print(machine())
    kept = built < SECONDS and size < MEBIBYTES and a_second >= A_SECOND and p99 < P99
    return 0 if kept or count < NAMES else 1


if __name__ == "__main__":
    sys.exit(main())
