"""Rule evaluation alone: a rule of ten leaves over a million cases, beside the ZEN engine's expressions.

Promise: 2 million cases a second on one core. Columns are laid out beforehand, as they are when a
batch is screened; the peer is given its contexts ready made, too. Peer: zen-engine (a rule engine
written in Rust), one compiled expression of the same ten tests, one case at a time as its API has it.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from machine import best, machine, table

from sekisho.dates import AsOf, Moment, day
from sekisho.law.columns import Batch
from sekisho.law.evaluate import evaluate, scope_of
from sekisho.law.register import CORPUS, Law
from sekisho.model.case import Case, Range, Row
from sekisho.model.measure import Condition

if TYPE_CHECKING:
    from sekisho.law.evaluate import Scope

SIZE = 1_000_000
PEER_SIZE = 100_000
RULE = """
```toml instrument
id = "X"
title = "ten leaves"
issuer = "bench"
country = "us"
rank = "statute"
published = 2019-01-01
```
```toml definition
id = "X/rule"
cites = "none"
[means]
"one"   = "action in buy deploy"
"two"   = "actor.country is us"
"three" = "actor.kinds has federal-agency"
"four"  = "item.class in telecom-any video-any"
"five"  = "use.network in internal 5g"
"six"   = "use.site in government sensitive"
"seven" = "use.purpose in security"
"eight" = "equipment.user-data is yes"
"nine"  = "item.us_content_percent above 10"
"ten"   = "network.vendor-share below 80"
```
"""
EXPRESSION = (
    'action in ["buy", "deploy"] and country == "us" and "federal-agency" in kinds'
    ' and class in ["router", "switch", "camera"]'
    ' and network in ["internal", "5g"] and site in ["government", "sensitive"]'
    ' and purpose in ["public-safety", "government-security"] and userData == true'
    " and content > 10 and share < 80"
)
CLASSES, NETWORKS = ("router", "switch", "camera", "server"), ("internal", "4g", "5g")
SITES, PURPOSES = ("government", "sensitive", "ordinary"), ("public-safety", "other", "government-security")


def cases(size: int) -> list[Case]:
    """Cases that differ in every fact the rule tests."""
    actor = Row("actor", {"country": "us", "kinds": ("federal-agency",)})
    other = Row("actor", {"country": "jp", "kinds": ("private-company",)})
    made = []
    for number in range(size):
        facts = {
            "action": "buy" if number % 5 else "use",
            "item.class": CLASSES[number % 4],
            "use.network": NETWORKS[number % 3],
            "use.site": SITES[number // 3 % 3],
            "use.purpose": PURPOSES[number // 7 % 3],
            "equipment.user-data": number % 11 != 0,
            "item.us_content_percent": Range(float(number % 50), float(number % 50)),
            "network.vendor-share": Range(float(number % 100), float(number % 100)),
        }
        made.append(Case(str(number), facts, actor if number % 3 else other))
    return made


def contexts(size: int) -> list[dict[str, object]]:
    """The same cases as the peer takes them."""
    return [
        {
            "action": "buy" if number % 5 else "use",
            "country": "us" if number % 3 else "jp",
            "kinds": ["federal-agency"] if number % 3 else ["private-company"],
            "class": CLASSES[number % 4],
            "network": NETWORKS[number % 3],
            "site": SITES[number // 3 % 3],
            "purpose": PURPOSES[number // 7 % 3],
            "userData": number % 11 != 0,
            "content": float(number % 50),
            "share": float(number % 100),
        }
        for number in range(size)
    ]


def anew(rule: Condition, scope: Scope) -> None:
    """Evaluate a rule over columns that are laid out; what was answered before is forgotten."""
    scope.batch.answers.clear()
    evaluate(rule, scope)


def main() -> int:
    """Measure, and print the figures."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "facts.toml").write_bytes((CORPUS / "law" / "facts.toml").read_bytes())
        (root / "rule.md").write_text(RULE, "utf-8")
        law = Law.load(root)
    rule = law.blocks["X/rule"].texts[0].keys["means"]
    assert isinstance(rule, Condition)
    as_of = AsOf(Moment(day("2021-06-01")), day("2026-01-01"))
    batch = Batch(cases(SIZE), as_of, law.facts)
    scope = scope_of(law, batch)
    start = time.perf_counter()
    evaluate(rule, scope)
    first = time.perf_counter() - start
    again = best(lambda: anew(rule, scope))
    one = Batch(cases(1), as_of, law.facts)
    single = best(lambda: evaluate(rule, scope_of(law, one)), 200)
    rows = [
        ("columns laid out and rule evaluated", SIZE / first),
        ("rule evaluated", SIZE / again),
        ("a batch of one, columns laid out before", 1 / single),
    ]
    try:
        import zen  # noqa: PLC0415  # a peer that need not be installed
    except ImportError:
        print("peer skipped: pip install zen-engine")
    else:
        compiled, given = zen.compile_expression(EXPRESSION), contexts(PEER_SIZE)
        peer = PEER_SIZE / best(lambda: [compiled.evaluate(each) for each in given], 3)
        holds = sum(map(bool, (compiled.evaluate(each) for each in given)))
        ours = int(
            (evaluate(rule, scope_of(law, Batch(cases(PEER_SIZE), as_of, law.facts))).truths == 2).sum()
        )
        assert holds == ours, f"the peer finds {holds} cases, the rule {ours}"
        rows += [("zen-engine, one case at a time", peer), ("ratio", SIZE / again / peer)]
    table("rule of ten leaves, cases a second on one core", rows)
    print(machine())
    return 0 if SIZE / again >= 2e6 else 1


if __name__ == "__main__":
    sys.exit(main())
