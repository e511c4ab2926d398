"""Decisions to speak about, without asking the law: enough of an entry for the queue and four eyes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.desk.queue import Waits, opened
from sekisho.model.entry import Kind
from sekisho.model.task import Doubt
from sekisho.record.chain import Chain, ready

if TYPE_CHECKING:
    from sekisho.model.entry import Entry
    from sekisho.store.engine import Archive

AT = "2026-11-30T11:00:00Z"
DAHUA = Doubt("大華", "jp", "dahua")
HYTERA = Doubt("Hytera Comunications", None, "hytera")
RULE = "US-889A/procure"


def decide(archive: Archive, case: str, *doubts: Doubt, needs: tuple[str, ...] = ()) -> Entry:
    """Keep a decision about a case, and let it wait for something."""
    body: dict[str, object] = {
        "case": case,
        "given": {"case": {"id": case}, "unopened": [], "beside": None},
        "asked": {"readings": [], "measures": [], "every": False},
        "answer": {
            "outcome": "unknown",
            "as_of": {"on": "2021-06-01", "known": "2026-11-30"},
            "basis": {"engine": "0", "law": "0", "lists": {}},
            "decisions": [{"instrument": "US-889A", "measure": RULE, "needs": list(needs)}],
        },
    }
    with archive.writing() as connection:
        (entry,) = Chain(archive).add(connection, [ready((Kind.DECISION, body), "ann")], AT)
        opened(connection, [(entry, case, Waits(needs, doubts))], AT)
    return entry
