"""What a published list says is shown, and is inert; what it changes in a decision is told."""

from __future__ import annotations

import csv
import json
import re
import time
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from sekisho import dates
from tests.service.pages.people import Person, serving, window
from tests.service.pages.test_pages import EVIL, EXAMPLE, drop, inert

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.service.pages.people import Workbench

DECLARATION = """
[source]
id        = "house"
title     = "<script>alert(1)</script> list of the house"
publisher = { name = "<img src=x onerror=alert(1)>", country = "jp" }
kind      = "user"
url       = "house.csv"
format    = { kind = "csv" }
lang      = "en"
refresh   = "P1D"

[entity]
schema = "Company"
id     = ["name"]

[entity.columns]
name  = { prop = "name" }
alias = { prop = "alias" }

[listing.columns]
why = { prop = "authorityId" }
"""
EDITION = """
[source]
id        = "edition"
title     = "Chinese military companies, as somebody brings them"
publisher = { name = "Somebody", country = "us", official = true }
kind      = "official"
url       = "edition.csv"
format    = { kind = "csv" }
lang      = "en"
refresh   = "P1D"

[source.list]
column = "list"

[source.list.values]
us-dod-1260h = "us-dod-1260h"

[entity]
schema = "Company"
id     = ["name"]

[entity.columns]
name = { prop = "name" }

[listing.columns]
from = { prop = "startDate", clean = "date", valid = "from", since = true }
"""
PURCHASE = {
    "action": "buy",
    "actor": {
        "name": "An agency",
        "country": "us",
        "kinds": ["federal-agency", "defence-ministry"],
        "owners": [],
    },
    "item": {"name": "upkeep of lifts", "class": "other-service", "components": []},
    "authorisations": [],
}
"""Prohibited if the supplier is on the list under section 1260H."""
NAME = f"Quietriver {EVIL} Optics Ltd"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """A service with a list of the house's own, which says what nobody should say."""
    folder = tmp_path_factory.mktemp("sources")
    (folder / "house.toml").write_text(DECLARATION, "utf-8")
    (folder / "edition.toml").write_text(EDITION, "utf-8")
    listed = "list,name,from\nus-dod-1260h,Northern Lathe Works,2025-01-07\n"
    (folder / "edition.csv").write_text(listed, "utf-8")
    with (folder / "house.csv").open("w", encoding="utf-8") as file:
        csv.writer(file).writerows([("name", "alias", "why"), (NAME, EVIL, EVIL)])
    yield from serving(tmp_path_factory.mktemp("bench"), sources=str(folder))


def renewed(bench: Workbench, source: str) -> None:
    bob = Person(bench, "bob")
    job = bob.send("/lists", "/lists", {"source": source}).headers["location"]
    while bob.client.get(f"{job}.json").json()["stand"] == "running":
        time.sleep(0.05)
    told = bob.client.get(f"{job}.json").json()
    assert told["result"]["sources"][0]["status"] == "new", told


def test_what_a_list_says_is_inert_and_a_decision_tells_what_it_changed(bench: Workbench) -> None:
    ann = Person(bench, "ann")
    case = json.loads(EXAMPLE.read_text("utf-8")) | {"id": "before the list"}
    case["parties"] = [{"role": "supplier", "name": NAME, "country": "jp", "owners": []}]
    number = drop(ann, "case.json", json.dumps(case).encode())
    assert ann.get(f"/decisions/{number}.json").json()["since"]["listed"] == []
    renewed(bench, "house")
    since = ann.get(f"/decisions/{number}.json").json()["since"]
    assert [each[:1] for each in since["listed"]] == ["+"]
    found = re.search(r'<h2[^>]*><a href="(/entity/[^"]+)"', ann.get(f"/entity?name={quote(NAME)}").text)
    assert found is not None
    again = drop(ann, "case.json", json.dumps(case | {"id": "after the list"}).encode())
    for path in (
        "/lists",
        "/lists/house",
        f"/entity?name={quote(NAME)}",
        unescape(found[1]),
        f"/decisions/{number}",
        f"/decisions/{again}",
    ):
        shown = ann.get(path)
        assert shown.status_code == 200, path
        assert "&lt;script&gt;" in shown.text, path
        assert inert(shown.text), path


def test_another_list_arrives_and_what_it_touches_is_in_the_queue(browser: Browser, bench: Workbench) -> None:
    supplier = {"role": "supplier", "name": "Northern Lathe Works", "country": "us", "owners": []}
    case = PURCHASE | {"id": "upkeep of lifts", "date": dates.iso(dates.today()), "parties": [supplier]}
    number = drop(Person(bench, "ann"), "case.json", json.dumps(case).encode())
    with window(browser, bench, "bob") as page:
        page.goto("/lists/edition")
        page.get_by_role("button", name="Update this list").click()
        page.wait_for_selector("text=Decided again")
        page.goto("/queue")
        task = page.locator("section.block", has_text="A changed outcome")
        assert "upkeep of lifts" in task.inner_text()
        assert "prohibited" in task.inner_text()
        task.get_by_role("link", name="upkeep of lifts").click()
        page.wait_for_selector("h1 .o-prohibited")
        page.goto(f"/decisions/{number}")
        assert "a newer decision of this case" in page.inner_text("main")
