"""Every page: there for who may see it, the same as JSON, on any two days, in both languages, and inert."""

from __future__ import annotations

import json
import re
import time
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from sekisho.model.device import Confidence
from sekisho.model.person import Right, Role
from sekisho.names.script import Script
from sekisho.service.pages.view import WAYS, environment
from sekisho.service.pages.words import LANGUAGES, means, table
from tests.law.desk import FACTS
from tests.service.pages.people import Person, password_of
from tests.whole import ROOT

if TYPE_CHECKING:
    from enum import StrEnum

    from tests.service.pages.people import Workbench

EXAMPLE = ROOT / "examples" / "2-agency-camera.json"
PAGES = (
    "/overview",
    "/screen",
    "/decisions",
    "/decisions/{number}",
    "/queue",
    "/entity",
    "/entity/zte",
    "/register",
    "/register/timeline",
    "/register/timeline-zte",
    "/register/matrix",
    "/register/US-889A",
    "/lists",
    "/lists/us-statutes",
    "/account",
    "/hooks",
)
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


class Inert(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.handlers: list[str] = []
        self.inline = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on") or name == "style"]
        self.inline += tag in ("script", "style") and "src" not in dict(attrs)


def inert(text: str) -> bool:
    found = Inert(text)
    return not found.handlers and not found.inline and "img" not in found.tags


@pytest.fixture(scope="module")
def ann(bench: Workbench) -> Person:
    return Person(bench, "ann")


@pytest.fixture(scope="module")
def number(ann: Person) -> str:
    """The number of a decision."""
    return drop(ann, EXAMPLE.name, EXAMPLE.read_bytes())


def drop(person: Person, name: str, content: bytes, what: str = "cases") -> str:
    """Drop a file with one case; returns the number of its decision."""
    files = {"file": (name, content, "application/octet-stream")}
    sent = person.send("/screen", "/screen/file", {"what": what, "keep": "yes"}, files=files)
    assert sent.status_code == 303, sent.text
    found = person.client.get(sent.headers["location"], follow_redirects=True)
    assert "/decisions/" in str(found.url), found.text
    return str(found.url).rpartition("/")[2]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_there_in_both_languages_and_as_json(ann: Person, number: str, path: str) -> None:
    path = path.format(number=number)
    for language in LANGUAGES:
        shown = ann.get(f"{'/' if path == '/overview' else path}?lang={language}")
        assert shown.status_code == 200
        assert f'<html lang="{language}">' in shown.text
        assert inert(shown.text)
    told = ann.get(f"{path}.json").json()
    assert told["as_of"].keys() == {"on", "known"}
    assert len(told) > 1


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_another_day_keeps_it_in_its_links(ann: Person, number: str, path: str) -> None:
    if path == "/overview":
        path = "/"
    shown = ann.get(path.format(number=number) + "?on=2021-06-01&known=2021-06-02").text
    links = re.findall(r"<nav[^>]*>(.*?)</nav>", shown, re.DOTALL)[0]
    assert links.count("on=2021-06-01&amp;known=2021-06-02") == len(re.findall("href=", links))
    assert 'value="2021-06-01"' in shown


def test_the_register_is_a_time_machine(ann: Person) -> None:
    before, now = (
        ann.get(f"/register/US-889A.json?on={day}&known={day}").json() for day in ("2018-01-01", "2026-11-30")
    )
    assert before["measures"] == []
    assert now["measures"]
    links = re.findall(r'href="(/register/[^"]+)"', ann.get("/register?on=2020-01-01").text)
    assert links
    assert all("on=2020-01-01" in link for link in links)


def test_owners_are_shown_as_they_were_known(ann: Person) -> None:
    def stakes(key: str, known: str) -> dict[str, str]:
        told = ann.get(f"/entity/{key}.json?on=2017-01-01&known={known}").json()["stakes"]
        return {f"{each['owner']} {each['asset']}": each["words"] for each in told}

    early, late = stakes("lorex", "2017-01-01"), stakes("lorex", "2020-01-01")
    assert early == {"flir lorex": "share not known, controls, from 2012 [high]"}
    assert late["flir lorex"] == "share not known, controls, from 2012, until 2018-02-05 [high]"
    assert late["dahua lorex"].startswith("100 %, controls, from 2018-02-06 [")
    assert "dahua lorex" not in stakes("dahua", "2017-01-01")


@pytest.mark.parametrize("day", ["yesterday", "2019-13-01", "<script>"])
def test_what_is_no_day_is_refused_on_a_page(ann: Person, day: str) -> None:
    shown = ann.get(f"/queue?on={quote(day)}")
    assert shown.status_code == 422
    assert "<h1>" in shown.text
    assert inert(shown.text)


@pytest.mark.parametrize(
    "path",
    ["/decisions/99999", "/decisions/x", "/entity/nobody", "/register/NO", "/lists/no", "/no", "/jobs/9"],
)
def test_what_is_not_there_is_told_on_a_page_and_as_problem(ann: Person, path: str) -> None:
    shown = ann.get(path)
    assert shown.status_code in (404, 422)
    assert "<h1>" in shown.text
    told = ann.client.get(f"{path}.json", headers={"accept": "application/json"})
    assert told.status_code in (404, 422)
    assert told.headers["content-type"] == "application/problem+json"


def test_whoever_is_not_signed_in_is_led_there_and_back(bench: Workbench) -> None:
    nobody = Person(bench)
    led = nobody.get("/queue?mine=true")
    assert led.status_code == 303
    assert led.headers["location"] == "/sign-in?next=%2Fqueue%3Fmine%3Dtrue"
    assert 'name="next" value="/queue?mine=true"' in nobody.get(led.headers["location"]).text
    assert nobody.client.get("/queue.json", headers={"accept": "*/*"}).status_code == 401


@pytest.mark.parametrize(
    "next_", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\r\nx: y"]
)
def test_nobody_is_led_elsewhere(bench: Workbench, next_: str) -> None:
    assert 'name="next" value="/"' in Person(bench).get(f"/sign-in?next={quote(next_)}").text


def test_a_wrong_password_is_told_and_begins_nothing(bench: Workbench) -> None:
    nobody = Person(bench)
    told = nobody.send("/sign-in", "/sign-in", {"name": EVIL, "password": "wrong", "next": "/"})
    assert told.status_code == 401
    assert 'role="alert"' in told.text
    assert inert(told.text)
    assert "sekisho_session" not in nobody.client.cookies


def test_a_form_of_another_site_is_refused(bench: Workbench, ann: Person) -> None:
    elsewhere = {"origin": "https://evil.example"}
    assert ann.send("/screen", "/screen", {"do": "ask"}, headers=elsewhere).status_code == 403
    assert ann.client.post("/screen", data={"do": "ask"}).status_code == 403
    assert Person(bench).client.post("/sign-in", data={"name": "ann"}).status_code == 403


def test_who_may_not_is_not_shown_what_he_cannot_do(bench: Workbench, number: str) -> None:
    vic = Person(bench, "vic")
    assert "/people" not in vic.get("/").text
    assert vic.get("/people").status_code == 403
    shown = vic.get(f"/decisions/{number}").text
    assert f"/decisions/{number}/answer" not in shown
    assert (
        vic.send("/screen", f"/decisions/{number}/answer", {"icts.determination": "none"}).status_code == 403
    )


def test_scripts_in_a_case_and_its_file_are_inert(ann: Person) -> None:
    case = json.loads(EXAMPLE.read_text("utf-8"))
    case |= {"id": EVIL, "actor": case["actor"] | {"name": EVIL}}
    case["item"] |= {"name": EVIL, "manufacturer": EVIL, "components": [{"name": EVIL, "manufacturer": EVIL}]}
    case["parties"] = [{"role": "supplier", "name": EVIL}]
    number = drop(ann, f"{EVIL}.json", json.dumps(case).encode())
    for path in (f"/decisions/{number}", "/decisions", "/", "/queue", f"/decisions?case={quote(EVIL)}"):
        shown = ann.get(path)
        assert shown.status_code == 200
        assert inert(shown.text), path
    assert "&lt;script&gt;" in ann.get(f"/decisions/{number}").text


def test_scripts_in_a_bill_and_in_what_cannot_be_read_are_inert(ann: Person) -> None:
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "components": [{"type": "device", "name": EVIL, "manufacturer": {"name": EVIL}}],
    }
    for name, content, what in (
        (f"{EVIL}.json", json.dumps(bill).encode(), "bom"),
        (f"{EVIL}.csv", f"{EVIL},b\n1,2\n".encode(), "cases"),
        (f"{EVIL}.csv", f"device,manufacturer,mac\n{EVIL},{EVIL},{EVIL}\n".encode(), "inventory"),
    ):
        files = {"file": (name, content, "application/octet-stream")}
        sent = ann.send("/screen", "/screen/file", {"what": what, "keep": "yes"}, files=files)
        assert sent.status_code == 303, sent.text
        shown = ann.get(sent.headers["location"])
        assert shown.status_code == 200
        assert inert(shown.text), what
        assert "&lt;script&gt;" in shown.text


@pytest.mark.parametrize(
    "path",
    [
        "/entity?name={}",
        "/entity/{}",
        "/register/{}",
        "/lists/{}",
        "/sign-in?next=/{}",
        "/{}",
        "/decisions?by={}",
    ],
)
def test_what_an_address_says_is_inert(ann: Person, path: str) -> None:
    assert inert(ann.get(path.format(quote(EVIL))).text)


def test_a_draft_is_answered_and_kept_by_nobody(ann: Person) -> None:
    before = ann.get("/decisions.json").json()["decisions"]
    told = {"do": "ask", "id": "a draft", "need": "action", "action": "buy", "draft": ""}
    ann.get("/?lang=en")
    shown = ann.send("/screen", "/screen", told)
    assert shown.status_code == 200
    assert "Only asked; nothing of it is kept." in shown.text
    assert ann.get("/decisions.json").json()["decisions"] == before


def test_a_draft_that_was_tampered_with_is_refused(ann: Person) -> None:
    for draft in ("{", "[]", '{"case": 1}', '{"case": {}, "unopened": [], "beside": {"a": 1}}'):
        assert ann.send("/screen", "/screen", {"do": "ask", "draft": draft}).status_code == 422
    unknown = json.dumps({"case": {"colour": "red"}, "unopened": [], "beside": {}})
    shown = ann.send("/screen", "/screen", {"do": "ask", "draft": unknown})
    assert shown.status_code == 422
    assert "colour" in shown.text


def test_every_word_is_in_both_languages_and_every_key_is_there() -> None:
    words = table()
    assert all(set(each) == set(LANGUAGES) and all(each.values()) for each in words.values())
    loader = environment().loader
    assert loader is not None
    for name in loader.list_templates():
        source = loader.get_source(environment(), name)[0]
        keys = re.findall(r"""say\((?:"([^"]+)"|'([^']+)')[,)]""", source)
        assert {one or other for one, other in keys} <= words.keys(), name
        if "extends" in source and "block title" not in source:
            assert f"title.{name.removesuffix('.html')}" in words, name
    assert {f"title.{key}" for _, key, _ in WAYS} <= words.keys()


def test_what_is_in_braces_is_the_same_in_both_languages() -> None:
    for key, each in table().items():
        filled = [set(re.findall(r"\{\w+\}", each[language])) for language in LANGUAGES]
        assert filled[0] == filled[1], key


def test_what_stands_around_the_law_is_said_in_japanese(ann: Person, number: str) -> None:
    text = ann.get(f"/decisions/{number}?lang=ja").text
    assert all(each in text for each in ("製造者：", "掲載リスト", "未確認：", "規定"))
    assert "unverified:" not in text
    asked = ann.get("/screen?lang=ja").text
    assert "国の省庁その他の行政機関（米国を除く）" in asked
    ann.get("/?lang=en")


def test_what_each_word_of_a_case_means_is_said_in_japanese() -> None:
    assert {text for fact in FACTS.told.values() for text in fact.means.values()} == means().keys()
    assert all(means().values())


def test_closed_lists_have_words_for_all_that_is_in_them() -> None:
    lists: dict[str, type[StrEnum]] = {
        "right": Right,
        "role": Role,
        "script": Script,
        "confidence": Confidence,
    }
    assert not {f"{name}.{word}" for name, words in lists.items() for word in words} - table().keys()


def test_a_list_is_brought_up_to_date_and_what_it_says_is_shown(bench: Workbench, ann: Person) -> None:
    assert ann.send("/screen", "/lists", {"source": "us-statutes"}).status_code == 403
    bob = Person(bench, "bob")
    sent = bob.send("/lists", "/lists", {"source": "us-statutes"})
    assert sent.status_code == 303, sent.text
    job = sent.headers["location"]
    told = bob.client.get(f"{job}.json").json()
    for _ in range(200):
        if told["stand"] != "running":
            break
        time.sleep(0.05)
        told = bob.client.get(f"{job}.json").json()
    assert told["stand"] == "done"
    assert [each["source"] for each in told["result"]["sources"]] == ["us-statutes"]
    assert "us-statutes" in bob.get(job).text
    changes = bob.get("/lists/us-statutes.json").json()["changes"]
    assert {each["kind"] for each in changes} == {"added"}
    held = {each["source"]: each["snapshot"] for each in bob.get("/lists.json").json()["sources"]}
    assert held["us-statutes"] == told["result"]["sources"][0]["snapshot"]


def test_a_name_is_watched_until_it_is_no_more(ann: Person) -> None:
    sent = ann.send("/screen", "/entity", {"name": EVIL, "country": "cn", "why": "a new supplier"})
    assert sent.status_code == 303, sent.text
    assert inert(ann.get("/entity").text)
    (own,) = ann.get("/entity.json").json()["watched"]
    assert (own["name"], own["country"], own["why"]) == (EVIL, "cn", "a new supplier")
    ann.send("/screen", f"/watches/{own['id']}/end", {})
    assert ann.get("/entity.json").json()["watched"] == []


def test_a_place_for_news_is_added_tried_and_ended(bench: Workbench, ann: Person) -> None:
    there = "https://127.0.0.1:9/news"  # where nobody listens
    added = ann.send("/hooks", "/hooks", {"way": "webhook", "target": there})
    (secret,) = re.findall(r'<code class="secret">([^<]+)</code>', added.text)
    assert secret not in ann.get("/hooks").text
    (own,) = ann.get("/hooks.json").json()["hooks"]
    assert (own["target"], own["mine"], own["news"]) == (there, True, [])
    assert Person(bench, "bob").send("/account", f"/hooks/{own['id']}/test", {}).status_code == 404
    tried = ann.send("/hooks", f"/hooks/{own['id']}/test", {})
    assert tried.headers["location"] == f"/hooks#hook-{own['id']}"
    ((news,),) = [each["news"] for each in ann.get("/hooks.json").json()["hooks"]]
    assert (news["event"], news["sent"], news["attempts"]) == ("test", "", 1)
    assert news["failure"]
    assert news["failure"] in unescape(ann.get("/hooks").text)
    assert ann.send("/hooks", f"/hooks/{own['id']}/test", {}).status_code == 422
    ann.send("/hooks", f"/hooks/{own['id']}/end", {})
    assert ann.get("/hooks.json").json()["hooks"] == []


def test_who_only_reads_adds_no_place_for_news(bench: Workbench) -> None:
    vic = Person(bench, "vic")
    assert '<form method="post" action="/hooks"' not in vic.get("/hooks").text
    sent = vic.send("/account", "/hooks", {"way": "webhook", "target": "https://example.org/"})
    assert sent.status_code == 403


def test_where_news_goes_to_is_inert(ann: Person) -> None:
    ann.send("/hooks", "/hooks", {"way": "webhook", "target": f"https://127.0.0.1/{EVIL}", "all": "1"})
    (own,) = ann.get("/hooks.json").json()["hooks"]
    assert (own["target"].endswith(EVIL), own["mine"]) == (True, False)
    assert inert(ann.get("/hooks").text)
    ann.send("/hooks", f"/hooks/{own['id']}/end", {})


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/hooks", {"way": "pigeon", "target": "https://example.org/"}),
        ("/hooks", {"way": "webhook", "target": "file:///etc/passwd"}),
        ("/decisions/{number}/dispose", {"word": "cleared", "why": "why"}),
        ("/people", {"name": "eve", "role": "king"}),
        ("/people/vic/role", {"role": ""}),
        ("/account/keys", {"label": "a", "scope": "everything", "days": "1"}),
        ("/account/keys", {"label": "a", "scope": "read", "days": "soon"}),
        ("/proposals/1/clear", {}),
        ("/decisions/{number}/answer", {}),
    ],
)
def test_a_word_that_is_none_is_refused_with_those_there_are(
    bench: Workbench, number: str, path: str, data: dict[str, str]
) -> None:
    told = Person(bench, "ada").send("/account", path.format(number=number), data)
    assert told.status_code == 422
    assert 'role="alert"' in told.text


def test_a_person_sees_where_he_is_signed_in_and_ends_it(bench: Workbench) -> None:
    one, other = Person(bench, "vic"), Person(bench, "vic")
    sessions = one.get("/account.json").json()["sessions"]
    assert len(sessions) >= 2
    assert sum(each["here"] for each in sessions) == 1
    assert one.send("/account", "/account/sign-out", {"password": "wrong"}).status_code == 401
    assert other.get("/account").status_code == 200
    assert one.send("/account", "/account/sign-out", {"password": password_of("vic")}).status_code == 303
    assert other.get("/account").headers["location"].startswith("/sign-in")
    assert one.get("/account").headers["location"].startswith("/sign-in")


def test_an_administrator_ends_the_sessions_of_an_account(bench: Workbench) -> None:
    vic = Person(bench, "vic")
    assert "/people/vic/sign-out" in Person(bench, "ada").get("/people").text
    assert Person(bench, "ada").send("/people", "/people/vic/sign-out", {}).status_code == 303
    assert vic.get("/account").headers["location"].startswith("/sign-in")
