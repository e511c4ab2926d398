"""The page of an evidence file: everything that is shown is there, and nothing from outside is markup."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from sekisho.model.entry import Disposition
from sekisho.record import evidence
from sekisho.record.chain import Chain
from sekisho.record.page import page
from sekisho.record.said import Asked, decision, disposition
from sekisho.store.engine import Archive
from tests.record.appending import AT
from tests.told import DENIED
from tests.whole import as_of, read_case

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.law.register import Law
    from sekisho.screen.run import Screener

EVIL = "<script>alert('x')</script>"
VOID = {"meta", "br"}


class Tags(HTMLParser):
    """Which tags there are, and whether each is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.add(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture
def text(law: Law, screener: Screener, tmp_path: Path) -> str:
    case = read_case(law.facts, DENIED | {"id": EVIL})
    (answer,) = screener.answers([case], as_of("2018-05-01"))
    with Archive.open(tmp_path / "store.sqlite", create=True) as archive:
        chain = Chain(archive)
        (entry,) = chain.append([decision(case, answer, Asked(every=True), law.facts)], EVIL, AT)
        chain.append([disposition(entry, Disposition.ESCALATED, f"because {EVIL}")], EVIL, AT)
        file = tmp_path / "evidence.json"
        file.write_text("".join(evidence.write(chain, 1, None, None)), "utf-8", newline="\n")
    return "".join(page(evidence.read(file)))


def test_it_is_whole_and_nothing_runs(text: str) -> None:
    tags = Tags(text)
    assert tags.open == []
    assert not tags.seen & {"script", "img", "iframe", "link", "a"}
    assert EVIL not in text


def test_it_has_what_a_reader_asks_for(text: str) -> None:
    for told in ("Entry 1: decision", "Entry 2: disposition", "prohibited", "US-2018-ZTE-DENIAL", AT):
        assert told in text
    for head in ("On a list", "Basis", "The case, as it was given"):
        assert f"<h3>{head}</h3>" in text
    assert "because &lt;script&gt;" in text
