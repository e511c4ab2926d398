"""The register as pages: whole, linked, inert, and looked at in a real browser on a desk and on a phone."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from sekisho import dates
from sekisho.dates import AsOf
from sekisho.errors import UsageError
from sekisho.formats.register.page import instrument_page
from sekisho.formats.register.plan import read_plan
from sekisho.formats.register.site import build
from sekisho.screen.concern import aimed_at
from sekisho.screen.matrix import matrix
from sekisho.screen.run import Screener
from tests.browser import browsers
from tests.law.desk import block, instrument, load, measure
from tests.whole import sekisho

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from sekisho.law.register import Law
    from sekisho.store.base import Store

DAY = "2026-11-30"
AS_OF = AsOf(dates.moment(DAY), dates.day(DAY))
LISTS = ("index.html", "timeline.html", "timeline-hikvision.html", "matrix.html")
DESK, PHONE = 1280, 390


class Links(HTMLParser):
    """What a page leads to, what can be led to on it, and what it would load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.ids: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a":
            self.links.add(given.get("href") or "")
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if "src" in given or tag in ("link", "iframe", "object", "embed"):
            self.loads.append(tag)


@pytest.fixture(scope="module")
def site(law: Law, store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("register")
    plan = read_plan(law.root)
    aims = {"hikvision": aimed_at("Hikvision", Screener(law, store), AS_OF.known)}
    build(law, AS_OF, matrix(law, store, AS_OF, plan, grounds=True), plan, aims, folder)
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    yield from browsers()


def test_a_page_for_every_instrument_in_both_languages(law: Law, site: Path) -> None:
    wanted = {*LISTS, *(f"{name}.html" for name in law.instruments)}
    assert {path.name for path in site.glob("*.html")} == wanted
    assert {path.name for path in (site / "ja").glob("*.html")} == wanted


def test_every_link_leads_somewhere_and_nothing_is_loaded(site: Path) -> None:
    pages = {path: Links(path.read_text("utf-8")) for path in site.rglob("*.html")}
    for path, page in pages.items():
        assert not page.loads, path
        assert len(page.ids) == len(set(page.ids)), path
        for link in page.links:
            file, _, anchor = link.partition("#")
            target = (path.parent / file).resolve() if file else path
            assert target in pages, f"{path.name}: {link}"
            assert not anchor or anchor in pages[target].ids, f"{path.name}: {link}"


def test_a_clause_can_be_linked_by_the_day_on_which_it_reads_so(site: Path) -> None:
    ids = Links((site / "AU-2018-5G.html").read_text("utf-8")).ids
    assert "AU-2018-5G/vendor" in ids
    assert "AU-2018-5G/vendor@2018-09-18" in ids


def test_the_words_of_the_law_are_inert(tmp_path: Path) -> None:
    text = '# <script>x()</script>\n\n<img src="x">\n\n' + instrument(more='note = "<b>"') + measure("T/m")
    law = load(tmp_path, text)
    page = instrument_page(law, "T", AS_OF)
    assert "<script>" not in page
    assert "<img" not in page
    assert "<b>" not in page


def test_a_text_of_another_day_stands_beside_that_of_the_day(tmp_path: Path) -> None:
    later = block("amendment", 'of = "T/m"\npublished = 2027-01-01\nfrom = 2027-02-01\ncites = "art. 9"')
    law = load(tmp_path, instrument() + measure("T/m") + later)
    known = AsOf(AS_OF.on, dates.day("2027-01-01"))
    assert 'id="T/m@2027-02-01"' in instrument_page(law, "T", known)
    assert "art. 9" not in instrument_page(law, "T", AS_OF)


EXAMPLE = block(
    "example",
    'name = "<a sale>"\nknown = 2019-06-01\n[case]\naction = "sell"\n[expect.T]\n2019-06-30 = "no-rule"\n',
)


def test_an_example_stands_on_the_page_with_what_is_to_be_answered(tmp_path: Path) -> None:
    page = instrument_page(load(tmp_path, instrument() + measure("T/m") + EXAMPLE), "T", AS_OF)
    assert "Example: &lt;a sale&gt;" in page
    assert "as known: 2019-06-01" in page
    assert "<pre><code>action = &quot;sell&quot;</code></pre>" in page
    assert '<td>2019-06-30</td><td>T</td><td><span class="chip o-no-rule">' in page


def test_an_example_that_rests_on_what_was_not_published_yet_is_left_out(tmp_path: Path) -> None:
    law = load(tmp_path, instrument() + measure("T/m") + EXAMPLE)
    before = AsOf(AS_OF.on, dates.day("2019-05-31"))
    assert "a sale" not in instrument_page(law, "T", before)
    unbound = load(tmp_path, instrument() + measure("T/m") + EXAMPLE.replace("known = 2019-06-01\n", ""))
    assert "as known: without limit" in instrument_page(unbound, "T", before)
    later = block("amendment", 'of = "T/m"\npublished = 2027-01-01\nfrom = 2027-02-01\ncites = "art. 9"')
    amended = instrument() + measure("T/m") + later + EXAMPLE.replace("known = 2019-06-01\n", "")
    assert "a sale" not in instrument_page(load(tmp_path, amended), "T", AS_OF)


def test_an_example_that_the_check_would_refuse_does_not_stop_the_page(tmp_path: Path) -> None:
    text = instrument() + measure("T/m") + EXAMPLE.replace('"no-rule"', '"cleared"')
    assert "a sale" not in instrument_page(load(tmp_path, text), "T", AS_OF)


def test_a_page_that_stands_alone_leads_nowhere_else(law: Law) -> None:
    page = Links(instrument_page(law, "US-889B", AS_OF, lone=True))
    assert page.links
    assert all(link.startswith("#") for link in page.links)


def test_a_cell_of_the_matrix_leads_to_the_clause_that_decides(site: Path) -> None:
    text = (site / "matrix.html").read_text("utf-8")
    assert 'href="US-889A.html#US-889A/procure"' in text
    assert "84 FR 40216 as the first page of the interim rule" in text


def test_a_timeline_of_what_may_reach_one_maker(site: Path) -> None:
    own = (site / "timeline-hikvision.html").read_text("utf-8")
    assert "CA-2025-HIKVISION/federal" in own
    assert "UK-2022-DVD/core" not in own
    # For those who cannot see the picture, and in Japanese.
    assert "prohibited, in force, from 2025-06-27" in own
    japanese = (site / "ja" / "timeline-hikvision.html").read_text("utf-8")
    assert "禁止, 施行中, 2025-06-27から" in japanese
    assert "timeline-hikvision.html" in Links((site / "timeline.html").read_text("utf-8")).links


def test_before_it_was_published_a_page_says_so(law: Law) -> None:
    day = AsOf(dates.moment("2000-01-01"), dates.day("2000-01-01"))
    assert "nothing of it was published by then" in instrument_page(law, "US-889A", day)


def test_a_folder_that_cannot_be_written_is_refused(law: Law, store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    plan = read_plan(law.root)
    with pytest.raises(UsageError, match="cannot write"):
        build(law, AS_OF, matrix(law, store, AS_OF, plan), plan, {}, tmp_path / "file")


def test_the_command_line_writes_pages(tmp_path: Path) -> None:
    run = sekisho("law", "build", str(tmp_path / "out"), "--store", "none")
    assert run.code == 0
    assert (tmp_path / "out" / "index.html").is_file()
    page = sekisho("law", "show", "US-889A", "--html", "--on", "2020-01-01")
    assert page.out.startswith("<!DOCTYPE html>")
    assert "as it stands on 2020-01-01" in page.out


@pytest.mark.parametrize("width", [DESK, PHONE])
@pytest.mark.parametrize("name", [*LISTS, "US-889A.html", "ja/index.html", "ja/JP-2018-IT-PROC.html"])
def test_a_page_fits_its_window_and_asks_nothing_of_anybody(
    browser: Browser, site: Path, name: str, width: int
) -> None:
    page, asked, said = _opened(browser, site / name, width)
    # Only a picture or a wide table may be wider than the window, and scrolls within its own frame.
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert asked == [(site / name).as_uri()]
    assert not said
    page.close()


def test_the_list_is_searched_as_one_types_and_is_whole_without_a_script(
    browser: Browser, site: Path
) -> None:
    page, _, _ = _opened(browser, site / "index.html", DESK)
    rows = page.locator("tr[data-text]")
    count = rows.count()
    page.get_by_role("searchbox").fill("portug")
    page.get_by_role("searchbox").fill("commission 5g pt-2023")
    assert page.locator("tr[data-text]:visible").count() == 1
    page.get_by_role("searchbox").fill("")
    assert page.locator("tr[data-text]:visible").count() == count
    page.close()
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto((site / "index.html").as_uri())
    assert plain.locator("tr[data-text]:visible").count() == count
    assert not plain.get_by_role("searchbox").is_visible()
    plain.close()


def test_the_keyboard_reaches_the_rules_and_what_is_folded(browser: Browser, site: Path) -> None:
    page, _, _ = _opened(browser, site / "AU-2018-5G.html", DESK)
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.tagName + ' ' + document.activeElement.className"))
    assert {"A ", "DIV wide", "SUMMARY "} <= reached
    page.locator("summary").first.press("Enter")
    assert page.locator("details").first.get_attribute("open") is not None
    page.close()


def test_what_is_folded_is_printed(browser: Browser, site: Path) -> None:
    page, _, _ = _opened(browser, site / "AU-2018-5G.html", DESK)
    page.emulate_media(media="print")
    assert page.locator("details dl").first.is_visible()
    assert page.pdf().startswith(b"%PDF")
    page.close()


def test_the_matrix_is_printed_across_the_sheet(browser: Browser, site: Path) -> None:
    page, _, _ = _opened(browser, site / "matrix.html", DESK)
    boxes = set(re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page.pdf(prefer_css_page_size=True)))
    assert boxes
    assert all(float(width) > float(height) for width, height in boxes)
    page.close()


def _opened(browser: Browser, path: Path, width: int) -> tuple[Page, list[str], list[str]]:
    """A page in a window, with what it asked for and what the browser had to say."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(re.sub("#.*", "", request.url)))
    page.on("console", lambda message: said.append(message.text))
    page.goto(path.as_uri())
    return page, asked, said
