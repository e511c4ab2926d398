"""What goes out is what the followthemoney library takes in."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from sekisho import dates
from sekisho.lists import ftm
from sekisho.lists.export import COLUMNS, write_entities, write_statements
from sekisho.lists.props import ENTITY, LISTING, SCHEMATA
from sekisho.lists.reading import Reading
from sekisho.lists.source import Source
from sekisho.model.statement import Statement
from tests.whole import NO_FTM, OFFICIAL_LIST, ROOT, data

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType

SOURCES = ROOT / "tests/lists/sources"
SINCE, KNOWN = dates.day("2019-05-16"), dates.day("2026-07-09")
HUAWEI, LISTING_OF, ROUTERS = "us-csl/0a1b", "us-csl/0a1b/9f", "us-fcc/77"


@pytest.fixture(scope="session")
def library() -> ModuleType:
    """The followthemoney library, which is for development only: it needs ICU."""
    found: ModuleType = pytest.importorskip("followthemoney", reason=NO_FTM)
    return found


def said(
    entity: str,
    schema: str,
    prop: str,
    value: str,
    listed: str = "us-entity-list",
    original: str | None = None,
    lang: str | None = None,
) -> tuple[Statement, int]:
    key = f"{entity}{prop}{value}"
    return Statement(key, entity, schema, prop, value, listed, original, lang), SINCE


BELIEVED = (
    said(HUAWEI, "LegalEntity", "name", "Huawei Technologies Co., Ltd.", lang="en"),
    said(LISTING_OF, "Sanction", "entity", HUAWEI),
    said(LISTING_OF, "Sanction", "startDate", "2019-05-16", original="05/16/2019"),
    said(LISTING_OF, "Sanction", "reviewPolicy", "Presumption of denial"),
    said(LISTING_OF, "Sanction", "scope", "subsidiaries"),
    said(HUAWEI, "Company", "country", "cn"),
    said(HUAWEI, "LegalEntity", "alias", "华为技术有限公司", "us-1260h", lang="zh-Hans"),
    said(HUAWEI, "LegalEntity", "affiliateOf", "Huawei Investment"),
    said(HUAWEI, "LegalEntity", "birthDate", "1987"),
    said(HUAWEI, "LegalEntity", "address", "Bantian, " * 40 + "Shenzhen"),
    said(ROUTERS, "Category", "name", "Routers produced in a foreign country"),
    said(f"{ROUTERS}/1", "Sanction", "entity", ROUTERS),
    said("ftm/NK-4", "Ownership", "owner", "ftm/NK-5", "ftm:ru_acme"),
    said("ftm/NK-4", "Ownership", "asset", "ftm/NK.6", "ftm:ru_acme"),
)


def entities(believed: Iterable[tuple[Statement, int]] = BELIEVED) -> list[dict[str, Any]]:
    out = io.StringIO()
    write_entities(believed, KNOWN, out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def statements(believed: Iterable[tuple[Statement, int]] = BELIEVED) -> list[dict[str, str]]:
    out = io.StringIO()
    write_statements(believed, KNOWN, out)
    return list(csv.DictReader(io.StringIO(out.getvalue()), dialect=csv.unix_dialect))


def test_an_entity_is_written_once_and_whole() -> None:
    found = {each["id"]: each for each in entities()}
    assert list(found) == ["NK-4", "us-csl-0a1b", "us-csl-0a1b-9f"]
    assert found["us-csl-0a1b"] == {
        "id": "us-csl-0a1b",
        "caption": "Huawei Technologies Co., Ltd.",
        "schema": "Company",
        "referents": [],
        "datasets": ["us-1260h", "us-entity-list"],
        "first_seen": "2019-05-16",
        "last_seen": "2026-07-09",
        "properties": {
            "name": ["Huawei Technologies Co., Ltd."],
            "country": ["cn"],
            "alias": ["华为技术有限公司"],
            "notes": [
                "Affiliate of: Huawei Investment",
                "Birth date: 1987",
                "Address: " + "Bantian, " * 40 + "Shenzhen",
            ],
        },
    }


def test_what_it_has_no_word_for_is_said_in_words() -> None:
    (listing,) = [each for each in entities() if each["schema"] == "Sanction"]
    assert listing["properties"] == {
        "entity": ["us-csl-0a1b"],
        "startDate": ["2019-05-16"],
        "description": ["Review policy: Presumption of denial", "Scope: subsidiaries"],
    }


def test_what_came_from_followthemoney_goes_out_as_it_came() -> None:
    (edge,) = [each for each in entities() if each["schema"] == "Ownership"]
    assert (edge["id"], edge["datasets"]) == ("NK-4", ["ru_acme"])
    assert edge["properties"] == {"owner": ["NK-5"], "asset": ["NK.6"]}


def test_a_category_and_its_listing_stay_here_and_are_counted() -> None:
    assert write_entities(BELIEVED, KNOWN, io.StringIO()) == (3, 12, 2)
    assert write_statements(BELIEVED, KNOWN, io.StringIO()) == (3, 12, 2)


def test_statements_have_the_columns_of_opensanctions() -> None:
    rows = statements()
    assert tuple(rows[0]) == COLUMNS
    alias = next(row for row in rows if row["prop"] == "alias")
    assert alias["canonical_id"] == alias["entity_id"] == "us-csl-0a1b"
    assert (alias["prop_type"], alias["schema"], alias["dataset"]) == ("name", "Company", "us-1260h")
    assert (alias["lang"], alias["first_seen"], alias["last_seen"]) == ("zho", "2019-05-16", "2026-07-09")
    start = next(row for row in rows if row["prop"] == "startDate")
    assert (start["value"], start["original_value"], start["external"]) == ("2019-05-16", "05/16/2019", "f")


def test_no_list_no_line() -> None:
    assert entities(()) == []
    assert statements(()) == []


@pytest.mark.parametrize(
    ("several", "one"),
    [
        ({"LegalEntity"}, "LegalEntity"),
        ({"LegalEntity", "Person"}, "Person"),
        ({"LegalEntity", "Organization", "PublicBody"}, "PublicBody"),
        ({"Person", "Company"}, "LegalEntity"),
        ({"Vessel"}, "Vessel"),
    ],
)
def test_the_most_exact_schema_on_which_they_agree(several: set[str], one: str) -> None:
    assert ftm.most_exact(several) == one


def test_the_library_takes_every_entity_as_it_is(library: ModuleType) -> None:
    for each in entities():
        proxy = library.model.get_proxy(each, cleaned=False)
        proxy.schema.validate(each)
        assert proxy.id == each["id"]
        assert proxy.to_dict()["properties"] == each["properties"]


def test_the_library_takes_every_statement_as_it_is(library: ModuleType) -> None:
    from followthemoney.statement import CSV, read_statements

    out = io.StringIO()
    write_statements(BELIEVED, KNOWN, out)
    taken = list(read_statements(io.BytesIO(out.getvalue().encode()), CSV))
    assert [each.prop_type for each in taken] == [row["prop_type"] for row in statements()]
    assert {each.value for each in taken} >= {"us-csl-0a1b", "华为技术有限公司", "Scope: subsidiaries"}


def test_its_properties_are_the_librarys(library: ModuleType) -> None:
    for schema in SCHEMATA:
        if schema != ftm.CATEGORY:
            known = library.model.get(schema).properties
            assert [ftm.knows(schema, prop) for prop in ENTITY] == [prop in known for prop in ENTITY]
    known = library.model.get("Sanction").properties
    assert [ftm.knows("Sanction", prop) for prop in LISTING] == [prop in known for prop in LISTING]


def test_its_types_are_the_librarys_and_its_lengths_no_longer(library: ModuleType) -> None:
    properties = [(schema.name, prop) for schema in library.model for prop in schema.properties.values()]
    theirs = {(schema, prop.name): prop for schema, prop in properties if not prop.stub}
    assert {key: ftm.kind(*key) for key in theirs} == {key: prop.type.name for key, prop in theirs.items()}
    assert [key for key, prop in theirs.items() if ftm.longest(*key) > prop.max_length] == []


def test_what_is_too_long_for_it_is_said_in_words() -> None:
    notices = ", ".join(["80 FR 30435"] * 10)
    (listing,) = entities([said(LISTING_OF, "Sanction", "authorityId", notices)])
    assert listing["properties"] == {"description": [f"Authority id: {notices}"]}


@pytest.mark.slow
def test_the_library_takes_a_whole_official_list(library: ModuleType) -> None:
    source = Source.read(SOURCES / "us-csl-2026.toml")
    reading = Reading({"main": data(OFFICIAL_LIST)}, source)
    found = entities((each.statement, SINCE) for each in reading.said())
    assert len(found) > reading.rows
    for each in found:
        proxy = library.model.get_proxy(each, cleaned=False)
        proxy.schema.validate(each)
        taken = proxy.to_dict()["properties"]
        assert {prop: len(values) for prop, values in taken.items()} == {
            prop: len(values) for prop, values in each["properties"].items()
        }
