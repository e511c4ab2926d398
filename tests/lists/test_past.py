"""What was believed of whom and when, and what changed between two snapshots."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from sekisho import dates
from sekisho.dates import AsOf, Interval, Moment
from sekisho.errors import UsageError
from sekisho.lists.changes import changes_between, lines, write_csv, write_json, write_text
from sekisho.lists.export import export
from sekisho.lists.load import CORPUS
from sekisho.lists.past import Portrait, caption, events, find, portrait
from sekisho.model.statement import Said, Statement
from sekisho.names.legal_form import Forms
from sekisho.store.engine import Archive
from sekisho.store.writer import Retrieval

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HUAWEI, ZTE, FORMULA = "us-test/h", "us-test/z", "us-test/f"
FIRST, SECOND, THIRD = (dates.day(text) for text in ("2019-08-21", "2020-08-18", "2021-01-10"))
LISTED = dates.day("2019-05-16")


def of(entity: str, prop: str, value: str) -> Said:
    key = f"{entity} {prop} {value}"
    return Said(Statement(key, entity, "LegalEntity", prop, value, "us-entity-list"), LISTED)


def listing(entity: str, start: int = LISTED, prop: str = "entity", value: str = "") -> Said:
    key = f"{entity} listing {prop} {value}"
    said = Statement(
        key,
        f"{entity}/1",
        "Sanction",
        prop,
        value or entity,
        "us-entity-list",
        valid=Interval(start, dates.LAST_DAY),
    )
    return Said(said, LISTED)


SANCTION = ("Sanction", "entity", ZTE, "us-entity-list")
EDITIONS = {
    FIRST: (
        of(HUAWEI, "name", "Huawei Technologies Co., Ltd."),
        listing(HUAWEI),
        of(ZTE, "name", "ZTE Parsian"),
        listing(ZTE),
    ),
    SECOND: (
        of(HUAWEI, "name", "Huawei Technologies Co., Ltd."),
        of(HUAWEI, "alias", "华为技术有限公司"),
        listing(HUAWEI),
        listing(HUAWEI, prop="authorityId", value="85 FR 51596"),
        of(FORMULA, "name", "=HYPERLINK()"),
        listing(FORMULA, SECOND),
    ),
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Two editions of a list; the third retrieval brought the bytes of the second."""
    path = tmp_path_factory.mktemp("past") / "store.sqlite"
    with Archive.open(path, create=True) as opened:
        for number, (day, said) in enumerate(EDITIONS.items()):
            at = Retrieval("us-test", ("us-entity-list",), f"{dates.iso(day)}T06:00:00Z", f"{number}", "p")
            with opened.write() as writer:
                writer.replace(at, said, day)
        again = Retrieval("us-test", ("us-entity-list",), f"{dates.iso(THIRD)}T06:00:00Z", "1", "p")
        with opened.write() as writer:
            assert writer.repeat(again, THIRD) is not None
        yield opened


@pytest.fixture(scope="module")
def forms() -> Forms:
    return Forms.load(CORPUS / "words" / "legal_forms.toml")


def drawn(archive: Archive, entity: str, on: int, known: int) -> Portrait | None:
    return portrait(archive.history(entity), entity, AsOf(Moment(on), known))


def test_an_entity_is_found_by_its_id_or_any_of_its_names(archive: Archive, forms: Forms) -> None:
    assert find(archive, HUAWEI, THIRD, forms) == (HUAWEI,)
    assert find(archive, "HUAWEI TECHNOLOGIES CO LTD", THIRD, forms) == (HUAWEI,)
    assert find(archive, "华为技术有限公司", THIRD, forms) == (HUAWEI,)
    assert find(archive, "Huawei", THIRD, forms) == ()
    assert find(archive, "…", THIRD, forms) == ()


def test_what_vanished_is_found_in_the_past(archive: Archive, forms: Forms) -> None:
    assert find(archive, "ZTE Parsian", THIRD, forms) == (ZTE,)


def test_nothing_is_found_before_it_was_known(archive: Archive, forms: Forms) -> None:
    assert find(archive, "华为技术有限公司", FIRST, forms) == ()


def test_events_come_in_the_order_in_which_they_were_learnt(archive: Archive) -> None:
    first, second = events(archive.history(HUAWEI))
    assert (first.day, first.snapshot, first.inherited) == (LISTED, 1, True)
    assert (second.day, second.snapshot, second.inherited) == (SECOND, 2, False)
    assert [each.prop for each in second.added] == ["alias", "authorityId"]
    listed, gone = events(archive.history(ZTE))
    assert (gone.day, gone.snapshot, gone.added) == (SECOND, 2, ())
    assert gone.removed == listed.added


def test_a_portrait_is_of_two_days(archive: Archive) -> None:
    before = drawn(archive, HUAWEI, LISTED - 1, FIRST)
    assert before is not None
    assert [each.holds for each in before.entries] == [False]
    since = drawn(archive, HUAWEI, LISTED, FIRST)
    assert since is not None
    (entry,) = since.entries
    assert (entry.holds, entry.known_from, entry.inherited) == (True, LISTED, True)
    assert [each.value for each in since.statements] == ["Huawei Technologies Co., Ltd."]
    assert drawn(archive, HUAWEI, LISTED, LISTED - 1) is None
    assert drawn(archive, ZTE, LISTED, LISTED - 1) is None


def test_who_vanished_was_listed_until_the_day_before(archive: Archive) -> None:
    known = drawn(archive, ZTE, SECOND - 1, SECOND - 1)
    assert known is not None
    assert [(each.valid, each.why) for each in known.entries] == [(Interval(LISTED, dates.LAST_DAY), "")]
    last, after = drawn(archive, ZTE, SECOND - 1, SECOND), drawn(archive, ZTE, SECOND, SECOND)
    assert last is not None
    assert after is not None
    assert (last.caption, last.statements) == (known.caption, known.statements)
    for each, holds in ((last, True), (after, False)):
        (entry,) = each.entries
        assert (entry.holds, entry.valid) == (holds, Interval(LISTED, SECOND - 1))
        assert entry.why == "gone from the list by snapshot 2"


def test_what_the_publisher_corrected_is_no_end(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "store.sqlite", create=True) as archive:
        for number, said in enumerate((listing(ZTE), listing(ZTE, LISTED + 1, value=ZTE))):
            other = Said(
                Statement(f"{number}", f"{ZTE}/{number}", *SANCTION, valid=said.statement.valid), said.since
            )
            day = FIRST + number
            at = Retrieval("us-test", ("us-entity-list",), f"{dates.iso(day)}T06:00:00Z", f"{number}", "p")
            with archive.write() as writer:
                writer.replace(at, (of(ZTE, "name", "ZTE Parsian"), other), day)
        now = drawn(archive, ZTE, LISTED, FIRST + 1)
        assert now is not None
        assert [(each.id, each.holds) for each in now.entries] == [(f"{ZTE}/1", False)]


def test_it_is_called_by_its_strongest_name() -> None:
    alias, name = of(HUAWEI, "alias", "HW").statement, of(HUAWEI, "name", "Huawei").statement
    assert caption([alias, name], HUAWEI) == "Huawei"
    assert caption([alias], HUAWEI) == "HW"
    assert caption([], HUAWEI) == HUAWEI


def test_without_a_word_the_last_change_is_shown(archive: Archive) -> None:
    found = changes_between(archive, "us-test")
    assert (found.older, found.newer) == ((1, "2019-08-21"), (3, "2021-01-10"))
    assert {(each.kind, each.entity_id) for each in found.entities} == {
        ("added", FORMULA),
        ("removed", ZTE),
        ("changed", HUAWEI),
    }


@pytest.mark.parametrize(
    ("older", "newer", "numbers"),
    [
        ("1", "2", (1, 2)),
        ("2", "", (2, 3)),
        ("2019-08-21", "2020-08-17", (1, 1)),
        ("2019-08-20", "2020-08-18", (0, 2)),
        ("", "1", (0, 1)),
    ],
)
def test_snapshots_are_named_by_number_or_day(
    archive: Archive, older: str, newer: str, numbers: tuple[int, int]
) -> None:
    found = changes_between(archive, "us-test", older, newer)
    assert (found.older[0], found.newer[0]) == numbers


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("us-tset",), "has no snapshot of 'us-tset'"),
        (("us-test", "7"), "has no snapshot 7; its last ones are 1, 2, 3"),
        (("us-test", "soon"), "neither the number of a snapshot nor a day"),
        (("us-test", "1", "2019-08-20"), "there was no snapshot of 'us-test' on 2019-08-20 yet"),
        (("us-test", "3", "1"), "give the older one first"),
    ],
)
def test_snapshots_that_are_not_there(archive: Archive, arguments: tuple[str, ...], why: str) -> None:
    with pytest.raises(UsageError, match=why):
        changes_between(archive, *arguments)


def test_every_form_says_the_same(archive: Archive) -> None:
    found = changes_between(archive, "us-test")
    text, table, data = io.StringIO(), io.StringIO(), io.StringIO()
    write_text(found, text)
    write_csv(found, table)
    write_json(found, data)
    assert text.getvalue() == (
        "us-test: snapshot 1 of 2019-08-21 → snapshot 3 of 2021-01-10: 1 added, 1 removed, 1 changed\n"
        "+ =HYPERLINK() (us-test/f)\n"
        "    + name: =HYPERLINK()\n"
        "    + listing on us-entity-list\n"
        "- ZTE Parsian (us-test/z)\n"
        "    - name: ZTE Parsian\n"
        "    - listing on us-entity-list\n"
        "~ Huawei Technologies Co., Ltd. (us-test/h)\n"
        "    + alias: 华为技术有限公司\n"
        "    + us-entity-list listing, authorityId: 85 FR 51596\n"
    )
    rows = list(csv.DictReader(io.StringIO(table.getvalue())))
    told = json.loads(data.getvalue())
    assert len(rows) == sum(len(list(lines(each))) for each in found.entities) == 6
    assert (
        sum(len(each["properties"]) for kind in ("added", "removed", "changed") for each in told[kind]) == 6
    )
    assert rows[0]["new"] == "'=HYPERLINK()"  # no spreadsheet takes it for a formula
    assert told["added"][0]["properties"][0]["new"] == ["=HYPERLINK()"]
    assert told["from"] == {"snapshot": 1, "day": "2019-08-21"}


def test_an_export_replaces_a_file_only_when_it_is_whole(archive: Archive, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    out.write_text("before")
    with pytest.raises(UsageError, match="has no list 'us-nothing'"):
        export(archive, out, "ftm", THIRD, ["us-nothing"])
    assert out.read_text() == "before"
    assert export(archive, out, "ftm", FIRST, ["us-entity-list"]).entities == 4
    assert [each.name for each in tmp_path.iterdir()] == ["out.json"]
    with pytest.raises(UsageError, match="cannot write"):
        export(archive, tmp_path / "absent" / "out", "ftm", THIRD)
    assert export(archive, out, "statements", LISTED - 1) == (0, 0, 0)
    assert export(archive, out, "parquet", FIRST) == (None, 4, 0)
