"""Who made a device: hand-made devices, each with what must be said of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho import dates
from sekisho.assets.registry import Registry
from sekisho.assets.weigh import Assets
from sekisho.errors import Location
from sekisho.lists.load import open_store
from sekisho.model.device import Attribution, Confidence, Device

IANA = Registry(
    "snmp",
    "IANA enterprise numbers",
    "2023-10-01",
    {"50001": "Scildon", "9": "ciscoSystems", "8072": "net-snmp", "4413": "Broadcom Limited", "25506": "H3C"},
)
IEEE = Registry(
    "mac", "IEEE MA-L", "2022-08-27", {"f875a4": "LCFC", "001b21": "Intel Corporate", "00000c": ""}
)
ASSETS = Assets.load(open_store().marks, [IANA, IEEE])
DAY = dates.moment("2024-06-01").day


def made(day: str = "2024-06-01", maker: str = "", **told: str | tuple[str, ...]) -> Attribution:
    as_tuples = {kind: value if isinstance(value, tuple) else (value,) for kind, value in told.items()}
    return ASSETS.attribute(Device("d", Location("f", 1), as_tuples, maker), dates.moment(day).day)


@pytest.mark.parametrize(
    ("told", "maker", "entity"),
    [
        ({"sysdescr": "Huawei Versatile Routing Platform Software"}, "Huawei", "huawei-technologies"),
        ({"sysdescr": "Linux GSE200M"}, "Huawei", "huawei-technologies"),
        ({"sysdescr": "ZXR10 ROS Version V4.08.23 ZXR10_5928 Software"}, "ZTE", "zte"),
        ({"snmp": ".1.3.6.1.4.1.3902.3.100.20"}, "ZTE", "zte"),
        ({"snmp": "1.3.6.1.4.1.50001.1"}, "Hikvision", "hikvision"),
        ({"snmp": "1.3.6.1.4.1.1004849.2.1"}, "Dahua", "dahua"),
        ({"snmp": "1.3.6.1.4.1.40297.1"}, "Hytera", "hytera"),
        ({"mac": "00:2E:C7:76:23:01"}, "Huawei", "huawei-technologies"),
        ({"mac": "10:32:7E:00:00:01"}, "Huawei", "huawei-device"),
        ({"mac": "90:FF:D6:00:00:01"}, "Honor", "honor-device"),
        ({"mac": "64:F2:FB:00:00:01"}, "EZVIZ", "ezviz-software"),
        ({"model": "DS-2CD2143G0-I"}, "Hikvision", "hikvision"),
        ({"model": "IPC-HFW2431S-S-S2"}, "Dahua", "dahua"),
        ({"model": "S5720-56C-PWR-EI-AC"}, "Huawei", "huawei-technologies"),
        ({"entity": ("Cisco Systems*102", "SOLID-OPTICS*2")}, "Cisco", "cisco"),
        ({"sysdescr": "HPE Comware Platform Software"}, "Hewlett Packard Enterprise", ""),
        ({"sysdescr": "Hangzhou H3C Comware Platform Software"}, "H3C", "h3c"),
        ({"cpe": "cpe:2.3:o:dahuasecurity:ipc_firmware:*:*:*:*:*:*:*:*"}, "Dahua", "dahua"),
        ({"dmi": "HUAWEI Technology Co.,Ltd"}, "Huawei", "huawei-technologies"),
        ({"dmi": "Nobody Ever Heard Of Ltd"}, "Nobody Ever Heard Of Ltd", ""),
    ],
)  # fmt: skip
def test_signs_that_name_a_maker(told: dict[str, str], maker: str, entity: str) -> None:
    found = made(**told)
    assert (found.maker, found.entity) == (maker, entity)
    assert found.signs[0].says
    assert found.why


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({}, "nothing is told"),
        ({"mac": "02:E0:FC:12:34:56"}, "locally administered"),
        ({"mac": "01:E0:FC:12:34:56"}, "of groups"),
        ({"mac": "AA:BB:CC"}, "locally administered"),
        ({"mac": "00:00:00:00:00:00"}, "zeros"),
        ({"mac": "00-00-00-00-00-01"}, "zeros"),  # counted up by interfaces without an address
        ({"mac": "D0:BA:E4:00:00:01"}, "says nothing about who made it"),
        ({"mac": "00:00:0C:00:00:01"}, "says nothing about who made it"),  # registered in private
        ({"mac": "00:1B:21:00:00:01"}, "makers of parts: Intel"),
        ({"snmp": "1.3.6.1.4.1.8072.3.2.10"}, "software"),
        ({"sysdescr": "Linux huawei-gw 5.4.0 #1 SMP x86_64"}, "software"),
        ({"sysdescr": "TrueNAS-13.0-U6. Hardware: amd64"}, "software"),
        ({"sysdescr": "Linux dahua 5.4.0", "snmp": "1.3.6.1.4.1.8072.3.2.10"}, "software"),
        ({"model": "X-1"}, "says nothing about who made it"),
        ({"entity": "0x168c"}, "says nothing about who made it"),
    ],
)
def test_no_maker_is_unknown_with_the_reason(told: dict[str, str], reason: str) -> None:
    found = made(**told)
    assert (found.maker, found.entity, found.confidence) == ("", "", Confidence.UNKNOWN)
    assert reason in found.why


@pytest.mark.parametrize(
    "name",
    ["Dahua Electronics Corporation", "Shanghai Dahua Scale Factory", "Huawei Culture Co., Ltd.", "ZTEX GmbH",
     "ztevision", "Aztech", "Dahua Group", "Hella Sonnen- und Wetterschutztechnik", "Honor Society"],
)  # fmt: skip
def test_namesakes_stay_themselves(name: str) -> None:
    assert made(dmi=name).entity in ("", "dahua-scale")
    assert made(dmi=name).maker == name


def test_a_recorder_of_hikvision_under_another_firms_number_is_seen_through() -> None:
    found = made(snmp="1.3.6.1.4.1.50001.1.7", mac="C0:56:E3:00:00:01")
    assert (found.maker, found.confidence) == ("Hikvision", Confidence.MEDIUM)
    (sign,) = (each for each in found.signs if each.kind == "snmp" and each.entity == "hikvision")
    assert "registered to Scildon" in sign.says
    assert "unverified" in sign.source
    assert any(each.maker == "Scildon" for each in found.signs)


def test_a_scildon_that_says_so_is_none_of_hikvision() -> None:
    found = made(snmp="1.3.6.1.4.1.50001.1.7", dmi="Scildon")
    assert found.maker == "Scildon"
    assert found.against == ("Hikvision",)


def test_a_brand_on_a_dahua_board() -> None:
    found = made(sysdescr="Intelbras VIP 1230", snmp="1.3.6.1.4.1.1004849.2", mac="3C:EF:8C:00:00:01")
    assert found.maker == "Dahua"
    assert found.against == ("Intelbras",)
    assert found.confidence is Confidence.LOW


def test_contradictions_are_shown_and_never_hide_a_listed_company() -> None:
    found = made(sysdescr="HPE 5900 Switch", snmp="1.3.6.1.4.1.25506.11.1.120")
    assert (found.maker, found.against, found.confidence) == (
        "Hewlett Packard Enterprise", ("H3C",), Confidence.LOW,
    )  # fmt: skip
    assert "contradicted" in found.why


@pytest.mark.parametrize(
    ("day", "rebranded"), [("2017-06-01", False), ("2019-06-01", True), ("2024-06-01", False)]
)
def test_a_brand_is_built_by_another_for_a_time(day: str, rebranded: bool) -> None:
    found = made(day, sysdescr="Lorex NVR")
    assert found.maker == "Lorex"
    assert any(each.kind == "rebrand" and each.entity == "dahua" for each in found.signs) is rebranded


def test_a_brand_that_is_stated_is_built_by_another_too() -> None:
    found = made("2019-06-01", maker="Lorex Technology")
    assert (found.maker, found.confidence) == ("Lorex Technology", Confidence.STATED)
    assert [(each.kind, each.entity) for each in found.signs] == [("rebrand", "dahua")]


def test_a_part_of_a_brand_inside_anothers_device_says_nothing_of_who_builds_for_the_brand() -> None:
    found = made("2019-06-01", entity=("Cisco Systems*9", "Lorex*1"))
    assert found.maker == "Cisco"
    assert [each.maker for each in found.signs] == ["Cisco", "Lorex"]


OBJECTS = Registry("object", "list of SNMP object ids", "", {"1": "Proteon", "9": "Other", "9.1.7": "Cisco"})


@pytest.mark.parametrize(
    ("value", "listed"),
    [
        ("1.3.6.1.4.1.9.1.7", ["Cisco"]),
        ("iso.3.6.1.4.1.9.1.7.3", ["Cisco"]),
        ("SNMPv2-SMI::enterprises.9.1.7", ["Cisco"]),
        ("1.3.6.1.4.1.9.2", []),  # whose the number 9 is, the registry of numbers says
        ("1.3.6.1.2.1.33", []),  # of no enterprise
        ("1.9.1.7", []),
        ("", []),
    ],
)
def test_a_list_of_whole_object_ids_speaks_of_what_is_below_an_enterprise(
    value: str, listed: list[str]
) -> None:
    assets = Assets.load([], [OBJECTS])
    found = assets.attribute(Device("d", Location("f", 1), {"snmp": (value,)}), DAY)
    assert [each.maker for each in found.signs if each.kind == "object"] == listed


def test_a_registrant_whom_nobody_knows_to_make_devices_counts_less() -> None:
    mac, number = "00:00:AA:00:00:01", "1.3.6.1.4.1.77777.1"
    registries = [
        Registry("mac", "IEEE", "", {"0000aa": "Xerox Corporation"}),
        Registry("snmp", "IANA", "", {"77777": "Some Carrier Ltd."}),
    ]
    device = Device("d", Location("f", 1), {"mac": (mac,), "snmp": (number,)})
    found = Assets.load([], registries).attribute(device, DAY)
    assert (found.maker, found.against) == ("Xerox", ())
    alone = Device("d", Location("f", 1), {"snmp": (number,)})
    lone = Assets.load([], registries).attribute(alone, DAY)
    assert (lone.maker, lone.confidence) == ("Some Carrier Ltd.", Confidence.LOW)
    assert "the table of makers has nothing" in lone.signs[0].says


def test_who_is_stated_made_it_and_the_signs_are_shown_beside() -> None:
    found = made(maker="Harbour Devices Inc.", mac="00:E0:FC:00:00:01")
    assert (found.maker, found.confidence, found.against) == (
        "Harbour Devices Inc.",
        Confidence.STATED,
        ("Huawei",),
    )
    assert made(maker="Huawei Technologies Co., Ltd.", mac="00:E0:FC:00:00:01").against == ()


def test_two_kinds_that_agree_are_surer_than_one() -> None:
    assert made(snmp="1.3.6.1.4.1.9.1.1").confidence is Confidence.MEDIUM
    assert made(snmp="1.3.6.1.4.1.9.1.1", sysdescr="Cisco IOS Software").confidence is Confidence.HIGH


HINTS = (
    "00:E0:FC:00:00:01",
    "02:E0:FC:00:00:01",
    "3C:EF:8C:00:00:01",
    "1.3.6.1.4.1.2011.2",
    "1.3.6.1.4.1.9.1",
    "19e5:0200",
    "Huawei",
    "Cisco Systems, Inc.",
    "ZXR10",
    "DS-2CD2143G0-I",
    "Intel",
)
KINDS = ("mac", "snmp", "sysdescr", "entity", "model", "dmi", "cpe", "fcc", "pci", "usb", "pnp")
VALUES = st.lists(
    st.one_of(st.text("aZ0:.-_ 华中", max_size=12), st.sampled_from(HINTS)), min_size=1, max_size=3
)
TOLD = st.dictionaries(st.sampled_from(KINDS), VALUES.map(tuple), max_size=4)


@given(TOLD)
def test_the_order_in_which_signs_are_told_decides_nothing(told: dict[str, tuple[str, ...]]) -> None:
    turned = dict(reversed(told.items()))
    one, other = (ASSETS.attribute(Device("d", Location("f"), each), DAY) for each in (told, turned))
    assert (one.maker, one.confidence, set(one.against)) == (
        other.maker,
        other.confidence,
        set(other.against),
    )


@given(TOLD)
def test_no_sign_of_a_listed_maker_is_lost(told: dict[str, tuple[str, ...]]) -> None:
    alone = ASSETS.attribute(Device("d", Location("f"), {"mac": ("00:E0:FC:00:00:01",)}), DAY)
    both = ASSETS.attribute(Device("d", Location("f"), told | {"mac": ("00:E0:FC:00:00:01",)}), DAY)
    assert alone.maker == "Huawei"
    assert any(each.entity == "huawei-technologies" for each in both.signs)


@given(TOLD)
def test_an_unknown_maker_has_a_reason_and_a_known_one_a_sign(told: dict[str, tuple[str, ...]]) -> None:
    found = ASSETS.attribute(Device("d", Location("f"), told), DAY)
    assert found.why
    assert bool(found.maker) == any(each.weight > 0 for each in found.signs)
