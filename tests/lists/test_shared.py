"""Every real list into a store by its declaration, with all its checks: counted, and not taken in twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from sekisho import dates
from sekisho.store.engine import Archive
from tests.lists.ask import COPIES
from tests.whole import data, sekisho

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.whole import Run

LISTS = "lists"
NO_LIST = {"us/dod/1260h-2025-01-07.pdf"}
"""The page as it was printed, beside its rows: a PDF is not read, see docs/adr/0010."""
FILES: Mapping[tuple[str, str], tuple[str, int]] = {
    ("us-csl-2026", ""): ("us/csl/consolidated-2026-07-09.json", 5426),
    ("us-csl-2019", ""): ("us/csl/native-sample.csv", 115),
    ("us-dpl-2018", ""): ("us/bis/dpl.txt", 546),
    ("us-ofac-2022", ""): ("us/ofac/2022-01", 9044),
    ("us-ofac-sdn", "2022-01-31"): ("us/ofac/2022-01", 9044),
    ("us-fcc-2026", "2026-05-21"): ("us/fcc/fcc_covered_2026-05-21.csv", 13),
    ("us-fcc-2026", "2026-06-23"): ("us/fcc/fcc_covered_2026-06-23.csv", 13),
    ("us-fcc-2026", "2026-07-20"): ("us/fcc/fcc_covered_2026-07-20.csv", 14),
    ("us-fcc-2026", "2026-07-21"): ("us/fcc/fcc_covered_2026-07-21.csv", 14),
    ("us-1260h-2026", ""): ("us/dod/1260h.csv", 397),
    ("us-s889", ""): ("us/statute/section_889.csv", 5),
    ("us-s5949", ""): ("us/statute/section_5949.csv", 3),
    ("us-s154", ""): ("us/statute/section_154.csv", 6),
    # The description of the data says 157. The page has three tables of 10, 44 and 109 lines, one of each for
    # the heads: 160 rows, 150 names. Taking the heads off twice gives 157; no other count of the page does.
    ("us-dhs-uflpa", ""): ("us/dhs/uflpa-2026-07-09.html", 160),
    ("us-wro-2026", ""): ("us/cbp/wro-2026-06-23.json", 67),
    ("un-consolidated", ""): ("un/consolidated-2026-02-27.xml", 1003),
    ("gb-tables-2026", ""): ("gb", 6046),
    ("eu-acts-2026", ""): ("eu", 8017),
    ("jp-meti-eul-2025", ""): ("jp/meti-end-user-list-2025-09-29.json", 835),
    ("cn-mofcom-2026", ""): ("cn/mofcom.json", 240),
}
"""By declaration and the day of the edition: its file or folder, and the rows that are counted in it."""
MISSED = {"us-ofac-sdn": "us-ofac-sdn: warning: there is no file of the table 'comments'"}
"""What is told of a file that may be absent."""


def taken(store: Path, name: str, day: str, file: str) -> Run:
    """Take an edition in."""
    given = ("--from", data(f"{LISTS}/{file}"), *(("--retrieved", day) if day else ()))
    return sekisho("lists", "update", name, *given, "--store", store, "--sources", COPIES)


def test_no_list_is_left_out() -> None:
    root = data(LISTS)
    there = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
    named = {file for file, _ in FILES.values()}
    folders = tuple(f"{file}/" for file in named if (root / file).is_dir())
    left = {file for file in there - NO_LIST - named if not file.startswith(folders)}
    assert (left, len(folders)) == (set(), 3)


@pytest.mark.parametrize(("name", "day"), FILES)
def test_a_list_is_taken_in_whole_and_not_again(tmp_path: Path, name: str, day: str) -> None:
    file, count = FILES[name, day]
    store = tmp_path / "store.sqlite"
    first = taken(store, name, day, file)
    assert first.code == 0, first.err
    assert first.err.startswith(MISSED.get(name, ""))
    found = re.fullmatch(
        rf"{name}: (\d+) rows, \d+ entities; (\d+) statements added, 0 removed \(snapshot 1\)\n", first.out
    )
    assert found, first.out
    assert int(found[1]) == count
    assert re.search(r"entities; unchanged \(snapshot 1\)$", taken(store, name, day, file).out.strip())
    with Archive.open(store) as archive:
        assert (len(archive.snapshots()), archive.problems()) == (1, ())
        said = sum(1 for _ in archive.statements(dates.LAST_DAY))
    assert said == int(found[2]) > count


def test_editions_follow_one_another(tmp_path: Path) -> None:
    editions = [(day, file) for (name, day), (file, _) in FILES.items() if name == "us-fcc-2026"]
    store = tmp_path / "store.sqlite"
    for day, file in editions:
        assert taken(store, "us-fcc-2026", day, file).code == 0
    with Archive.open(store) as archive:
        assert [dates.iso(archive.day(each.id)) for each in archive.snapshots()] == [
            day for day, _ in editions
        ]
        new = [each.caption for each in archive.changes(1, 4) if each.kind == "added"]
    assert new == ["Digitalsystem Technology Inc."]
