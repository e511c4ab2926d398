"""A path as a picture: whole, safe and readable."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from sekisho.formats.notes import clean
from sekisho.formats.path_svg import CAPITAL, SIGNS, STRONG, path_svg
from sekisho.model.decision import Path, Step

SVG = "{http://www.w3.org/2000/svg}"
CHAIN = Path(
    "item",
    "s889",
    (
        Step("item", "surveillance camera"),
        Step("part", "SoC"),
        Step("maker", "HiSilicon Technologies Co., Ltd.", "cn"),
        Step("owner", "Huawei Technologies Co., Ltd.", "100 %, controls", "84 FR 22961"),
        Step("list", "s889", "as Huawei Technologies Company from 2018-08-13", "s.889(f)(3)(A)"),
    ),
)


def lines(drawn: str) -> list[str]:
    return ["".join(each.itertext()) for each in ET.fromstring(drawn).iter(f"{SVG}text")]  # noqa: S314 — our own


def test_it_goes_from_the_case_to_the_clause() -> None:
    shown = lines(path_svg(CHAIN, "camera-7", "US-889A/procure", "s.889(a)(1)(A)"))
    assert [
        each for each in shown if each in {"case", "item", "part", "maker", "owner", "on the list", "clause"}
    ] == [
        "case",
        "item",
        "part",
        "maker",
        "owner",
        "on the list",
        "clause",
    ]
    for words in ("camera-7", "100 %, controls", "84 FR 22961", "US-889A/procure", "s.889(a)(1)(A)"):
        assert words in shown


def test_who_cannot_see_it_is_told_the_same() -> None:
    title = ET.fromstring(path_svg(CHAIN, "camera-7", "US-889A/procure")).find(f"{SVG}title")  # noqa: S314
    assert title is not None
    assert title.text is not None
    assert title.text.startswith("case camera-7, item surveillance camera, part SoC, maker HiSilicon")
    assert title.text.endswith("on the list s889, clause US-889A/procure")


def test_case_and_clause_may_be_left_out() -> None:
    assert lines(path_svg(CHAIN))[0] == "item"
    assert lines(path_svg(CHAIN, language="ja"))[0] == "品目"


def test_what_is_too_long_is_broken_and_nothing_is_lost() -> None:
    name = "華為技術有限公司" * 12
    sources = " ".join(["a register of owners"] * 20)
    shown = lines(path_svg(Path("item", "L", (Step("owner", name, "x" * 200, sources),))))
    assert "".join(shown[1:]).replace(" ", "") == (name + "x" * 200 + sources).replace(" ", "")
    assert max(len(each) + sum(ord(sign) > 0x2E80 for sign in each) for each in shown) <= SIGNS


def test_a_name_in_strong_type_is_broken_sooner_and_capitals_sooner_still() -> None:
    widest = []
    for letters in ("abcdefgh", "ABCDEFGH"):
        step = Step("item", " ".join(letter * 9 for letter in letters))
        widest.append(max(map(len, lines(path_svg(Path("item", "L", (step,)))))))
    assert STRONG - 10 < widest[0] <= STRONG
    assert STRONG / CAPITAL - 10 < widest[1] <= STRONG / CAPITAL + 4, "blanks are narrow"


@given(
    st.lists(st.builds(Step, st.sampled_from(["owner", "list", "part"]), st.text(), st.text()), max_size=5)
)
def test_any_text_is_safe_inside(steps: list[Step]) -> None:
    drawn = path_svg(Path("item", "L", tuple(steps)), "<script>alert(1)</script>", "&", '"')
    ET.fromstring(drawn)  # noqa: S314
    assert "<script" not in drawn
    shown = "".join(lines(drawn)).replace(" ", "")
    for step in steps:
        assert "".join(clean(step.name).split()) in shown
