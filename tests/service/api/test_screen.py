"""Cases put to the law over HTTP: the answer is that of the library, and is kept before it is told."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sekisho.formats.answer import to_dict
from sekisho.formats.read import read_cases
from sekisho.model.person import Role
from sekisho.screen import screen
from sekisho.screen.run import now
from tests.service.callers import as_caller

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.testclient import TestClient

    from sekisho.law.register import Law
    from sekisho.store.base import Store

EXAMPLES = sorted(Path("examples").glob("*.json"))


def cases() -> list[dict[str, Any]]:
    told = (json.loads(path.read_text("utf-8")) for path in EXAMPLES)
    return [each for one in told for each in (one if isinstance(one, list) else [one])]


def expected(law: Law, store: Store) -> list[dict[str, Any]]:
    read = (case for path in EXAMPLES for case in read_cases(path, law))
    return [to_dict(each, law.facts) for each in screen(read, law=law, store=store, as_of=now())]


def test_a_case_is_answered_as_the_library_answers_it(analyst: TestClient, law: Law, store: Store) -> None:
    for number, (case, answer) in enumerate(zip(cases(), expected(law, store), strict=True), 1):
        told = analyst.post("/api/screen", json={"case": case}).json()
        assert told["number"] == number
        assert _without_lists(told["answer"]) == _without_lists(answer)
        assert analyst.get(f"/api/decisions/{number}").json() == told


def test_some_are_answered_in_their_order(analyst: TestClient, law: Law, store: Store) -> None:
    told = analyst.post("/api/screen/many", json={"cases": cases()}).json()
    assert [each["answer"]["outcome"] for each in told] == [each["outcome"] for each in expected(law, store)]
    assert [each["number"] for each in told] == list(range(1, len(told) + 1))
    assert analyst.get("/api/record/verify").json()["holds"] is True


def test_many_at_once_are_each_kept_once(app: FastAPI, analyst: TestClient) -> None:
    asked = [{"case": {**case, "id": f"{case['id']} {each}"}} for each in range(10) for case in cases()]
    with ThreadPoolExecutor(20) as pool:
        told = list(pool.map(lambda each: analyst.post("/api/screen", json=each).json(), asked))
    assert [each["case"] for each in told] == [each["case"]["id"] for each in asked]
    assert sorted(each["number"] for each in told) == list(range(1, len(asked) + 1))
    for each in told:
        assert app.state.desk.entry(each["number"]).hash == each["hash"]
    assert not app.state.desk.chain.verify().problems


def test_what_is_not_to_be_kept_is_not(app: FastAPI, analyst: TestClient) -> None:
    told = analyst.post("/api/screen", json={"case": cases()[0], "record": False}).json()
    assert (told["number"], told["hash"]) == (None, "")
    assert app.state.desk.chain.head() is None


@pytest.mark.parametrize(
    ("asked", "detail"),
    [
        ({"case": {"actor": {"land": "us"}}}, "the case 'case-"),
        ({"case": {"id": "a"}, "readings": ["nobody's"]}, "there is no reading"),
        ({"case": {"id": "a"}, "measures": ["XX"]}, "there is no measure"),
        ({"case": {"item": {"bom": "/etc/passwd"}}}, "the case 'case-"),
        ({"case": []}, "the request cannot be read"),
        ({"case": {}, "what": 1}, "the request cannot be read"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(
    analyst: TestClient, asked: dict[str, Any], detail: str
) -> None:
    answer = analyst.post("/api/screen", json=asked)
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(detail)


def test_one_that_cannot_be_asked_spoils_no_other(app: FastAPI, analyst: TestClient) -> None:
    asked: list[dict[str, Any]] = [{"case": case} for case in cases()] * 4
    asked[3]["measures"] = ["XX"]
    with ThreadPoolExecutor(len(asked)) as pool:
        told = list(pool.map(lambda each: analyst.post("/api/screen", json=each).status_code, asked))
    assert told.count(422) == sum("measures" in each for each in asked)
    assert told.count(200) == len(asked) - told.count(422)


def test_too_many_at_once_are_sent_away(analyst: TestClient) -> None:
    answer = analyst.post("/api/screen/many", json={"cases": [{}] * 101})
    assert (answer.status_code, "POST /api/jobs" in answer.text) == (422, True)


def test_who_may_not_ask_is_told_so(app: FastAPI, client: TestClient) -> None:
    asked = {"case": cases()[0]}
    assert client.post("/api/screen", json=asked).status_code == 401
    viewer = as_caller(app, Role.VIEWER)
    assert viewer.post("/api/screen", json=asked).status_code == 403
    assert viewer.post("/api/screen", json=asked | {"record": False}).status_code == 200


def _without_lists(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without what it rests on: a store may be newer than the corpus alone."""
    return {key: value for key, value in answer.items() if key != "basis"}
