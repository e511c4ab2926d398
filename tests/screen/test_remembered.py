"""What must be remembered: Huawei, ZTE, foreign-made routers, and a company that a later edition left out.

Each is asked for the day before, of and after, as known before and after; once over small files in the
publishers' own formats, and once over real ones where they are at hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sekisho import dates
from sekisho.graph.company import Company
from sekisho.lists.load import CORPUS, open_store
from sekisho.lists.source import Source
from sekisho.screen.run import Screener
from sekisho.screen.who import who
from sekisho.store.engine import Archive
from sekisho.truth import NO, UNKNOWN, YES
from tests.lists.ask import COPIES
from tests.lists.stated import brought, consolidated, entry
from tests.whole import OFFICIAL_LIST, as_of, data, read_case

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.law.register import Law
    from sekisho.model.entity import Listing
    from sekisho.truth import Truth

EL, S889, FCC, DOD = "us-entity-list", "s889", "us-fcc-covered", "us-dod-1260h"
HUAWEI, ZTE, PARSIAN = "Huawei Technologies Co., Ltd.", "ZTE Corporation", "ZTE Parsian"
ROUTERS = "Routers produced in a foreign country"
YMTC, CXMT = "Yangtze Memory Technologies Co., Ltd.", "ChangXin Memory Technologies, Inc."


class Memory:
    """An archive, asked through whatever a user asks."""

    def __init__(self, law: Law, archive: Archive, sources: dict[str, Source]) -> None:
        self._law = law
        store = open_store(archive=archive, known=dates.day("2026-12-31"), sources=sources)
        self._screener = Screener(law, store)

    def listed(self, name: str, on: str, known: str) -> set[str]:
        """The lists on which a supplier is found."""
        told = {"action": "buy", "date": on, "known": known, "parties": [{"role": "supplier", "name": name}]}
        case = read_case(self._law.facts, {"actor": {"country": "us", "owners": []}, **told})
        (answer,) = self._screener.answers([case], as_of(on, known))
        return {each.list for each in answer.listed}

    def on(self, name: str, listed: str, on: str, known: str) -> Truth:
        """Is a company on a list, as the law asks it?"""
        knowledge = self._screener.knowing(dates.day(known))
        day = dates.day(on)
        return knowledge.reach.ask("on", Company(name), listed, day, dates.day(known)).truth

    def entries(self, listed: str, on: str, known: str) -> list[Listing]:
        """The entries of a list that hold."""
        store = self._screener.knowing(dates.day(known)).store
        every = (each for own in store.listings.values() for each in own)
        return [each for each in every if each.list == listed and dates.day(on) in each.valid]

    def borne(self, name: str, known: str) -> list[str]:
        """Who bears a name, by schema."""
        knowledge = self._screener.knowing(dates.day(known))
        found = who(name, self._law, knowledge, as_of(known, known))
        return [each.entity.schema for each in found.bearers]


# --- small files in the publishers' own formats ---


def page(*rows: tuple[str, str]) -> str:
    """The Covered List as its page has it."""
    cells = "".join(f"<tr><td>{what}</td><td>{day}</td></tr>" for what, day in rows)
    head = "<tr><th>Covered Equipment or Services*</th><th>Date of Inclusion on Covered List</th></tr>"
    return f"<html><head><title>List</title></head><body><table>{head}{cells}</table></body></html>"


def keyed(*rows: str) -> str:
    """An edition under section 1260H, keyed into a table."""
    return "\n".join(("Name,Parent Name,Start date,End date,Source Url", *rows, ""))


MAKERS = (
    (
        "Telecommunications equipment produced by Huawei Technologies Company, including services.",
        "March 12, 2021",
    ),
    ("Telecommunications equipment produced by ZTE Corporation, including services.", "March 12, 2021"),
)
FOREIGN = (f"{ROUTERS}, except routers with a Conditional Approval.", "March 23, 2026")
HELD = '"Huawei Technologies Co., Ltd. (Huawei)",,2021-06-03,,'


@pytest.fixture(scope="module")
def memory(law: Law, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Memory]:
    """Editions as they came out, each known from the day on which it was retrieved."""
    folder = tmp_path_factory.mktemp("remembered")
    sources = {
        name: Source.read(CORPUS / "lists" / "sources" / f"{name}.toml") for name in ("us-csl", FCC, DOD)
    }
    zte = entry(ZTE, start_date="2016-03-08", federal_register_notice="81 FR 12004, 3/8/16")
    parsian = entry(PARSIAN, start_date="2016-03-08", federal_register_notice="81 FR 12004, 3/8/16")
    entity_list = {
        "2016-03-09": (zte, parsian),
        "2017-03-28": (zte, parsian),
        "2017-03-30": (parsian,),
        "2019-05-14": (parsian,),
        "2019-05-22": (parsian, entry(HUAWEI)),
    }
    pages = {"2026-03-22": MAKERS, "2026-03-24": (*MAKERS, FOREIGN)}
    ended = f'"{CXMT}",,2025-01-07,2026-02-17,'
    again = [f'"{name}",,2026-06-08,,' for name in (YMTC, CXMT)]
    editions = {
        "2025-01-08": (HELD, f'"{YMTC}",,2025-01-07,,', f'"{CXMT}",,2025-01-07,,'),
        "2026-02-18": (HELD, ended),  # one is left out, of the other the table says when it ended
        "2026-06-09": (HELD, ended, *again),
    }
    with Archive.open(folder / "store.sqlite", create=True) as archive:
        for day, entries in entity_list.items():
            brought(archive, sources["us-csl"], consolidated(folder, *entries), day)
        for day, rows in pages.items():
            (folder / "list.html").write_text(page(*rows), "utf-8")
            brought(archive, sources[FCC], folder / "list.html", day)
        for day, lines in editions.items():
            (folder / "1260h.csv").write_text(keyed(*lines), "utf-8")
            brought(archive, sources[DOD], folder / "1260h.csv", day)
        yield Memory(law, archive, sources)


@pytest.mark.parametrize(
    ("on", "known", "truth"),
    [
        ("2019-05-15", "2019-05-14", NO),
        ("2019-05-16", "2019-05-14", NO),  # nobody knew
        ("2019-05-16", "2019-05-15", YES),  # the rule was out for inspection
        ("2019-05-15", "2019-05-22", NO),
        ("2019-05-16", "2019-05-22", YES),
        ("2019-05-21", "2019-05-22", YES),
        ("2019-05-22", "2019-05-22", YES),
        ("2026-07-09", "2026-07-09", YES),  # whoever is found on a stale list stays found
    ],
)
def test_huawei_on_the_entity_list(memory: Memory, on: str, known: str, truth: Truth) -> None:
    assert memory.on(HUAWEI, EL, on, known) is truth
    assert (EL in memory.listed("华为技术有限公司", on, known)) is (truth is YES)


@pytest.mark.parametrize(
    ("on", "known", "truth"),
    [
        ("2016-03-07", "2016-03-09", UNKNOWN),  # nobody saw the list before, so who was removed is not known
        ("2016-03-08", "2016-03-09", YES),
        ("2017-03-29", "2017-03-28", YES),
        ("2017-03-30", "2017-03-28", YES),  # as far as anybody knew
        ("2017-03-29", "2017-03-30", YES),
        ("2017-03-30", "2017-03-30", NO),
        ("2016-12-31", "2019-05-22", YES),
        ("2019-05-22", "2019-05-22", NO),
        ("2019-06-30", "2019-06-30", UNKNOWN),  # the list is stale
    ],
)
def test_zte_was_on_the_entity_list_and_is_not(memory: Memory, on: str, known: str, truth: Truth) -> None:
    assert memory.on(ZTE, EL, on, known) is truth
    assert (EL in memory.listed(ZTE, on, known)) is (truth is YES)
    assert memory.on(PARSIAN, EL, "2019-05-22", "2019-05-22") is YES


@pytest.mark.parametrize(
    ("on", "known", "truth"),
    [
        ("2018-08-12", "2018-08-12", NO),
        ("2018-08-13", "2018-08-12", NO),
        ("2018-08-12", "2018-08-13", NO),
        ("2018-08-13", "2018-08-13", YES),
        ("2018-08-14", "2026-07-09", YES),
    ],
)
def test_zte_in_the_statute(memory: Memory, on: str, known: str, truth: Truth) -> None:
    assert memory.on(ZTE, S889, on, known) is truth
    assert (S889 in memory.listed("中兴通讯", on, known)) is (truth is YES)


@pytest.mark.parametrize(
    ("on", "known", "there"),
    [
        ("2026-03-23", "2026-03-22", False),
        ("2026-03-22", "2026-03-24", False),
        ("2026-03-23", "2026-03-23", False),  # it holds, but nobody had looked that day
        ("2026-03-23", "2026-03-24", True),
        ("2026-03-24", "2026-03-24", True),
        ("2026-07-09", "2026-07-09", True),
    ],
)
def test_foreign_made_routers_are_an_entry_and_nobodys_name(
    memory: Memory, on: str, known: str, there: bool
) -> None:
    entries = {each.entry for each in memory.entries(FCC, on, known)}
    assert sum(ROUTERS in each for each in entries) == there
    assert memory.listed(ROUTERS, on, known) == set()
    assert memory.borne(ROUTERS, known) == []
    assert memory.listed("ZTE", on, known) >= {FCC}


@pytest.mark.parametrize(
    ("on", "known", "listed"),
    [
        ("2025-01-06", "2025-01-06", False),
        ("2025-01-07", "2025-01-06", False),
        ("2025-01-06", "2025-01-08", False),
        ("2025-01-07", "2025-01-08", True),
        ("2026-02-17", "2026-02-16", True),
        ("2026-02-18", "2026-02-16", True),  # as far as anybody knew
        ("2025-01-06", "2026-02-18", False),
        ("2025-01-07", "2026-02-18", True),
        ("2026-02-17", "2026-02-18", True),
        ("2026-02-18", "2026-02-18", False),
        ("2026-02-19", "2026-07-09", False),
        ("2026-06-08", "2026-06-08", False),  # nobody had looked
        ("2026-06-07", "2026-06-09", False),
        ("2026-06-08", "2026-06-09", True),
        ("2025-01-07", "2026-06-09", True),
    ],
)
def test_a_company_that_a_later_edition_leaves_out(memory: Memory, on: str, known: str, listed: bool) -> None:
    assert (DOD in memory.listed(CXMT, on, known)) is listed
    # Nobody saw who was taken off before the first edition, nor any list before it was out.
    absent = NO if on >= "2025-01-08" else UNKNOWN
    assert memory.on(CXMT, DOD, on, known) is (YES if listed else absent)


def test_an_edition_that_leaves_out_whom_the_register_follows_does_not_free_him(memory: Memory) -> None:
    # The register has it on the list without a break from 2024 on: whom either of the two names is on it.
    for day in ("2025-01-07", "2026-02-18", "2026-06-08"):
        assert memory.on(YMTC, DOD, day, "2026-06-09") is YES


# --- the real files ---


@pytest.fixture(scope="module")
def real(law: Law, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Memory]:
    """Real editions, through the mappings that fit their copies."""
    copies = {
        name: Source.read(COPIES / f"{name}.toml") for name in ("us-csl-2026", "us-fcc-2026", "us-1260h-2026")
    }
    pages = [f"2026-{day}" for day in ("05-21", "06-23", "07-20", "07-21")]
    given = [
        ("us-csl-2026", OFFICIAL_LIST, "2026-07-09"),
        ("us-1260h-2026", "lists/us/dod/1260h.csv", "2026-06-09"),
        *(("us-fcc-2026", f"lists/us/fcc/fcc_covered_{day}.csv", day) for day in pages),
    ]
    files = [(copies[name], data(path), day) for name, path, day in given]
    folder = tmp_path_factory.mktemp("real")
    with Archive.open(folder / "store.sqlite", create=True) as archive:
        for source, path, day in files:
            brought(archive, source, path, day)
        yield Memory(law, archive, copies)


def test_the_real_lists_of_2026(real: Memory) -> None:
    now = "2026-07-10"
    assert real.on(ZTE, EL, now, now) is NO
    assert real.on(PARSIAN, EL, now, now) is YES
    assert {S889, FCC} <= real.listed(ZTE, now, now)
    assert EL not in real.listed(ZTE, now, now)
    assert {EL, S889, FCC, DOD} <= real.listed(HUAWEI, now, now)
    assert real.on(HUAWEI, EL, "2019-05-15", now) is UNKNOWN, "the store began in 2026"
    assert real.on(HUAWEI, EL, "2019-05-16", now) is YES


@pytest.mark.parametrize(
    ("on", "known", "there"),
    [
        ("2026-03-22", "2026-07-21", False),
        ("2026-03-23", "2026-07-21", True),
        ("2026-03-24", "2026-03-23", True),  # inherited: the publisher gives the day
        ("2026-03-23", "2026-03-22", False),
    ],
)
def test_the_real_entry_of_foreign_made_routers(real: Memory, on: str, known: str, there: bool) -> None:
    routers = [
        each for each in real.entries(FCC, on, known) if "outers" in each.entry and "foreign" in each.entry
    ]
    assert bool(routers) is there
    assert real.borne(ROUTERS, known) == []


@pytest.mark.parametrize(
    ("on", "listed"),
    [
        ("2025-01-06", False),
        ("2025-01-07", True),
        ("2026-02-17", True),
        ("2026-02-18", False),
        ("2026-06-07", False),
        ("2026-06-08", True),
    ],
)
def test_a_real_company_of_section_1260h(real: Memory, on: str, listed: bool) -> None:
    assert (DOD in real.listed(CXMT, on, "2026-07-10")) is listed
    # Of this one the table has a row of 2024 that it never ended.
    assert DOD in real.listed(YMTC, on, "2026-07-10")
