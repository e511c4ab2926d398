"""A survey as a page and in words: charts whose figures are text, the calendar, the shares that matter."""

from __future__ import annotations

import io
import re
from dataclasses import replace

from sekisho.dates import AsOf, day, moment
from sekisho.errors import Location
from sekisho.formats.inventory.charts import Bar, bars, legend
from sekisho.formats.inventory.page import MOST_MAKERS, write_page
from sekisho.formats.inventory.report import removals, shares_told, summary
from sekisho.model.decision import Basis
from sekisho.model.device import Attribution, Confidence, Device, Sign
from sekisho.model.measure import Outcome, State
from sekisho.model.survey import Bite, Judged, Share, Survey

AS_OF = AsOf(moment("2026-11-30"), day("2026-11-30"))
LATE, SOON = "2023-12-31", "2027-12-31"


def judged(
    name: str, group: str, outcome: Outcome, *days: str, stated: bool = False, signs: int = 1
) -> Judged:
    device = Device(name, Location("devices.csv", 2), {}, group if stated else "")
    sign = Sign("mac", "00:E0:FC", group, "", 2.0, "has the block")
    confidence = Confidence.STATED if stated else Confidence.MEDIUM if group else Confidence.UNKNOWN
    bites = tuple(Bite(f"M/{by}", Outcome.REMOVE_BY, State.IN_FORCE, "s.1", by) for by in days)
    own = Attribution(group, "", confidence, (sign,) * signs if group else (), (), "no sign" * (not group))
    return Judged(device, own, group, outcome, bites, stated)


def survey(*devices: Judged, shares: tuple[Share, ...] = (), **caps: float) -> Survey:
    return Survey(devices, shares, caps, AS_OF, Basis("0", "law", {"lists": "x"}), (), owned=True)


def page(found: Survey) -> str:
    out = io.StringIO()
    write_page(found, out)
    return out.getvalue()


def rows(text: str) -> list[tuple[str, str]]:
    """Label and figure of every row of every chart."""
    found = re.findall(
        r'<tr><th scope="row">([^<]*)</th><td><div class="track".*?class="figure">([^<]*)<', text
    )
    return [(label, figure) for label, figure in found]


DEVICES = (
    judged("a", "Huawei", Outcome.REMOVE_BY, SOON, LATE, stated=True),
    judged("b", "Huawei", Outcome.RED_FLAG, LATE),
    judged("c", "Huawei", Outcome.RED_FLAG, SOON),
    judged("d", "Cisco", Outcome.UNKNOWN),
    judged("e", "", Outcome.UNKNOWN),
    judged("f", "Hikvision", Outcome.PROHIBITED, "no day", stated=True),
)
HUAWEI, CISCO = Share("", "Huawei", 1, 2, 1, 6), Share("", "Cisco", 0, 1, 1, 6)


def test_the_calendar_has_each_device_at_its_first_day_in_the_order_of_days() -> None:
    found = removals(survey(*DEVICES))
    assert [(each.by, each.stated, each.inferred, each.measures) for each in found] == [
        (LATE, 1, 1, (f"M/{LATE}",)),
        (SOON, 0, 1, (f"M/{SOON}",)),
        ("no day", 1, 0, ("M/no day",)),
    ]
    assert [each.is_past(AS_OF.on.day) for each in found] == [True, False, False]
    assert not removals(survey(DEVICES[3], DEVICES[4]))


def test_the_last_day_itself_is_not_past() -> None:
    (found,) = removals(survey(DEVICES[2]))
    assert not found.is_past(day(SOON))
    assert found.is_past(day(SOON) + 1)


def test_every_figure_of_a_chart_is_text() -> None:
    text = page(survey(*DEVICES, shares=(HUAWEI, CISCO), cap=35.0))
    assert rows(text) == [
        ("prohibited", "1"),
        ("remove-by", "1"),
        ("red-flag", "2"),
        ("unknown", "2"),
        ("Huawei", "3"),
        ("Cisco", "1"),
        ("Hikvision", "1"),
        ("unknown", "1"),
        (f"{LATE}, past", f"2 devices: M/{LATE}"),
        (SOON, f"1 device: M/{SOON}"),
        ("no day", "1 device: M/no day"),
        ("Huawei, the whole", "50.0 %, at most 66.7"),
    ]
    assert "limit: 35 % (cap)" in text


def test_shares_are_told_of_those_who_are_restricted_or_above_a_limit() -> None:
    assert shares_told(survey(*DEVICES, shares=(HUAWEI, CISCO))) == [HUAWEI]
    assert shares_told(survey(*DEVICES, shares=(HUAWEI, CISCO), cap=16.0)) == [HUAWEI, CISCO]
    assert "Shares" not in page(survey(*DEVICES[3:5], shares=(CISCO,), cap=35.0))


def test_the_words_say_what_is_past_and_what_is_not_confirmed() -> None:
    lines = list(summary(survey(*DEVICES)))
    assert f"  remove by {LATE}, which is past: 2 devices, 1 of them if confirmed (M/{LATE})" in lines
    assert f"  remove by {SOON}: 1 device, 1 of them if confirmed (M/{SOON})" in lines
    assert "  remove by no day: 1 device (M/no day)" in lines


def test_of_many_makers_the_others_are_counted() -> None:
    many = [judged(f"d{n}", f"maker {n:02}", Outcome.UNKNOWN) for n in range(MOST_MAKERS + 3)]
    text = page(survey(*many, *many[:MOST_MAKERS]))
    assert ("3 others", "3") in rows(text)


def test_what_a_device_says_of_itself_is_escaped() -> None:
    nasty = replace(DEVICES[0], device=replace(DEVICES[0].device, id="</td><script>x"), why="<b>")
    text = page(survey(nasty))
    assert "<script" not in text
    assert "<b>" not in text


def test_a_bar_is_as_long_as_its_share_of_the_whole_and_marks_its_limits() -> None:
    row = Bar("a & b", [(10, ""), (0, "open"), (15, "inferred")], "25 <", (35.0, 35.0))
    text = bars([row], 100.0)
    assert re.findall(r"width:([\d.]+)%", text) == ["10.00", "15.00"]
    assert re.findall(r"left:([\d.]+)%", text) == ["35.00"]
    assert "a &amp; b" in text
    assert "25 &lt;" in text
    assert "width:100.00%" in bars([Bar("one", [(3, "")], "3")])
    assert bars([Bar("nothing", [(0, "")], "0")]).count("<i") == 0
    assert legend({"limit": "a <limit>"}).count('<i class="limit">') == 1
