"""Back-ups, from either database to either: nothing is missing, and what was changed since is not taken."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from sekisho.errors import InputError, UsageError
from sekisho.lists.keep import Keep
from sekisho.lists.place import FILE, KEEP
from sekisho.record.backup import NOTE, back_up, restore
from sekisho.record.chain import Chain
from sekisho.store.columns import TABLES
from sekisho.store.engine import Archive
from tests.record.appending import AT, Appending, said
from tests.store.sayings import DAY, believed, names, put

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def fill(archive: Archive, keep: Keep, folder: Path) -> None:
    """Two snapshots, some entries of the record, and a kept file."""
    put(archive, names("a=Alpha", "b=華為"))
    put(archive, names("a=Alpha", "c=Gamma"), DAY + 10)
    Chain(archive).append(said(1), "ann", AT)
    original = folder / "list.csv"
    original.write_bytes(b"name\nAlpha\n")
    keep.adopt(original)


def rows(archive: Archive) -> dict[str, list[tuple[Any, ...]]]:
    """All that is in a store."""
    with archive.reading() as connection:
        return {
            name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for name, table in TABLES.tables.items()
        }


@pytest.fixture
def keep(tmp_path: Path) -> Keep:
    return Keep(tmp_path / "own" / "keep")


@pytest.fixture
def made(archive: Archive, keep: Keep, tmp_path: Path) -> Path:
    """A back-up of a store in either database."""
    fill(archive, keep, tmp_path)
    back_up(archive, keep, tmp_path / "copy", AT)
    return tmp_path / "copy"


def test_all_is_there_again(
    made: Path, archive: Archive, keep: Keep, place: Callable[[], str], tmp_path: Path
) -> None:
    other, elsewhere = place(), Keep(tmp_path / "other" / "keep")
    counted = restore(made, other, elsewhere)
    with Archive.open(other) as restored:
        assert rows(restored) == rows(archive)
        assert {name: len(each) for name, each in rows(restored).items() if name != "meta"} == counted
        assert believed(restored, DAY) == {"a.name=Alpha", "b.name=華為"}
    (kept,) = keep.folder.glob("??/*")
    assert elsewhere.holds(kept.name)


def test_life_goes_on_in_what_was_restored(made: Path, place: Callable[[], str], tmp_path: Path) -> None:
    other = place()
    restore(made, other, Keep(tmp_path / "other" / "keep"))
    with Archive.open(other) as restored:
        put(restored, names("a=Alpha", "d=Delta"), DAY + 20)
        assert believed(restored, DAY + 20) == {"a.name=Alpha", "d.name=Delta"}
        Chain(restored).append(said(2), "bob", AT)
        assert Chain(restored).verify().problems == []


def test_a_back_up_is_a_store(made: Path) -> None:
    assert {each.name for each in made.iterdir()} == {FILE, KEEP, NOTE}
    with Archive.open(made / FILE) as copy:
        assert believed(copy, DAY + 10) == {"a.name=Alpha", "c.name=Gamma"}


def test_it_is_of_one_moment_while_others_write(url: str, tmp_path: Path) -> None:
    with Archive.open(url, create=True) as archive:
        writer = Appending(url, "ann")
        try:
            counted = back_up(archive, Keep(tmp_path / "keep"), tmp_path / "copy", AT)
        finally:
            last = writer.kill()
    assert 0 < counted["entry"] <= last + len(said(0))
    with Archive.open(tmp_path / "copy" / FILE) as copy:
        links = Chain(copy).verify()
    assert (links.number, links.problems) == (counted["entry"], [])


def test_nothing_is_written_over(made: Path, archive: Archive, url: str, keep: Keep, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is there already"):
        back_up(archive, keep, made, AT)
    before = rows(archive)
    with pytest.raises(UsageError, match="is not empty"):
        restore(made, url, keep)
    assert rows(archive) == before
    assert not list(tmp_path.glob(".*.part"))


def dropped(folder: Path) -> None:
    """Take the end off its record."""
    with Archive.open(folder / FILE) as copy, copy.writing() as connection:
        entry = TABLES.tables["entry"]
        connection.execute(entry.delete().where(entry.c.number == 5))


def changed(folder: Path) -> None:
    """Change a word in its record."""
    with Archive.open(folder / FILE) as copy, copy.writing() as connection:
        entry = TABLES.tables["entry"]
        connection.execute(entry.update().where(entry.c.number == 2).values(by="bob"))


def unkept(folder: Path) -> None:
    """Change a kept file."""
    (path,) = (folder / KEEP).glob("??/*")
    path.write_bytes(b"name\nBeta\n")


def unnoted(folder: Path) -> None:
    """Let its note say nothing."""
    (folder / NOTE).write_text(json.dumps([]))


@pytest.mark.parametrize("damage", [dropped, changed, unkept, unnoted])
def test_what_is_not_as_it_was_made_is_refused(
    damage: Callable[[Path], None], made: Path, place: Callable[[], str], tmp_path: Path
) -> None:
    damage(made)
    with pytest.raises(InputError):
        restore(made, place(), Keep(tmp_path / "other" / "keep"))
