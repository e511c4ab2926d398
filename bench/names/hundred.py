"""A hundred suppliers that the US lists are likely to be asked about in vain, to be looked at one by one.

    python bench/names/hundred.py [--count N]

Drawn by a hash from those suppliers of two governments of the part `report` who reach the zone `review` or
`same`; printed with the listed name they were held against, for a person to class. What the classes came to
is told in docs/concepts/matching.md.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import data
from ours import Ours

from sekisho.match.query import Query
from sekisho.match.score import Zone


def drawn(count: int) -> list[tuple[float, str, str, str]]:
    """So many of them: score, zone, the supplier's name, the listed one."""
    names = [
        name for name in {*data.vendors_of_canada(), *data.payees_of_japan()} if data.part(name) == "report"
    ]
    names.sort(key=lambda name: data.chance("hundred", name))
    matcher = Ours(data.lists_of_us()).matcher
    answers = matcher.match([Query(name, "Organization") for name in names], most=1)
    hits = [
        (own[0].score, own[0].zone.value, name, own[0].name)
        for own, name in zip(answers, names, strict=True)
        if own and own[0].zone is not Zone.DIFFERENT
    ]
    return hits[:count]


def main() -> None:
    """Draw and print, the highest scores first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100)
    for score, zone, name, listed in sorted(drawn(parser.parse_args().count), reverse=True):
        print(f"{score:.3f}\t{zone}\t{name}\t{listed}")


if __name__ == "__main__":
    main()
