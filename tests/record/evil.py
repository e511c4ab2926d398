"""A small record of hostile words in many scripts, as an evidence file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.model.entry import Disposition
from sekisho.record import evidence
from sekisho.record.chain import Chain
from sekisho.record.said import Asked, decision, disposition
from sekisho.store.engine import Archive
from tests.record.appending import AT
from tests.told import DENIED
from tests.whole import as_of, read_case

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.screen.run import Screener

EVIL = "<script>alert('x')</script>"
SCRIPTS = "関所 华为技术有限公司 화웨이 Хуавэй هواوي"


def written(screener: Screener, folder: Path) -> bytes:
    """A decision and what was said to it."""
    facts = screener.law.facts
    case = read_case(facts, DENIED | {"id": f"{EVIL} {SCRIPTS}"})
    (answer,) = screener.answers([case], as_of("2018-05-01"))
    with Archive.open(folder / "store.sqlite", create=True) as archive:
        chain = Chain(archive)
        (entry,) = chain.append([decision(case, answer, Asked(every=True), facts)], EVIL, AT)
        chain.append([disposition(entry, Disposition.ESCALATED, f"because {EVIL}")], EVIL, AT)
        return "".join(evidence.write(chain, 1, None, None)).encode()
