"""One source from its publisher into the store: what is new, what is not, and what is refused."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from sekisho import dates
from sekisho.errors import UsageError
from sekisho.lists.brought import brought, in_folder
from sekisho.lists.fetch import Fetcher, Limits
from sekisho.lists.fresh import is_due, next_due, stale, standings
from sekisho.lists.keep import Keep
from sekisho.lists.place import declared
from sekisho.lists.source import Source
from sekisho.lists.update import Updated, Updater
from sekisho.outside import open_client
from sekisho.store.engine import Archive
from tests.publisher import Publisher, Reply, published

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sekisho.lists.brought import Brought

HUAWEI, ZTE, ACME = "Huawei Technologies Co., Ltd.", "ZTE Parsian", "Acme Optics"
PAGE = b"<!DOCTYPE html><html><head><title>Maintenance</title></head></html>"
SOURCE = """
[source]
id        = "us-test"
title     = "Test list"
publisher = { name = "Test Bureau", country = "us" }
url       = "%s"
format    = { kind = "json", rows = "results" }
list      = "us-entity-list"
refresh   = "PT6H"
stale     = "P7D"

[entity]
id = ["name"]
[entity.columns]
name = { prop = "name" }

[listing.columns]
start = { prop = "startDate", clean = "date", valid = "from", since = true }

[assert]
rows         = { min = 2 }
must_contain = ["Huawei Technologies Co., Ltd."]
max_removed  = "40%%"
"""
TABLES = """
[source]
id        = "us-tables"
title     = "Test list in two files"
publisher = { name = "Test Bureau", country = "us" }
url       = "%s/sdn.csv"
format    = { kind = "csv" }

[[table]]
name  = "alt"
url   = "%s/alt.csv"
key   = "number"
joins = "number"
[table.columns]
alias = { prop = "alias" }

[entity]
id = ["number"]
[entity.columns]
name = { prop = "name" }
"""


def listed(*names: str) -> bytes:
    return json.dumps({"results": [{"name": name, "start": "2019-05-16"} for name in names]}).encode()


@dataclass(frozen=True, slots=True)
class Desk:
    """A store, its kept files, a publisher, and the declaration of its list."""

    archive: Archive
    keep: Keep
    publisher: Publisher
    folder: Path
    source: Source

    def update(
        self, source: Source | None = None, files: Brought | None = None, allow_removed: bool = False
    ) -> Updated:
        with open_client() as client:
            fetcher = Fetcher(client, self.keep, Limits(seconds=5, attempts=2, pause=0.01))
            return Updater(self.archive, fetcher, allow_removed=allow_removed).update(
                source or self.source, files
            )

    def publish(self, *names: str) -> None:
        self.publisher.publish("/list.json", Reply(listed(*names)))

    def declare(self, text: str) -> Source:
        path = self.folder / "declared.toml"
        path.write_text(text, "utf-8")
        return Source.read(path)

    def names(self) -> set[str]:
        said = self.archive.statements(dates.today())
        return {each.value for each, _ in said if each.prop == "name"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with published() as publisher, Archive.open(tmp_path / "store.sqlite", create=True) as archive:
        path = tmp_path / "us-test.toml"
        path.write_text(SOURCE % f"{publisher.address}/list.json", "utf-8")
        yield Desk(archive, Keep(tmp_path / "keep"), publisher, tmp_path, Source.read(path))


def test_a_list_is_retrieved_and_remembered(desk: Desk) -> None:
    desk.publish(HUAWEI, ZTE)
    updated = desk.update()
    assert updated.status == "new"
    assert updated.change is not None
    assert (updated.change.snapshot.rows, updated.change.snapshot.inherited) == (2, True)
    assert desk.names() == {HUAWEI, ZTE}
    assert desk.keep.path(updated.change.snapshot.sha256).read_bytes() == listed(HUAWEI, ZTE)


def test_an_unchanged_list_is_asked_for_once_and_noted(desk: Desk) -> None:
    desk.publisher.publish("/list.json", Reply(listed(HUAWEI, ZTE), headers={"ETag": '"1"'}))
    desk.update()
    updated = desk.update()
    assert updated.status == "unchanged"
    assert desk.publisher.asked[-1][1]["if-none-match"] == '"1"'
    assert len(desk.archive.snapshots("us-test")) == 1


def test_a_new_edition_says_what_it_changed(desk: Desk) -> None:
    desk.publish(HUAWEI, ZTE)
    desk.update()
    desk.publish(HUAWEI, ZTE, ACME)
    updated = desk.update()
    assert updated.status == "new"
    assert updated.change is not None
    assert updated.change.removed == 0
    assert updated.change.added > 0
    assert desk.names() == {HUAWEI, ZTE, ACME}


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Reply(PAGE), "a web page where json is expected: it is titled “Maintenance”"),
        (Reply(b"", status=404), "the publisher answers 404"),
        (Reply(b"busy", status=503), "503"),
        (Reply(listed(ZTE, ACME)), f"'{HUAWEI}' is missing"),
        (Reply(listed(HUAWEI)), "fewer than 2"),
        (Reply(listed(HUAWEI, ZTE)[:-10]), "list.json"),
        (
            Reply(b'{"results": [{"name": "Huawei", "begin": "2019-05-16"}]}'),
            "'begin' is neither used nor ignored",
        ),
        (Reply(listed(HUAWEI, ZTE, ACME).replace(b"2019-05-16", b"soon")), "'soon' is no date"),
        (Reply(listed(HUAWEI, "A", "B", "C")), "more than 40.0%"),
    ],
    ids=["page", "404", "503", "canary", "too few", "cut short", "renamed", "no date", "removed"],
)
def test_what_is_refused_leaves_the_last_one_serving_and_is_recorded(
    desk: Desk, reply: Reply, why: str
) -> None:
    desk.publish(HUAWEI, ZTE, ACME)
    desk.update()
    desk.publisher.publish("/list.json", reply)
    updated = desk.update()
    assert updated.status == "refused"
    assert updated.error is not None
    assert why in updated.error.diagnostics()
    assert desk.names() == {HUAWEI, ZTE, ACME}
    (failure,) = desk.archive.problems("us-test")
    assert failure.after == 1
    assert why in "\n".join(map(str, failure.problems))
    assert not list(desk.folder.glob("*.part"))
    desk.publish(HUAWEI, ZTE)  # and the next good one is taken
    assert desk.update().status == "new"


def test_a_message_names_the_file_as_it_was_published(desk: Desk) -> None:
    desk.publisher.publish("/list.json", Reply(listed(HUAWEI, ZTE)[:-10]))
    error = desk.update().error
    assert error is not None
    assert error.problems[0].at.file == "list.json"


def test_a_person_may_take_a_list_from_which_much_vanished(desk: Desk) -> None:
    desk.publish(HUAWEI, ZTE, ACME, "A", "B")
    desk.update()
    desk.publish(HUAWEI, ZTE)
    assert desk.update().status == "refused"
    assert desk.update(allow_removed=True).status == "new"
    assert desk.names() == {HUAWEI, ZTE}


def test_bytes_that_are_read_in_another_way_are_read_again(desk: Desk) -> None:
    desk.publisher.publish("/list.json", Reply(listed(HUAWEI, ZTE), headers={"ETag": '"1"'}))
    desk.update()
    text = (desk.folder / "us-test.toml").read_text("utf-8")
    other = desk.declare(text.replace('"us-entity-list"', '"us-other-list"').replace("40%", "100%"))
    assert desk.update(other).status == "refused"  # nothing would be left of the list as it was called
    assert desk.update(other, allow_removed=True).status == "new"
    assert {each.list for each, _ in desk.archive.statements(dates.today())} == {"us-other-list"}


def test_a_file_brought_by_hand_is_known_from_the_day_it_was_retrieved(desk: Desk) -> None:
    path = desk.folder / "brought.json"
    path.write_bytes(listed(HUAWEI, ZTE))
    updated = desk.update(files=brought(desk.source, path, dates.day("2024-03-01")))
    assert updated.change is not None
    assert desk.archive.day(updated.change.snapshot.id) == dates.day("2024-03-01")
    assert desk.publisher.asked == []
    path.write_bytes(listed(HUAWEI, ZTE, ACME))
    assert desk.update(files=brought(desk.source, path)).status == "new"
    with pytest.raises(UsageError, match="ingest old editions first"):
        desk.update(files=brought(desk.source, path, dates.day("2024-02-01")))
    with pytest.raises(UsageError, match="still to come"):
        desk.update(files=brought(desk.source, path, dates.today() + 1))


def test_a_source_without_an_address_waits_for_its_file(desk: Desk) -> None:
    source = desk.declare(SOURCE % "")
    with pytest.raises(UsageError, match="us-test has no address for its file; give it with --from"):
        desk.update(source)


def test_a_source_of_several_files_is_taken_whole_or_not_at_all(desk: Desk) -> None:
    address = desk.publisher.address
    source = desk.declare(TABLES % (address, address))
    desk.publisher.publish("/sdn.csv", Reply(b"number,name\n1,ZTE\n", headers={"ETag": '"s"'}))
    assert desk.update(source).status == "refused"
    desk.publisher.publish("/alt.csv", Reply(b"number,alias\n1,Zhongxing\n", headers={"ETag": '"a"'}))
    assert desk.update(source).status == "new"
    assert desk.update(source).status == "unchanged"
    desk.publisher.publish("/alt.csv", Reply(b"number,alias\n1,ZX\n", headers={"ETag": '"b"'}))
    assert desk.update(source).status == "new"
    assert [each.value for each, _ in desk.archive.statements(dates.today()) if each.prop == "alias"] == [
        "ZX"
    ]


def test_files_are_told_apart_by_their_names(desk: Desk, tmp_path: Path) -> None:
    source = desk.declare(TABLES % ("https://example.org", "https://example.org"))
    folder = tmp_path / "brought"
    folder.mkdir()
    assert in_folder(source, folder) is None
    with pytest.raises(UsageError, match=r"it should be called sdn\.csv, alt\.csv"):
        brought(source, folder)
    (folder / "sdn.csv").write_text("")
    with pytest.raises(UsageError, match=r"has files of us-tables, but not alt\.csv"):
        in_folder(source, folder)
    (folder / "us-tables-alt.csv").write_text("")
    found = in_folder(source, folder)
    assert found is not None
    assert {name: path.name for name, path in found.files.items()} == {
        "main": "sdn.csv",
        "alt": "us-tables-alt.csv",
    }
    (folder / "us-tables-alt.txt").write_text("")
    with pytest.raises(UsageError, match=r"'alt': us-tables-alt\.csv, us-tables-alt\.txt\? leave one"):
        in_folder(source, folder)
    own = folder / "us-tables"
    own.mkdir()
    for name in ("edition of March.csv", "test_alt.csv"):
        (own / name).write_text("")
    found = in_folder(source, folder)
    assert found is not None
    assert {path.parent.name for path in found.files.values()} == {"us-tables"}
    with pytest.raises(UsageError, match="several tables"):
        brought(source, folder / "sdn.csv")
    with pytest.raises(UsageError, match="neither a file nor a folder"):
        brought(source, folder / "absent")


def test_a_source_in_several_files_of_one_kind_is_read_through_them_all(desk: Desk, tmp_path: Path) -> None:
    text = (TABLES % ("https://example.org", "https://example.org")).replace(
        "[source]", '[source]\nfiles = "part*.csv"', 1
    )
    source, folder = desk.declare(text), tmp_path / "brought"
    folder.mkdir()
    (folder / "part1.csv").write_text("number,name\n1,ZTE\n")
    (folder / "part2.csv").write_text("number,name\n2,Acme\n")
    (folder / "alt.csv").write_text("number,alias\n1,Zhongxing\n2,Acme Optics\n")
    files = brought(source, folder)
    assert {key: path.name for key, path in files.files.items()} == {
        "main": "part1.csv",
        "main/part2.csv": "part2.csv",
        "alt": "alt.csv",
    }
    first = desk.update(source, files).change
    assert first is not None
    assert (first.snapshot.rows, first.snapshot.entities) == (2, 2)
    assert desk.update(source, files).status == "unchanged"
    (folder / "part2.csv").write_text("number,nom\n2,Acme\n")
    refused = desk.update(source, files).error
    assert refused is not None
    assert "part2.csv:2: the column 'nom' is neither used nor ignored" in refused.diagnostics()
    (folder / "part2.csv").write_text("number\n2\n")
    refused = desk.update(source, files).error
    assert refused is not None
    assert "no row has the column 'name'" in refused.diagnostics()


def test_a_table_may_be_absent_where_the_declaration_says_so(desk: Desk, tmp_path: Path) -> None:
    text = TABLES % ("https://example.org", "https://example.org")
    source = desk.declare(text.replace("[[table]]", "[[table]]\noptional = true", 1))
    folder = tmp_path / "brought"
    folder.mkdir()
    (folder / "sdn.csv").write_text("number,name\n1,ZTE\n")
    updated = desk.update(source, brought(source, folder))
    assert updated.status == "new", updated.error
    (warning,) = updated.warnings
    assert str(warning).startswith("us-tables: warning: there is no file of the table 'alt' (")
    (folder / "alt.csv").write_text("number,alias\n1,Zhongxing\n")
    updated = desk.update(source, brought(source, folder))
    assert (updated.status, updated.warnings) == ("new", ())


def test_a_lone_file_in_the_folder_of_a_source_is_its_file(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "brought"
    folder.mkdir()
    (folder / "ConsList (1).json").write_bytes(listed(HUAWEI, ZTE))
    assert in_folder(desk.source, folder) is None  # among files of many it says nothing
    assert brought(desk.source, folder).files["main"].name == "ConsList (1).json"


def test_due_is_a_matter_of_hours_and_stale_of_days(desk: Desk) -> None:
    assert is_due(desk.archive, desk.source, "2026-01-01T00:00:00Z")
    desk.publish(HUAWEI, ZTE)
    change = desk.update().change
    assert change is not None
    retrieved = change.snapshot.retrieved
    assert next_due(desk.source, "2026-01-01T20:00:00Z") == "2026-01-02T02:00:00Z"
    assert not is_due(desk.archive, desk.source, retrieved)
    assert is_due(desk.archive, desk.source, next_due(desk.source, retrieved))
    day = desk.archive.day(change.snapshot.id)
    assert not stale(desk.source, day, day + 7)
    assert stale(desk.source, day, day + 8)
    assert stale(desk.source, None, day)


def test_a_list_that_ended_tells_nothing_of_the_days_after(desk: Desk) -> None:
    text = (desk.folder / "us-test.toml").read_text("utf-8")
    ended = desk.declare(text.replace("[source]", "[source]\nended = 2026-01-28", 1))
    last = dates.day("2026-01-28")
    assert not stale(ended, last, last)
    assert stale(ended, last, last + 1)
    assert not stale(desk.source, last, last + 1)


def test_what_was_unchanged_is_fresh_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.publish(HUAWEI, ZTE)
    desk.update()
    monkeypatch.setattr("sekisho.dates.instant", lambda: "2999-01-01T00:00:00Z")
    assert desk.update().status == "unchanged"
    (standing,) = standings(desk.archive, {"us-test": desk.source}, dates.today())
    assert standing.due == "2999-01-01T06:00:00Z"


def test_how_sources_stand(desk: Desk) -> None:
    known = {"us-test": desk.source}
    (never,) = standings(desk.archive, known, dates.today())
    assert (never.snapshot, never.age, never.stale, never.failure) == (None, None, True, None)
    desk.publish(HUAWEI, ZTE)
    desk.update()
    desk.publisher.publish("/list.json", Reply(PAGE))
    desk.update()
    (failed,) = standings(desk.archive, known, dates.today())
    assert (failed.age, failed.stale) == (0, False)
    assert failed.failure is not None
    desk.publish(HUAWEI, ZTE, ACME)
    desk.update()
    (good,) = standings(desk.archive, known, dates.today())
    assert good.failure is None
    (old,) = standings(desk.archive, known, dates.today() + 8)
    assert (old.age, old.stale) == (8, True)
    (strange,) = standings(desk.archive, {}, dates.today())
    assert (strange.source, strange.due, strange.stale) == (None, "", False)


def test_sources_of_ones_own_stand_beside_those_of_the_corpus(desk: Desk) -> None:
    assert "us-test" in declared([desk.folder])
    assert "us-test" not in declared()
    with pytest.raises(UsageError, match="is no folder"):
        declared([desk.folder / "absent"])
    (desk.folder / "us-test.toml").rename(desk.folder / "again.toml")
    twice = next(iter(declared()))
    text = (desk.folder / "again.toml").read_text("utf-8").replace('"us-test"', f'"{twice}"')
    (desk.folder / "again.toml").write_text(text, "utf-8")
    with pytest.raises(UsageError, match="again; give it another id"):
        declared([desk.folder])
