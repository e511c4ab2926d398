"""Who holds whom, and who was listed when, as pictures: whole, safe, and nothing over the edge."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from sekisho.dates import Interval, day
from sekisho.formats.listings_svg import listings_svg
from sekisho.formats.owners_svg import BOX, GAP, MOST, Stake, left_out, owners_svg
from sekisho.model.entity import Listing

SVG = "{http://www.w3.org/2000/svg}"
NAMES = {"a": "<script>alert(1)</script> Holding", "b": "株式会社 中間", "c": "Centre", "d": "Daughter"}
STAKES = (
    Stake("a", "b", "60 %"),
    Stake("b", "c", "30 %, to 2017"),
    Stake("b", "c", "50 %"),
    Stake("c", "d", "100 %"),
)


def drawn(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314  # our own


def words(picture: ET.Element) -> str:
    return " ".join("".join(each.itertext()) for each in picture.iter(f"{SVG}text"))


def test_owners_stand_left_and_holdings_right() -> None:
    picture = drawn(owners_svg("c", STAKES, NAMES, "owners"))
    lefts = [float(each.attrib["x"]) for each in picture.iter(f"{SVG}rect")]
    assert sorted(lefts) == [1 + at * (BOX + GAP) for at in range(4)]
    assert len(list(picture.iter(f"{SVG}path"))) == 6  # three lines, each with its head
    assert words(picture).count("100 %") == 1  # beside the daughter, and not in the middle again
    for told in ("株式会社 中間", "30 %, to 2017", "50 %", "100 %", "Daughter"):
        assert told in words(picture)


def test_what_names_say_is_inert() -> None:
    text = owners_svg("c", STAKES, NAMES, "<b>")
    assert "<script" not in text
    assert "<b>" not in text


def test_a_circle_of_owners_ends() -> None:
    picture = drawn(owners_svg("a", (Stake("b", "a", "50 %"), Stake("a", "b", "50 %")), NAMES, "a circle"))
    assert len(list(picture.iter(f"{SVG}rect"))) == 2


def test_who_is_left_out_is_counted() -> None:
    many = [Stake(f"owner {number}", "c", "1 %") for number in range(MOST + 3)]
    assert len(list(drawn(owners_svg("c", many, NAMES, "many")).iter(f"{SVG}rect"))) == MOST + 1
    assert left_out("c", many) == 3
    assert left_out("c", STAKES) == 0


def test_listings_have_a_line_a_list_and_a_bar_each() -> None:
    one = Interval(day("2019-05-16"), day("2020-05-15"))
    two = Interval(day("2021-01-01"), day("2021-12-31"))
    long_ago = Interval(day("1999-01-01"), day("1999-12-31"))
    listings = [Listing("c", "<list>", "an entry", valid=each) for each in (one, two, long_ago)]
    picture = drawn(listings_svg([*listings, Listing("c", "other", "x")], day("2026-11-30"), "listings"))
    assert len(list(picture.iter(f"{SVG}rect"))) == 3
    assert words(picture).count("<list>") == 1
    assert "2019-05-16 to 2020-05-15" in "".join(picture.itertext())
