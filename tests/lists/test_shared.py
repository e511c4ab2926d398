"""Every real list into a store by its declaration, with all its checks: counted, and not taken in twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sekisho import dates
from sekisho.lists.brought import Brought
from sekisho.lists.declaration import MAIN
from sekisho.lists.fetch import Fetcher, open_client
from sekisho.lists.keep import Keep
from sekisho.lists.source import Source
from sekisho.lists.update import Updater
from sekisho.store.engine import Archive
from tests.lists.ask import COPIES, CORPUS
from tests.whole import DATA, data

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sekisho.lists.update import Updated

LISTS = "lists"
EU = "eu"
"""A folder with a file for each act."""
NO_LIST = {"us/dod/1260h-2025-01-07.pdf"}
"""The page as it was printed, beside its rows."""
FILES: Mapping[tuple[str, str], tuple[Mapping[str, str], int]] = {
    ("us-csl-2026", ""): ({MAIN: "us/csl/consolidated-2026-07-09.json"}, 5426),
    ("us-csl-csv", ""): ({MAIN: "us/csl/native-sample.csv"}, 115),
    ("us-dpl-2018", ""): ({MAIN: "us/bis/dpl.txt"}, 546),
    ("us-ofac-2022", ""): (
        {MAIN: "us/ofac/2022-01/sdn.csv", "alt": "us/ofac/2022-01/alt.csv", "add": "us/ofac/2022-01/add.csv"},
        9044,
    ),
    ("us-fcc-2026", "2026-05-21"): ({MAIN: "us/fcc/fcc_covered_2026-05-21.csv"}, 13),
    ("us-fcc-2026", "2026-06-23"): ({MAIN: "us/fcc/fcc_covered_2026-06-23.csv"}, 13),
    ("us-fcc-2026", "2026-07-20"): ({MAIN: "us/fcc/fcc_covered_2026-07-20.csv"}, 14),
    ("us-fcc-2026", "2026-07-21"): ({MAIN: "us/fcc/fcc_covered_2026-07-21.csv"}, 14),
    ("us-1260h-2026", ""): ({MAIN: "us/dod/1260h.csv"}, 397),
    ("us-s889", ""): ({MAIN: "us/statute/section_889.csv"}, 5),
    ("us-s5949", ""): ({MAIN: "us/statute/section_5949.csv"}, 3),
    ("us-s154", ""): ({MAIN: "us/statute/section_154.csv"}, 6),
    # The description of the data says 157. The page has three tables of 10, 44 and 109 lines, one of each for
    # the heads: 160 rows, 150 names. Taking the heads off twice gives 157; no other count of the page does.
    ("us-dhs-uflpa", ""): ({MAIN: "us/dhs/uflpa-2026-07-09.html"}, 160),
    ("us-wro-2026", ""): ({MAIN: "us/cbp/wro-2026-06-23.json"}, 67),
    ("un-consolidated", ""): ({MAIN: "un/consolidated-2026-02-27.xml"}, 1003),
    ("gb-tables-2026", ""): (
        {
            MAIN: "gb/subjects.csv",
            "names": "gb/subject_names.csv",
            "papers": "gb/subject_identifiers.csv",
            "births": "gb/subject_dobs.csv",
        },
        6046,
    ),
    ("eu-acts-2026", ""): ({MAIN: EU}, 8017),
    ("jp-meti-eul-2025", ""): ({MAIN: "jp/meti-end-user-list-2025-09-29.json"}, 835),
    ("cn-mofcom-2026", ""): ({MAIN: "cn/mofcom.json"}, 240),
}
"""By declaration and the day of the edition: its files, and the rows that are counted in them."""


def taken(archive: Archive, folder: Path, name: str, day: str, files: Mapping[str, str]) -> Updated:
    """Take an edition in as `lists update --from` does."""
    path = COPIES / f"{name}.toml"
    source = Source.read(path if path.exists() else CORPUS / f"{name}.toml")
    if name == "us-csl-csv":  # cut short: the counts of the whole do not hold
        source = replace(
            source, checks=replace(source.checks, rows=(1, None), entities=(1, None), must_contain=())
        )
    paths = {table: _acts(folder) if file == EU else data(f"{LISTS}/{file}") for table, file in files.items()}
    with open_client() as client:
        brought = Brought(paths, dates.day(day) if day else None)
        return Updater(archive, Fetcher(client, Keep(folder / "keep"))).update(source, brought)


def _acts(folder: Path) -> Path:
    """The acts one below the other, under the heads that all of them have."""
    lines = [
        path.read_text("utf-8-sig").partition("\n") for path in sorted(data(f"{LISTS}/{EU}").glob("*.csv"))
    ]
    assert len({heads for heads, _, _ in lines}) == 1
    path = folder / "acts.csv"
    path.write_text(lines[0][0] + "\n" + "".join(rows for _, _, rows in lines), "utf-8")
    return path


def test_no_list_is_left_out() -> None:
    root = data(LISTS)
    there = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
    named = {file for files, _ in FILES.values() for file in files.values()} - {EU}
    acts = {file for file in there if file.startswith(f"{EU}/")}
    assert there - acts - NO_LIST == named
    assert len(acts) == len(list((DATA / LISTS / EU).glob("*.csv")))


@pytest.mark.parametrize(("name", "day"), FILES)
def test_a_list_is_taken_in_whole_and_not_again(tmp_path: Path, name: str, day: str) -> None:
    files, count = FILES[name, day]
    with Archive.open(tmp_path / "store.sqlite", create=True) as archive:
        first = taken(archive, tmp_path, name, day, files)
        assert first.error is None, first.error.diagnostics()
        assert first.change is not None
        assert first.change.snapshot.rows == count
        again = taken(archive, tmp_path, name, day, files)
        assert (again.status, len(archive.snapshots()), archive.problems()) == ("unchanged", 1, ())
        said = sum(1 for _ in archive.statements(dates.LAST_DAY))
    assert said == first.change.added > count


def test_editions_follow_one_another(tmp_path: Path) -> None:
    editions = [(day, files) for (name, day), (files, _) in FILES.items() if name == "us-fcc-2026"]
    with Archive.open(tmp_path / "store.sqlite", create=True) as archive:
        for day, files in editions:
            assert taken(archive, tmp_path, "us-fcc-2026", day, files).error is None
        assert [dates.iso(archive.day(each.id)) for each in archive.snapshots()] == [
            day for day, _ in editions
        ]
        new = [each.caption for each in archive.changes(1, 4) if each.kind == "added"]
    assert new == ["Digitalsystem Technology Inc."]
