"""OFAC's XML, by a file in its layout; and which programme of the consolidated list is of which list."""

from __future__ import annotations

from pathlib import Path

import pytest

from sekisho import dates
from sekisho.errors import InputError
from sekisho.lists.source import Source
from tests.lists.ask import CORPUS, Read, corpus

LAYOUT = Path(__file__).parent / "layouts" / "us-ofac.xml"
PROGRAMS = {
    "CMIC-EO13959": "us-cmic",
    "NS-PLC": "us-plc",
    "FSE-IR": "us-fse",
    "FSE-SY": "us-fse",
    "561-Related": "us-capta",
    "HIFPAA": "us-capta",
    "UKRAINE-EO13662": "us-ssi",
    "CAATSA - RUSSIA": "us-mbs",
    "RUSSIA-EO14024": "us-mbs",
    "BELARUS-EO14038": "us-mbs",
}


def test_an_entry_of_the_xml_says_what_it_has() -> None:
    ofac = corpus("us-ofac-sdn-xml", LAYOUT)
    assert ofac.counts == (3, 3)
    assert ofac.reading.warnings == ()
    assert ofac.reading.published() == dates.day("2026-01-31")
    person = ofac.of("DOE, Jan")
    assert person["alias"] == ["DOH, Jan"]
    assert person["weakAlias"] == ["THE MINISTER"]
    assert person["previousName"] == ["ROE, Jan"]
    assert person["passportNumber"] == ["A0000001"]
    assert person["idNumber"] == ["77"]
    assert person["gender"] == ["male"]
    assert person["notes"] == ["some section"]
    assert person["address"] == ["1 Some Street, Tehran, Iran", "Syria"]
    assert person["country"] == ["ir", "sy"]
    assert (person["nationality"], person["citizenship"]) == (["ir"], ["sy"])
    assert person["birthDate"] == ["1948-12-10", "1951"]
    assert person["birthPlace"] == ["Qom, Iran"]
    assert person["program"] == ["FIRST-PROGRAM", "SECOND-PROGRAM"]
    assert person["recordId"] == ["101"]
    company = ofac.of("EXAMPLE TRADING CO., LTD.")
    assert (company["uscCode"], company["incorporationDate"]) == (["91110000000000000X"], ["2001-02-05"])
    ship = ofac.of("SEA EXAMPLE")
    assert (ship["imoNumber"], ship["callSign"], ship["flag"]) == (["9000001"], ["ABCD"], ["pa"])
    assert ofac.values("name", "Vessel") == ["SEA EXAMPLE"]


@pytest.mark.parametrize(("program", "listed"), PROGRAMS.items())
def test_a_programme_is_of_a_list(tmp_path: Path, program: str, listed: str) -> None:
    assert Source.read(CORPUS / "us-ofac-consolidated.toml").list.of(program) == listed
    ofac = corpus("us-ofac-consolidated-xml", _consolidated(tmp_path, program))
    assert {each.statement.list for each in ofac.said} == {listed}


def test_a_programme_nobody_has_looked_up_refuses_the_file(tmp_path: Path) -> None:
    path = _consolidated(tmp_path, "NEW-EO99999")
    with pytest.raises(InputError) as caught:
        Read(CORPUS / "us-ofac-consolidated-xml.toml", {"main": path})
    assert "no list is declared for 'NEW-EO99999'" in caught.value.diagnostics()
    assert Source.read(CORPUS / "us-ofac-consolidated.toml").list.of("NEW-EO99999") == "refuse"


def _consolidated(folder: Path, program: str) -> Path:
    path = folder / "CONSOLIDATED.XML"
    text = LAYOUT.read_text("utf-8").replace("<program>SECOND-PROGRAM</program>", "")
    path.write_text(text.replace("FIRST-PROGRAM", program), "utf-8")
    return path
