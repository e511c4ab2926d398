"""The workbench as persons use it: in a real browser, with scripts and without, by keyboard, on a phone."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import pytest
from axe_playwright_python.sync_playwright import Axe
from pypdf import PdfReader

from sekisho.record import evidence
from tests.service.pages.people import DESK, PHONE, window
from tests.service.pages.test_pages import PAGES
from tests.whole import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.service.pages.people import Workbench

    Writing: TypeAlias = Callable[[dict[str, Any]], str]

SERIOUS = {"serious", "critical"}
WHY = "the register of companies of 3 June 2019"
DROP = """(zone, file) => {
  const data = new DataTransfer();
  data.items.add(new File([file.text], file.name));
  zone.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
}"""


def purchase(name: str) -> dict[str, Any]:
    """The purchase of the demo, of which nobody told yet how important the system is."""
    told: dict[str, Any] = json.loads((ROOT / "examples" / "1-ministry-server.json").read_text("utf-8"))
    del told["facts"]["system.importance"]
    return told | {"id": name}


def doubtful(name: str, maker: str = "大華") -> dict[str, Any]:
    """A camera whose maker is told by a name that several bear."""
    told: dict[str, Any] = json.loads((ROOT / "examples" / "2-agency-camera.json").read_text("utf-8"))
    told["item"] |= {"manufacturer": maker, "components": []}
    parties = [{"role": "supplier", "name": "Northgate Supplies", "country": "us", "owners": []}]
    return told | {
        "id": name,
        "parties": parties,
        "authorisations": [],
        "facts": {"icts.determination": "none"},
    }


@pytest.fixture
def file(tmp_path: Path) -> Writing:
    """A function that writes a case to a file."""

    def written(case: dict[str, Any]) -> str:
        path = tmp_path / f"{case['id']}.json"
        path.write_text(json.dumps(case), "utf-8")
        return str(path)

    return written


def chip(page: Page) -> str:
    return page.inner_text("h1 .chip")


def test_a_person_answers_what_is_open_and_prints_the_evidence(browser: Browser, bench: Workbench) -> None:
    with window(browser, bench, "ann") as page:
        page.goto("/screen")
        told = {"name": "purchase.json", "text": json.dumps(purchase("demo purchase"))}
        page.locator("[data-drop]").evaluate(DROP, told)
        page.wait_for_url("**/decisions/*")
        assert chip(page) == "unknown"
        page.get_by_label("For what reason").select_option("core-infrastructure")
        page.get_by_label("Where is it known from?").fill(WHY)
        page.get_by_role("button", name="Answer, and decide again").click()
        page.wait_for_url("**/decisions/*")
        assert chip(page) == "review"
        assert "unknown → review" in page.inner_text(".notice").replace("\n", " ")
        page.click(".notice a")
        page.wait_for_selector("text=A newer decision of this case")
        assert WHY in page.inner_text("#said")
        page.click(".notice a")
        page.wait_for_selector("text=Asked again after")
        printed = PdfReader(io.BytesIO(page.pdf(print_background=True)))
        text = "\n".join(each.extract_text() for each in printed.pages)
        assert "demo purchase" in text
        assert "JP-2018-IT-PROC/consult" in text
        assert "Sign out" not in text
        kept: dict[str, bytes] = {}
        for name, begins in (("Evidence as PDF", b"%PDF"), ("Evidence as JSON", b'{"record"')):
            with page.expect_download() as coming:
                page.get_by_role("link", name=name).click()
            kept[name] = coming.value.path().read_bytes()
            assert kept[name].startswith(begins)
        proof = evidence.of(kept["Evidence as JSON"], "evidence")
        assert not proof.links.problems
        assert len(proof.entries) == 3  # the decision, the answer, the decision after it


def test_a_doubtful_name_takes_two_persons(browser: Browser, bench: Workbench, file: Writing) -> None:
    with window(browser, bench, "ann") as page:
        page.goto("/screen")
        page.set_input_files("#file", file(doubtful("camera of two")))
        page.get_by_role("button", name="Ask the law").first.click()
        page.wait_for_url("**/decisions/*")
        own = page.url
        assert chip(page) == "unknown"
        doubt = page.locator("#doubts")
        doubt.get_by_label("different").check()
        doubt.get_by_label("Why").first.fill("another 大華: the number in the register of companies differs")
        doubt.get_by_label("second person", exact=True).select_option("bob")
        doubt.get_by_role("button", name="Judge").click()
        page.wait_for_url("**/decisions/*#doubts")
        assert "A second person has to say; you proposed it yourself." in page.inner_text("#doubts")
        assert page.get_by_role("button", name="Approve").count() == 0
    with window(browser, bench, "bob") as page:
        page.goto("/queue?mine=true")
        task = page.locator("section.block", has_text="大華")
        assert "Proposed: they are different" in task.inner_text()
        task.get_by_label("Why").first.fill("looked it up, too")
        task.get_by_role("button", name="Approve").click()
        page.wait_for_url("**/queue")
        assert page.locator("section.block", has_text="Proposed: they are different").count() == 0
        page.goto(own)
        since = page.locator("section", has=page.locator("#since")).inner_text()
        assert "unknown" in since
        assert "Nothing has changed" not in since


def test_whoever_proposed_cannot_approve_even_by_hand(
    browser: Browser, bench: Workbench, file: Writing
) -> None:
    with window(browser, bench, "bob") as page:
        page.goto("/screen")
        page.set_input_files("#file", file(doubtful("camera of one") | {"actor": AGENCY}))
        page.get_by_role("button", name="Ask the law").first.click()
        page.wait_for_url("**/decisions/*")
        page.locator("#word").select_option("waived")
        page.fill("#why-dispose", "a spare part")
        page.get_by_role("button", name="Say it").click()
        page.wait_for_url("**/decisions/*#said")
        page.goto("/queue")
        task = page.locator("section.block", has_text="camera of one").filter(
            has_text="Proposed: it is waived"
        )
        assert task.get_by_role("button", name="Approve").count() == 0
        number = task.locator("form").first.get_attribute("action")
        assert number is not None
        token = page.locator("input[name=csrf]").first.input_value()
        own = number.replace("withdraw", "approve")
        answer = page.request.post(own, form={"csrf": token, "why": "myself"}, headers={"origin": bench.url})
        assert answer.status == 403
        assert "it takes a second person" in answer.text()


AGENCY = {"name": "Another agency", "country": "us", "kinds": ["federal-agency"]}


def press_to(page: Page, wanted: str, most: int = 200) -> None:
    """Go on with the tabulator until the focus is there."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.locator(f"{wanted}:focus").count():
            return
    raise AssertionError(f"{wanted} cannot be reached by keyboard")


def test_all_of_it_without_scripts_by_keyboard_alone(
    browser: Browser, bench: Workbench, file: Writing
) -> None:
    with window(browser, bench, "ann", script=False) as page:
        page.on("filechooser", lambda _: None)  # or the browser may open it before anybody expects it
        page.goto("/screen")
        press_to(page, "#file")
        with page.expect_file_chooser() as choosing:
            page.keyboard.press("Space")
        choosing.value.set_files(file(purchase("by keyboard")))
        press_to(page, "button")
        page.keyboard.press("Enter")
        page.wait_for_url("**/decisions/*")
        assert chip(page) == "unknown"
        press_to(page, "select[name='system.importance']")
        page.keyboard.type("core-infra")
        press_to(page, "#why-answer")
        page.keyboard.type(WHY)
        page.keyboard.press("Enter")
        page.wait_for_selector(".notice")
        assert chip(page) == "review"
        page.goto("/screen")
        press_to(page, "#file")
        with page.expect_file_chooser() as choosing:
            page.keyboard.press("Space")
        choosing.value.set_files(file(doubtful("doubt by keyboard", "HIK")))
        press_to(page, "button")
        page.keyboard.press("Enter")
        page.wait_for_url("**/decisions/*")
        press_to(page, "#doubts input[name=verdict]")
        page.keyboard.press("ArrowDown")
        press_to(page, "#doubts input[name=why]")
        page.keyboard.type("not the same house")
        press_to(page, "#doubts select[name=to]")
        page.keyboard.type("bob")
        press_to(page, "#doubts button")
        page.keyboard.press("Enter")
        page.wait_for_url("**/decisions/*#doubts")
        assert "you proposed it yourself" in page.inner_text("#doubts")
    with window(browser, bench, "bob", script=False) as page:
        page.goto("/queue?mine=true")
        press_to(page, "input[id^=settle-]")
        page.keyboard.type("agreed")
        press_to(page, "button")
        page.keyboard.press("Enter")
        page.wait_for_url("**/queue")


class Looking(NamedTuple):
    """A browser, and the number of a decision to look at."""

    page: Page
    number: str

    def address(self, path: str) -> str:
        return "/" if path == "/overview" else path.format(number=self.number)


def faults(page: Page) -> list[tuple[str, str]]:
    """What axe calls serious, and where."""
    found = Axe().run(page).response["violations"]
    return [(each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in SERIOUS]


@pytest.fixture(scope="module")
def looked_at(browser: Browser, bench: Workbench) -> Iterator[Looking]:
    """The browser of an administrator who has something to look at."""
    with window(browser, bench, "ada") as page:
        page.goto("/screen")
        told = {"name": "seen.json", "text": json.dumps(doubtful("to be looked at", "HYT"))}
        page.locator("[data-drop]").evaluate(DROP, told)
        page.wait_for_url("**/decisions/*")
        yield Looking(page, page.url.rpartition("/")[2])


@pytest.mark.parametrize(("width", "language"), [(DESK, "en"), (PHONE, "en"), (PHONE, "ja")])
@pytest.mark.parametrize("path", [*PAGES, "/people"])
def test_a_page_fits_its_window_and_is_accessible(
    looked_at: Looking, path: str, language: str, width: int
) -> None:
    page, path = looked_at.page, looked_at.address(path)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{path}?lang={language}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if (width, language) != (
        PHONE,
        "en",
    ):  # both are looked through with another one
        assert not faults(page)


@pytest.mark.parametrize("path", ["/overview", "/screen", "/decisions/{number}", "/queue", "/entity/zte"])
def test_a_page_is_accessible_in_the_dark(looked_at: Looking, path: str) -> None:
    looked_at.page.emulate_media(color_scheme="dark")
    looked_at.page.goto(f"{looked_at.address(path)}?lang=en")
    found = faults(looked_at.page)
    looked_at.page.emulate_media(color_scheme="light")
    assert not found


def test_before_signing_in_a_page_is_accessible(browser: Browser, bench: Workbench) -> None:
    page = browser.new_page(base_url=bench.url)
    for path in ("/sign-in", "/welcome/nothing"):
        page.goto(path)
        assert not faults(page)
    page.close()


def test_a_link_of_a_welcome_works_once(browser: Browser, bench: Workbench) -> None:
    with window(browser, bench, "ada") as page:
        page.goto("/people")
        page.fill("#name", "zoe")
        page.get_by_role("button", name="Make the account").click()
        link = page.inner_text(".secret")
    page = browser.new_page(base_url=bench.url)
    page.goto(link)
    page.get_by_label("Choose a password").fill("several words of hers")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{bench.url}/")
    assert "zoe" in page.inner_text(".who")
    page.goto(link)
    assert "worth nothing any more" in page.inner_text("[role=alert]")
    page.close()
