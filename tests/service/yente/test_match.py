"""Who is meant by an example: found, told whole, and restricted as a client wants."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from sekisho import dates
from sekisho.lists.load import open_store
from sekisho.model.judgement import Judgement, Verdict, appearance
from sekisho.service.yente import shapes
from sekisho.store.judgements import record
from tests.service.parties import LENS, SECOND, WRAY, serving

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from starlette.testclient import TestClient

    from tests.service.parties import Param

    Example = Mapping[str, Any]

COMPANY = {"schema": "Company", "properties": {"name": ["Tremaine Lens Optics"]}}
PERSON = {"schema": "Person", "properties": {"name": ["Oswin Wray"]}}
GONE = {"schema": "Company", "properties": {"name": ["Barrow Leaving Traders"]}}


def match(
    client: TestClient, example: Mapping[str, Any], dataset: str = "default", **params: Param
) -> dict[str, Any]:
    """The answer to one example, held against its description."""
    response = client.post(f"/match/{dataset}", json={"queries": {"q": example}}, params=params)
    assert response.status_code == 200, response.text
    shapes.Matches.model_validate(response.json())
    found: dict[str, Any] = response.json()["responses"]["q"]
    return found


def ids(
    client: TestClient, example: Mapping[str, Any], dataset: str = "default", **params: Param
) -> list[str]:
    return [each["id"] for each in match(client, example, dataset, **params)["results"]]


def test_who_is_found_is_told_with_all_that_is_stated_of_him(client: TestClient) -> None:
    found = match(client, COMPANY)
    (lens,) = found["results"]
    assert lens["properties"] == {
        "name": ["Tremaine Lens Optics Co., Ltd.", "トレメイン光学"],
        "alias": ["Tremaine Optical"],
        "country": ["cn"],
        "registrationNumber": ["91440300192"],
        "topics": ["sanction"],
        "addressEntity": ["addr-1"],
        "notes": ["Makes lenses."],
    }
    told = {
        name: lens[name] for name in ("id", "caption", "schema", "datasets", "referents", "target", "match")
    }
    assert told == {
        "id": LENS,
        "caption": "Tremaine Lens Optics Co., Ltd.",
        "schema": "Company",
        "datasets": ["house_watch"],
        "referents": [],
        "target": True,
        "match": True,
    }
    assert (lens["first_seen"], lens["last_seen"]) == ("2025-03-01T00:00:00", "2026-03-01T00:00:00")
    assert found["total"] == {"value": 1, "relation": "eq"}
    assert found["query"] == {"id": None, **COMPANY}


def test_a_score_is_explained_feature_by_feature(client: TestClient) -> None:
    (lens,) = match(client, COMPANY)["results"]
    told = lens["explanations"]["evidence"]
    assert 0 < told["score"] <= 1
    assert told["weight"] > 0
    assert "rare" in told["detail"]
    assert (told["query"], told["candidate"]) == ("Tremaine Lens Optics", "Tremaine Lens Optics Co., Ltd.")


def test_a_birth_date_tells_namesakes_apart(client: TestClient) -> None:
    bare = {each["id"]: each["score"] for each in match(client, PERSON)["results"]}
    born = {"schema": "Person", "properties": {**PERSON["properties"], "birthDate": ["1961-04"]}}  # type: ignore[dict-item]
    told = {each["id"]: each for each in match(client, born, cutoff=0)["results"]}
    assert bare[WRAY] == bare["NK-nephew"]
    assert told[WRAY]["score"] >= bare[WRAY]
    assert told["NK-nephew"]["score"] < bare["NK-nephew"]
    assert "born_same" in told[WRAY]["explanations"]
    assert "born_differs" in told["NK-nephew"]["explanations"]
    assert list(told) == [WRAY, "NK-nephew"]


def test_of_several_countries_one_must_fit(client: TestClient) -> None:
    def score(*countries: str) -> float:
        example = {"schema": "Person", "properties": {"name": ["Oswin Wray"], "nationality": list(countries)}}
        found = {each["id"]: each["score"] for each in match(client, example, cutoff=0)["results"]}
        return float(found[WRAY])

    assert score("fr", "Germany") < score("fr", "United Kingdom") == score()


@pytest.mark.parametrize(
    "example",
    [
        {"schema": "Person", "properties": {"firstName": ["Oswin"], "lastName": "Wray"}},
        {"schema": "LegalEntity", "properties": {"name": "wray, OSWIN"}},
        {"schema": "LegalEntity", "properties": {"name": [{"nested": 1}, None, 7, "Oswin Wray"]}},
    ],
)
def test_a_name_may_be_told_in_many_ways(client: TestClient, example: Example) -> None:
    assert WRAY in ids(client, example)


def test_a_number_decides_whatever_the_name(client: TestClient) -> None:
    example = {"schema": "Company", "properties": {"registrationNumber": ["91-440300192"]}}
    (lens,) = match(client, example)["results"]
    assert lens["id"] == LENS
    assert lens["explanations"]["identifier"]["detail"]


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"dataset": "house_watch"}, True),
        ({"dataset": "ftm:house_watch"}, True),
        ({"dataset": "us-test-list"}, False),
        ({"dataset": "us-test-list", "include_dataset": "house_watch"}, True),
        ({"include_dataset": "us-test-list"}, False),
        ({"include_dataset": ["us-test-list", "house_watch"]}, True),
        ({"exclude_dataset": "house_watch"}, False),
        ({"exclude_dataset": "nothing"}, True),
        ({"exclude_schema": "LegalEntity"}, False),
        ({"exclude_schema": "Person"}, True),
        ({"topics": "sanction"}, True),
        ({"topics": ["role.pep", "sanction"]}, True),
        ({"topics": "role.pep"}, False),
        ({"changed_since": "2026-02-01"}, False),
        ({"changed_since": "2025-03-01T00:00:00"}, True),
        ({"exclude_entity_ids": LENS}, False),
        ({"exclude_entity_ids": f"ftm/{LENS}"}, False),
        ({"limit": 0}, False),
        ({"known": "2025-02-28"}, False),
    ],
)
def test_a_question_is_asked_of_some_only(client: TestClient, params: dict[str, Param], found: bool) -> None:
    dataset = str(params.pop("dataset", "default"))
    assert (ids(client, COMPANY, dataset, **params) == [LENS]) is found


def test_who_left_a_list_is_found_on_the_days_on_which_he_was_on_it(client: TestClient) -> None:
    assert not ids(client, GONE)
    (told,) = match(client, GONE, on="2026-04-01")["results"]
    assert (told["caption"], told["target"], told["datasets"]) == (
        "Barrow Leaving Traders",
        True,
        ["us-test-list"],
    )
    assert told["last_change"] == f"{SECOND}T00:00:00"
    (known,) = match(client, GONE, known="2026-04-01", on="2026-04-01")["results"]
    assert known["last_change"] == "2026-01-15T00:00:00"
    assert not ids(client, GONE, on="2026-01-01")


def test_what_the_threshold_says_and_what_the_cutoff_leaves_out(client: TestClient) -> None:
    other = {"schema": "Company", "properties": {"name": ["Tremaine Lenses"]}}
    told = match(client, other, threshold=1, cutoff=0)
    assert [each["match"] for each in told["results"]] == [False] * len(told["results"])
    assert told["total"]["value"] == 0
    score = told["results"][0]["score"]
    assert match(client, other, threshold=score, cutoff=1)["total"]["value"] == 1


def test_several_are_answered_by_their_names(client: TestClient) -> None:
    body = {"queries": {"b": PERSON, "a": COMPANY, "c": None}}
    response = client.post("/match/default?limit=1", json=body)
    told = response.json()
    assert response.headers["x-batch-size"] == "2"
    assert list(told["responses"]) == ["b", "a"]
    assert [len(each["results"]) for each in told["responses"].values()] == [1, 1]
    assert told["limit"] == 1


def test_what_comes_at_the_same_time_is_answered_as_if_alone(client: TestClient) -> None:
    examples = [COMPANY, PERSON, GONE] * 8
    alone = [match(client, each) for each in examples[:3]]
    with ThreadPoolExecutor(12) as pool:
        told = list(pool.map(lambda each: match(client, each), examples))
    assert told == alone * 8


@pytest.mark.parametrize(
    ("dataset", "body", "status", "words"),
    [
        ("nothing", {"queries": {"q": COMPANY}}, 404, "no dataset"),
        ("default?include_dataset=nothing", {"queries": {"q": COMPANY}}, 400, "no dataset"),
        ("default?algorithm=logic-v2", {"queries": {"q": COMPANY}}, 400, "no algorithm"),
        ("default?exclude_schema=Firm", {"queries": {"q": COMPANY}}, 400, "no schema"),
        ("default?changed_since=2026-13-01", {"queries": {"q": COMPANY}}, 400, "changed_since"),
        ("default?changed_since=yesterday", {"queries": {"q": COMPANY}}, 422, ""),
        ("default?limit=501", {"queries": {"q": COMPANY}}, 422, ""),
        ("default?threshold=nan", {"queries": {"q": COMPANY}}, 422, ""),
        ("default?" + "&".join(["exclude_entity_ids=a"] * 51), {"queries": {"q": COMPANY}}, 422, ""),
        ("default", {"queries": {}}, 400, "no queries"),
        ("default", {"queries": dict.fromkeys(map(str, range(101)), COMPANY)}, 400, "over 100"),
        ("default", {"queries": {"q": COMPANY}, "config": {"nm_number_mismatch": 0.4}}, 400, "configured"),
        ("default", {"queries": {"q": COMPANY}, "weights": {"alike": 1}}, 400, "weighed"),
        ("default", {"queries": {"q": {"properties": {"name": ["x"]}}}}, 422, ""),
        ("default", {"queries": {"q": {"schema": "Firm", "properties": {}}}}, 400, "no schema"),
        ("default", {"queries": {"q": {"schema": "Address", "properties": {}}}}, 400, "not compared"),
        ("default", {"queries": {"q": {"schema": "Company", "properties": {}}}}, 400, "neither"),
        ("default", {"queries": {"q": {"schema": "Company", "properties": {"name": ["x"] * 99}}}}, 200, ""),
        (
            "default",
            {"queries": {"q": {"schema": "Company", "properties": {"name": list(map(str, range(99)))}}}},
            400,
            "over 50",
        ),
    ],
)
def test_what_is_refused_says_why(
    client: TestClient, dataset: str, body: Example, status: int, words: str
) -> None:
    response = client.post(f"/match/{dataset}", json=body)
    assert response.status_code == status
    assert words in response.text
    if status != 200:
        assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("name", ["\ud800", "\0", "x" * 5000, "  ", "%", "{{7*7}}", "\u202e\u0301"])
def test_no_name_is_a_fault(client: TestClient, name: str) -> None:
    body = json.dumps({"queries": {name: {"schema": "Company", "properties": {"name": [name, "Wray"]}}}})
    response = client.post("/match/default", content=body, headers={"content-type": "application/json"})
    assert response.status_code == 200, response.text
    assert list(response.json()["responses"]) == [name]


def test_what_a_person_judged_decides(tmp_path: Path) -> None:
    from starlette.testclient import TestClient

    for app in serving(tmp_path):
        client = TestClient(app)
        assert ids(client, PERSON) == ["NK-nephew", WRAY]
        for entity, verdict in (("ftm/NK-nephew", Verdict.DIFFERENT), (f"ftm/{WRAY}", Verdict.SAME)):
            seen = appearance(open_store(archive=app.state.desk.archive).entities[entity])
            judged = Judgement("Oswin Wray", None, entity, verdict, "ann", dates.today(), "a passport", seen)
            record(app.state.desk.archive, [judged], dates.today(), dates.instant())
        (wray,) = match(client, PERSON)["results"]
        assert (wray["id"], wray["match"]) == (WRAY, True)
        assert "ann" in wray["explanations"]["judgement"]["detail"]
