"""The register of makers and the lists of names: whole, unambiguous, and each fact with its source."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from sekisho.names.keys import key
from sekisho.names.legal_form import Forms

CORPUS = Path(__file__).resolve().parents[2] / "sekisho" / "corpus"
FORMS = Forms.load(CORPUS / "words" / "legal_forms.toml")
MAKERS = sorted((CORPUS / "makers").glob("*.toml"))
LISTS = sorted((CORPUS / "lists").glob("*.toml"))

KEYS = {
    "entity": {"id", "schema", "country", "names", "short", "weak", "cites", "certainty", "tagged"},
    "ownership": {"owner", "asset", "share", "control", "from", "until", "cites", "certainty"},
    "brand": {"name", "entity", "cites", "certainty"},
    "identifier": {"kind", "value", "entity", "cites", "certainty"},
    "list": {
        *("id", "title", "kind", "issuer", "complete", "cites", "published", "topics", "note", "believed"),
    },
    "member": {"name", "entity", "part", "from", "until", "known", "cites", "certainty"},
}
MUST = {
    "entity": {"id", "schema", "names", "cites", "certainty"},
    "ownership": {"owner", "asset", "cites", "certainty"},
    "brand": {"name", "entity", "cites", "certainty"},
    "identifier": {"kind", "value", "entity", "cites", "certainty"},
    "list": {"id", "title", "kind", "issuer", "complete", "cites", "published", "topics"},
    "member": {"name", "cites", "certainty"},
}
SCHEMATA = {"Company", "LegalEntity", "Organization", "Person", "PublicBody"}
VALUES = {
    "mac": r"[0-9A-F]{6,9}",
    "pci": r"[0-9a-f]{4}",
    "usb": r"[0-9a-f]{4}",
    "snmp": r"[1-9][0-9]*",
    "pnp": r"[A-Z]{3}",
    "fcc": r"[0-9A-Z]{3}|[0-9][0-9A-Z]{4}",
    "cpe": r"[a-z0-9_-]+",
    "uscc": r"[0-9A-HJ-NP-RTUW-Y]{18}",
}
SHARE = re.compile(r"(?:>=|<=|>|<)\d+(?:\.\d+)?")
WORDS = re.compile(r"high|medium|low|unverified|established")

# Cores that two entities share, and why. A matcher may not settle these by the core.
SHARED_CORES = {
    "hytera communications": "Corporation Limited of Shenzhen and Limited of Hong Kong are two legal persons",
    "kaspersky lab": "the company in Moscow and the one in the United States stand on the list apart",
}

Row = dict[str, Any]


def tables(paths: list[Path], kind: str) -> list[tuple[str, Row]]:
    found: list[tuple[str, Row]] = []
    for path in paths:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        rows = data.get(kind, [])
        found += [
            (f"{path.stem}: {kind} {n}", row)
            for n, row in enumerate([rows] if isinstance(rows, dict) else rows)
        ]
    return found


def names(entity: Row) -> list[str]:
    return [*entity["names"], *entity.get("short", []), *entity.get("weak", [])]


ENTITIES = tables(MAKERS, "entity")
OWNERSHIP = tables(MAKERS, "ownership")
IDS = {row["id"] for _, row in ENTITIES}


def span(value: dt.date | str) -> tuple[dt.date, dt.date]:
    """The first and the last day that a full or partial date may mean."""
    if isinstance(value, dt.date):
        return value, value
    year, _, month = value.partition("-")
    first = dt.date(int(year), int(month or 1), 1)
    following = dt.date(
        first.year + (not month or first.month == 12), first.month % 12 + 1 if month else 1, 1
    )
    return first, following - dt.timedelta(days=1)


def running(row: Row, on: dt.date) -> bool:
    """Whether an ownership certainly runs on a day."""
    begun = "from" not in row or span(row["from"])[1] <= on
    return begun and ("until" not in row or on <= span(row["until"])[0])


@pytest.mark.parametrize("kind", ["entity", "ownership", "brand", "identifier"])
def test_makers_have_known_keys_only(kind: str) -> None:
    for where, row in tables(MAKERS, kind):
        assert set(row) <= KEYS[kind], where
        assert set(row) >= MUST[kind], where


@pytest.mark.parametrize("kind", ["list", "member"])
def test_lists_have_known_keys_only(kind: str) -> None:
    for where, row in tables(LISTS, kind):
        assert set(row) <= KEYS[kind], where
        assert set(row) >= MUST[kind], where


def test_files_hold_known_tables_only() -> None:
    for path in MAKERS:
        assert set(tomllib.loads(path.read_text(encoding="utf-8"))) <= {
            "entity",
            "ownership",
            "brand",
            "identifier",
        }
    for path in LISTS:
        assert set(tomllib.loads(path.read_text(encoding="utf-8"))) == {"list", "member"}


def test_every_fact_has_a_source_and_a_certainty() -> None:
    for kind in ("entity", "ownership", "brand", "identifier"):
        for where, row in tables(MAKERS, kind):
            assert row["cites"].strip(), where
            assert WORDS.search(row["certainty"]), where
    for where, row in ENTITIES:
        assert set(row.get("tagged", {})) <= set(names(row)), where
        assert all(WORDS.search(word) for word in row.get("tagged", {}).values()), where


def test_entities_are_well_formed() -> None:
    assert len(IDS) == len(ENTITIES)
    for where, row in ENTITIES:
        assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", row["id"]), where
        assert row["schema"] in SCHEMATA, where
        assert re.fullmatch(r"[a-z]{2}", row.get("country", "zz")), where
        assert all(name.strip() == name for name in names(row)), where


def test_a_name_belongs_to_one_entity() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for _, row in ENTITIES:
        for name in names(row):
            owners[key(name, FORMS).full].add(row["id"])
    assert "" not in owners
    assert {full: ids for full, ids in owners.items() if len(ids) > 1} == {}


def test_a_core_belongs_to_one_entity_or_is_documented() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for _, row in ENTITIES:
        for name in names(row):
            owners[key(name, FORMS).core].add(row["id"])
    assert {core for core, ids in owners.items() if len(ids) > 1} == set(SHARED_CORES)


def test_owners_and_assets_exist() -> None:
    for where, row in OWNERSHIP:
        owner = row["owner"]
        if isinstance(owner, dict):
            assert set(owner) <= {"name", "country"}, where
            assert owner["name"], where
        else:
            assert owner in IDS, where
            assert owner != row["asset"], where
        assert row["asset"] in IDS, where
        assert isinstance(row.get("control", True), bool), where


def test_shares_can_be_read() -> None:
    for where, row in OWNERSHIP:
        share = row.get("share", 0)
        if isinstance(share, str):
            assert SHARE.fullmatch(share), where
            share = float(share.lstrip("<>="))
        assert 0 <= share <= 100, where


def test_dates_can_be_read_and_follow_one_another() -> None:
    for where, row in OWNERSHIP:
        first = span(row["from"])[0] if "from" in row else dt.date.min
        last = span(row["until"])[1] if "until" in row else dt.date.max
        assert first <= last, where


def test_shares_add_up_to_no_more_than_the_whole() -> None:
    edges = {day for _, row in OWNERSHIP for end in ("from", "until") if end in row for day in span(row[end])}
    for on in [*edges, dt.date(2000, 1, 1), dt.date(2026, 11, 1)]:
        held: dict[str, float] = defaultdict(float)
        for _, row in OWNERSHIP:
            if running(row, on) and isinstance(row.get("share"), int | float):
                held[row["asset"]] += row["share"]
        assert {asset: share for asset, share in held.items() if share > 100} == {}, on


def test_one_holding_runs_at_a_time() -> None:
    edges = {day for _, row in OWNERSHIP for end in ("from", "until") if end in row for day in span(row[end])}
    for on in edges:
        pairs = [(str(row["owner"]), row["asset"]) for _, row in OWNERSHIP if running(row, on)]
        assert len(pairs) == len(set(pairs)), on


def test_brands_and_identifiers_point_to_one_entity() -> None:
    brands = [key(row["name"], FORMS).full for _, row in tables(MAKERS, "brand")]
    assert len(brands) == len(set(brands))
    marks = [(row["kind"], row["value"]) for _, row in tables(MAKERS, "identifier")]
    assert len(marks) == len(set(marks))
    for kind in ("brand", "identifier"):
        assert [where for where, row in tables(MAKERS, kind) if row["entity"] not in IDS] == []


def test_identifiers_are_written_as_devices_and_registers_write_them() -> None:
    for where, row in tables(MAKERS, "identifier"):
        assert re.fullmatch(VALUES[row["kind"]], row["value"]), where


def test_lists_are_well_formed() -> None:
    for (where, row), path in zip(tables(LISTS, "list"), LISTS, strict=True):
        assert row["id"] == path.stem, where
        assert row["kind"] in {"official", "statute", "order", "group", "press", "addressee"}, where
        assert isinstance(row["complete"], bool), where
        assert type(row["published"]) is dt.date, where


def test_every_member_is_somebody_of_the_register() -> None:
    strong: dict[str, str] = {}
    for _, row in ENTITIES:
        strong |= {key(name, FORMS).full: row["id"] for name in [*row["names"], *row.get("short", [])]}
    for where, row in tables(LISTS, "member"):
        found = strong.get(key(row["name"], FORMS).full)
        assert found is not None, f"{where}: {row['name']}"
        assert row.get("entity", found) == found, f"{where}: {row['name']}"


def test_dates_of_members_follow_one_another() -> None:
    for where, row in tables(LISTS, "member"):
        dates = [row[end] for end in ("from", "until", "known") if end in row]
        assert all(type(date) is dt.date for date in dates), where
        assert row.get("from", dt.date.min) <= row.get("until", dt.date.max), where


def test_nobody_is_twice_on_a_list_at_one_time() -> None:
    for path in LISTS:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["member"]
        ids = [row.get("entity", row["name"]) for row in rows]
        assert len(ids) == len(set(ids)), path.stem


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("HUAWEI TECHNOLOGIES CO.,LTD", "huawei-technologies"),
        ("華為技術有限公司", "huawei-technologies"),
        ("ファーウェイ", "huawei-technologies"),
        ("华为", "huawei-technologies"),
        ("هواوی", "huawei-technologies"),
        ("HiSilicon Technologies Co., Ltd.", "hisilicon"),
        ("Honor Device Co., Ltd.", "honor-device"),
        ("Futurewei Technologies, Inc.", "futurewei"),
        ("中興通訊股份有限公司", "zte"),
        ("중싱통신", "zte"),
        ("ZTE Kangxun Telecommunications Ltd.", "zte-kangxun"),
        ("ZTE Parsian", "zte-parsian"),
        ("Nubia Technology Co., Ltd.", "nubia"),
        ("Hangzhou Hikvision Digital Technology Co., Ltd.", "hikvision"),
        ("Hangzhou EZVIZ Network Co., Ltd.", "ezviz"),
        ("Hikvision Canada Inc.", "hikvision-canada"),
        ("Zhejiang Dahua Technology Co., Ltd.", "dahua"),
        ("Lorex Technology Inc.", "lorex"),
        ("Skywatch Innovation Inc.", "skywatch"),
        ("Hytera Communications Corporation Limited", "hytera"),
        ("Hytera Communications Limited", "hytera-hong-kong"),
        ("Phi Theta Kappa International Honor Society", "phi-theta-kappa"),
        ("骅威文化", "huawei-culture"),
        ("DAHUA ELECTRONICS CORPORATION", "dahua-electronics"),
        ("Nokia", "nokia"),
        ("Ericsson", "ericsson"),
        ("Fujitsu Limited", "fujitsu"),
        ("Spark New Zealand", "spark-nz"),
        ("EE", "ee"),
    ],
)
def test_a_name_people_write_finds_its_entity(name: str, entity: str) -> None:
    full = key(name, FORMS).full
    assert [row["id"] for _, row in ENTITIES if full in {key(n, FORMS).full for n in names(row)}] == [entity]


@pytest.mark.parametrize(
    ("asset", "on", "owner"),
    [
        ("ezviz", dt.date(2021, 6, 1), "hikvision"),
        ("ezviz", dt.date(2025, 10, 15), "hikvision"),
        ("lorex", dt.date(2017, 6, 1), "flir"),
        ("lorex", dt.date(2021, 6, 1), "dahua"),
        ("lorex", dt.date(2024, 6, 1), "skywatch"),
        ("honor-device", dt.date(2020, 10, 1), "huawei-technologies"),
        ("honor-device", dt.date(2021, 10, 1), "zhixin"),
        ("hisilicon", dt.date(2021, 6, 1), "huawei-technologies"),
        ("huawei-marine", dt.date(2019, 6, 1), "huawei-technologies"),
        ("huawei-marine", dt.date(2022, 6, 1), "hengtong"),
        ("dahua-usa", dt.date(2023, 6, 1), "dahua"),
        ("dahua-usa", dt.date(2024, 6, 1), "central-motion-picture-usa"),
        ("sepura", dt.date(2020, 6, 1), "hytera"),
        ("zte-kangxun", dt.date(2018, 5, 10), "zte"),
        ("zte", dt.date(2018, 5, 10), "zhongxingxin"),
        ("hikvision", dt.date(2021, 6, 1), "cethik"),
        ("ee", dt.date(2018, 12, 10), "bt-group"),
    ],
)
def test_control_on_a_day(asset: str, on: dt.date, owner: str) -> None:
    rows = [row for _, row in OWNERSHIP if row["asset"] == asset and row.get("control") and running(row, on)]
    assert [row["owner"] for row in rows] == [owner]


def test_a_minority_share_below_half_is_not_called_control() -> None:
    rows = [row for _, row in OWNERSHIP if row["asset"] == "nubia" and running(row, dt.date(2018, 5, 10))]
    assert [(row["owner"], row["share"], row.get("control")) for row in rows] == [("zte", 49.9, None)]
