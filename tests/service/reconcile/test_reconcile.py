"""The reconciliation API as a client asks it; every answer is held against the published schemas."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from sekisho.service.guard import HEADERS
from tests.service.parties import LENS, SCRIPT, WRAY
from tests.service.reconcile.published import FOLDER, check, validator
from tests.whole import needed

if TYPE_CHECKING:
    from starlette.testclient import TestClient

BASE = "/reconcile/default"


def reconcile(client: TestClient, queries: dict[str, Any], base: str = BASE) -> dict[str, Any]:
    check("reconciliation-query-batch", queries)
    response = client.post(base, data={"queries": json.dumps(queries)})
    assert response.status_code == 200, response.text
    assert response.headers["access-control-allow-origin"] == "*"
    check("reconciliation-result-batch", response.json())
    told: dict[str, Any] = response.json()
    return told


def test_the_schemas_tell_what_is_valid_from_what_is_not() -> None:
    for kind in ("manifest", "reconciliation-result-batch", "data-extension-response"):
        for path in needed(FOLDER / "examples" / kind, "SEKISHO_DATA", "SEKISHO_SHARED").glob("valid/*.json"):
            assert validator(kind).is_valid(json.loads(path.read_text("utf-8"))), path
    wrong = FOLDER / "examples" / "data-extension-response" / "invalid" / "wrong-properties.json"
    assert not validator("data-extension-response").is_valid(json.loads(wrong.read_text("utf-8")))


@pytest.mark.parametrize("dataset", ["default", "makers", "house_watch", "us-test-list"])
def test_the_manifest_says_where_everything_is(client: TestClient, dataset: str) -> None:
    told = client.get(f"/reconcile/{dataset}").json()
    check("manifest", told)
    assert told["versions"] == ["0.2"]
    own = f"http://testserver/reconcile/{dataset}"
    assert told["suggest"]["entity"] == {"service_url": own, "service_path": "/suggest/entity"}
    for each in (*told["suggest"].values(), told["extend"]["propose_properties"]):
        assert (
            client.get(each["service_url"] + each["service_path"], params={"prefix": "a"}).status_code == 200
        )


def test_rows_are_matched(client: TestClient) -> None:
    told = reconcile(
        client,
        {
            "0": {"query": "Tremaine Lens Optics", "type": "Company", "limit": 3},
            "1": {"query": "Oswin Wray", "properties": [{"pid": "birthDate", "v": "1961-04-02"}]},
            "2": {"query": "Nobody Of This Name At All"},
            "3": {"query": "", "properties": [{"pid": "LegalEntity:registrationNumber", "v": [91440300192]}]},
        },
    )
    (lens,) = told["0"]["result"]
    assert (lens["id"], lens["match"], lens["type"]) == (LENS, True, [{"id": "Company", "name": "Company"}])
    assert lens["description"] == "Company; cn; house_watch"
    assert 95 <= lens["score"] <= 100
    assert 0 < {each["id"]: each["value"] for each in lens["features"]}["evidence"] <= 1
    assert [each["id"] for each in told["1"]["result"]] == [WRAY, "NK-nephew"]
    assert told["2"]["result"] == []
    assert [each["id"] for each in told["3"]["result"]] == [LENS]


def test_of_two_namesakes_neither_is_taken_over_by_itself(client: TestClient) -> None:
    told = reconcile(client, {"q": {"query": "Oswin Wray", "type": ["Person", "Company"]}})
    assert [each["match"] for each in told["q"]["result"]] == [False, False]


def test_a_query_may_come_in_every_form(client: TestClient) -> None:
    queries = {"q": {"query": "Tremaine Lens Optics"}}
    form = reconcile(client, queries)
    assert client.get(BASE, params={"queries": json.dumps(queries)}).json() == form
    assert client.post(BASE, json={"queries": queries}).json() == form
    assert client.post(BASE, json={"queries": json.dumps(queries)}).json() == form
    assert client.post(BASE, json=queries).json() == form
    assert reconcile(client, queries, "/reconcile/us-test-list")["q"]["result"] == []


def test_columns_are_added(client: TestClient) -> None:
    names = [
        "country",
        "topics",
        "datasets",
        "ownershipOwner",
        "addressEntity",
        "birthDate",
        "LegalEntity:notes",
    ]
    wanted = {"ids": [LENS, WRAY, "nobody"], "properties": [{"id": name} for name in names]}
    check("data-extension-query", wanted)
    told = client.post(BASE, data={"extend": json.dumps(wanted)}).json()
    check("data-extension-response", told)
    assert [each["id"] for each in told["meta"]] == names
    assert told["rows"][LENS] == {
        "country": [{"str": "cn"}],
        "topics": [{"str": "sanction"}],
        "datasets": [{"str": "house_watch"}],
        "ownershipOwner": [{"id": "own-1", "name": "own-1"}],
        "addressEntity": [{"id": "addr-1", "name": "1 Harbour Road, Shenzhen"}],
        "birthDate": [],
        "LegalEntity:notes": [{"str": "Makes lenses."}],
    }
    assert told["rows"][WRAY]["birthDate"] == [{"date": "1961-04-02T00:00:00Z"}]
    assert set(map(len, told["rows"]["nobody"].values())) == {0}
    assert client.post(BASE, json={"extend": wanted}).json() == told


def test_as_many_values_as_are_wanted(client: TestClient) -> None:
    def names(limit: object) -> int:
        wanted = {"ids": [LENS], "properties": [{"id": "name", "settings": {"limit": limit}}]}
        return len(client.post(BASE, data={"extend": json.dumps(wanted)}).json()["rows"][LENS]["name"])

    assert [names(each) for each in (1, "1", 0, None, "many", -4)] == [1, 1, 2, 2, 2, 2]


def test_what_is_typed_is_completed(client: TestClient) -> None:
    told = client.get(f"{BASE}/suggest/entity?prefix=tremaine len").json()
    check("suggest-entities-response", told)
    assert [(each["id"], each["notable"][0]["id"]) for each in told["result"]] == [(LENS, "Company")]
    assert client.get(f"{BASE}/suggest/entity?prefix=tremaine len&cursor=1").json()["result"] == []
    assert client.get("/reconcile/makers/suggest/entity?prefix=tremaine").json()["result"] == []
    told = client.get(f"{BASE}/suggest/property?prefix=birth").json()
    check("suggest-properties-response", told)
    assert {"id": "birthDate", "name": "Birth date"} in told["result"]
    told = client.get(f"{BASE}/suggest/type?prefix=bod").json()
    check("suggest-types-response", told)
    assert told["result"] == [{"id": "PublicBody", "name": "Public body"}]


def test_columns_are_proposed(client: TestClient) -> None:
    told = client.get(f"{BASE}/extend/property?type=Person&limit=500").json()
    check("data-extension-property-proposal", told)
    names = {each["id"] for each in told["properties"]}
    assert {"birthDate", "sanctions", "datasets"} <= names
    wanted = {"ids": [WRAY], "properties": [{"id": each} for each in sorted(names)]}
    check("data-extension-response", client.post(BASE, data={"extend": json.dumps(wanted)}).json())
    assert len(client.get(f"{BASE}/extend/property?limit=2").json()["properties"]) == 2


def test_a_preview_is_text_whoever_wrote_it(client: TestClient) -> None:
    shown = client.get(f"{BASE}/preview/NK-tannery")
    assert shown.status_code == 200
    assert SCRIPT not in shown.text
    assert "&lt;script&gt;" in shown.text
    policy = shown.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors *" in policy
    assert client.get(BASE).headers["content-security-policy"] == HEADERS["content-security-policy"]
    assert "last change" in client.get(f"{BASE}/preview/{LENS}").text.lower()


def test_the_page_of_an_entity_is_found(client: TestClient) -> None:
    led = client.get(f"{BASE}/view/{LENS}")
    assert (led.status_code, led.headers["location"]) == (303, f"/entity/ftm/{LENS}")
    assert client.get(led.headers["location"], headers={"accept": "text/html"}).status_code == 200


@pytest.mark.parametrize(
    ("path", "form", "status"),
    [
        (BASE, {}, 422),
        (BASE, {"queries": "{"}, 422),
        (BASE, {"queries": "[]"}, 422),
        (BASE, {"queries": "{}"}, 400),
        (BASE, {"queries": json.dumps({"q": {"query": "x", "colour": "red"}})}, 422),
        (BASE, {"queries": json.dumps({"q": {"query": " "}})}, 400),
        (BASE, {"queries": json.dumps({"q": {"query": "x", "type": "Firm"}})}, 400),
        (BASE, {"queries": json.dumps({"q": {"query": "x", "limit": -1}})}, 422),
        (BASE, {"queries": json.dumps({str(n): {"query": "x"} for n in range(101)})}, 400),
        (BASE, {"extend": json.dumps({"ids": ["x"], "properties": [{"id": "colour"}]})}, 400),
        (BASE, {"extend": json.dumps({"ids": ["x"] * 101, "properties": []})}, 422),
        ("/reconcile/nothing", {"queries": json.dumps({"q": {"query": "x"}})}, 404),
        ("/reconcile/nothing", {"extend": json.dumps({"ids": [], "properties": []})}, 404),
    ],
)
def test_what_is_refused_says_why(client: TestClient, path: str, form: dict[str, str], status: int) -> None:
    response = client.post(path, data=form)
    assert response.status_code == status, response.text
    assert response.json()["detail"]


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b'"x"', b"\xff"])
def test_no_body_is_a_fault(client: TestClient, body: bytes) -> None:
    response = client.post(BASE, content=body, headers={"content-type": "application/json"})
    assert response.status_code in (400, 422)


def test_what_is_not_there(client: TestClient) -> None:
    for path in ("/reconcile/nothing", f"{BASE}/preview/nobody", f"{BASE}/view/nobody"):
        assert client.get(path).status_code == 404
    assert client.get(f"{BASE}/extend/property?type=Firm").status_code == 400
