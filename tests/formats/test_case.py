"""The case format: what every key becomes, and what is refused with which remedy."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from sekisho.dates import Interval, Moment, day, interval
from sekisho.errors import InputError, Location
from sekisho.formats.case import case_of, with_bom
from sekisho.model.bom import Bom
from sekisho.model.case import Listed, Owner, Range, Row

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import TypeAlias

    from sekisho.errors import Problem
    from sekisho.law.facts import Facts
    from sekisho.model.case import Case, Value

    Build: TypeAlias = Callable[..., Case]
    Refused: TypeAlias = Callable[..., list[Problem]]


# --- what is read ---


def test_a_company_may_be_told_by_its_numbers(build: Build) -> None:
    case = build(
        actor={"name": "Own", "identifiers": {"corporate-number": "7000012050002"}},
        parties=[{"name": "Foo", "identifiers": {"lei": "5493001KJTIIGC8Y1R12", "registration": "HRB 1"}}],
    )
    assert case.actor.facts == {"name": "Own", "identifiers.corporate-number": "7000012050002"}
    assert case.parties == (
        Row(
            "parties[0]",
            {"name": "Foo", "identifiers.lei": "5493001KJTIIGC8Y1R12", "identifiers.registration": "HRB 1"},
        ),
    )
    assert case.warnings == ()


def test_a_number_whose_check_digit_does_not_fit_warns_with_its_place(build: Build) -> None:
    case = build(parties=[{"name": "A"}, {"name": "Foo", "identifiers": {"lei": "5493001KJTIIGC8Y1R13"}}])
    (warning,) = case.warnings
    assert (warning.at.file, warning.at.line, warning.at.path) == (
        "cases.json",
        3,
        "parties[1].identifiers.lei",
    )
    assert warning.warning
    assert "check digit" in warning.message
    assert case == build(
        parties=[{"name": "A"}, {"name": "Foo", "identifiers": {"lei": "5493001KJTIIGC8Y1R13"}}]
    )


def test_a_scheme_that_nobody_knows_is_refused(refused: Refused) -> None:
    (problem,) = refused(
        parties=[{"name": "Foo", "identifiers": {"leí": "x", "lei": "5493001KJTIIGC8Y1R12"}}]
    )
    assert problem.at.path == "parties[0].identifiers.leí"
    assert "did you mean 'lei'" in problem.hint


def test_an_empty_case_knows_nothing(build: Build) -> None:
    case = build()
    assert (case.id, case.facts, case.actor) == ("a case", {}, Row("actor", {}))
    assert (case.parties, case.components, case.authorisations) == (None, None, None)
    assert (case.on, case.known, case.unopened) == (None, None, ())


def test_empty_lists_are_looked_and_none(build: Build) -> None:
    case = build(
        parties=[],
        authorisations=[],
        item={"components": []},
        actor={"owners": [], "listed": [], "uses": [], "kinds": []},
    )
    assert (case.parties, case.components, case.authorisations) == ((), (), ())
    assert case.actor == Row("actor", {"kinds": ()}, (), (), ())


def test_facts_bear_their_dotted_names(build: Build) -> None:
    case = build(
        action="buy",
        item={
            "name": "ルーター",
            "class": "router",
            "manufacturer": "Foo K.K.",
            "origin": "jp",
            "brand": "Foo",
            "eccn": "5A991",
            "acquired": "2018-12",
            "us_content_percent": 25,
            "identifiers": {"mac": "00:1E:10:00:00:01", "model": "X1"},
        },
        use={"network": "5g", "from": "us", "destination": "gb"},
        facts={
            "system.importance": "security",
            "equipment.user-data": True,
            "network.vendor-share": [30, 50],
        },
    )
    assert case.facts == {
        "action": "buy",
        "item.name": "ルーター",
        "item.class": "router",
        "item.manufacturer": "Foo K.K.",
        "item.origin": "jp",
        "item.brand": "Foo",
        "item.eccn": "5A991",
        "item.acquired": interval("2018-12"),
        "item.us_content_percent": Range(25, 25),
        "item.identifiers.mac": "00:1E:10:00:00:01",
        "item.identifiers.model": "X1",
        "use.network": "5g",
        "use.from": "us",
        "use.destination": "gb",
        "system.importance": "security",
        "equipment.user-data": True,
        "network.vendor-share": Range(30, 50),
    }


def test_companies_have_addresses_owners_listings_and_uses(build: Build) -> None:
    case = build(
        actor={"name": "Agency", "country": "us", "kinds": ["federal-agency"], "uses": [{"name": "switch"}]},
        parties=[
            {"role": "supplier"},
            {
                "role": "manufacturer",
                "name": "Foo",
                "country": "cn",
                "owners": [
                    {
                        "name": "Bar",
                        "share": 51,
                        "control": True,
                        "from": "2018",
                        "owners": [{"name": "State"}],
                    }
                ],
                "listed": [{"list": "us-entity-list", "from": "2019-05-16"}],
                "uses": [
                    {
                        "name": "camera",
                        "class": "camera",
                        "manufacturer": "Baz",
                        "identifiers": {"pci": "19e5"},
                    }
                ],
            },
        ],
    )
    assert case.actor.facts == {"name": "Agency", "country": "us", "kinds": ("federal-agency",)}
    assert case.actor.uses == (Row("actor.uses[0]", {"name": "switch"}),)
    assert case.parties is not None
    party = case.parties[1]
    assert party.address == "parties[1]"
    owner = Owner("Bar", None, Range(51, 51), True, interval("2018"), None, (Owner("State"),))
    assert party.owners == (owner,)
    assert party.listed == (Listed("us-entity-list", interval("2019-05-16")),)
    uses = {"name": "camera", "class": "camera", "manufacturer": "Baz", "identifiers.pci": "19e5"}
    assert party.uses == (Row("parties[1].uses[0]", uses),)


def test_parts_are_flat_outer_before_inner_and_the_unopened_are_known(build: Build) -> None:
    case = build(
        item={
            "components": [
                {
                    "name": "board",
                    "components": [{"name": "chip", "components": []}, {"name": "port", "essential": True}],
                },
                {"name": "case"},
            ]
        }
    )
    assert case.components is not None
    assert [(row.address, row.facts["name"]) for row in case.components] == [
        ("item.components[0]", "board"),
        ("item.components[0].components[0]", "chip"),
        ("item.components[0].components[1]", "port"),
        ("item.components[1]", "case"),
    ]
    assert case.unopened == ("item.components[0].components[1]", "item.components[1]")


def test_authorisations_are_rows(build: Build) -> None:
    held = [{"kind": "waiver", "issuer": "DNI", "from": "2020", "until": "2021-06", "revoked": "2021-01-02"}]
    case = build(authorisations=held)
    facts: dict[str, Value] = {
        "kind": "waiver",
        "issuer": "DNI",
        "from": interval("2020"),
        "until": interval("2021-06"),
        "revoked": interval("2021-01-02"),
    }
    assert case.authorisations == (Row("authorisations[0]", facts),)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2018-12-10", Moment(day("2018-12-10"), None, "2018-12-10")),
        (dt.date(2018, 12, 10), Moment(day("2018-12-10"), None, "2018-12-10")),
        ("2019-05-16T16:15:00-04:00", Moment(day("2019-05-16"), 1558037700, "2019-05-16T16:15:00-04:00")),
        (
            dt.datetime(2019, 5, 16, 20, 15, tzinfo=dt.UTC),
            Moment(day("2019-05-16"), 1558037700, "2019-05-16T20:15:00+00:00"),
        ),
    ],
)
def test_date_is_a_day_or_an_instant(build: Build, written: object, read: Moment) -> None:
    assert build(date=written, known="2020-01-01").on == read
    assert build(known="2020-01-01").known == day("2020-01-01")


@pytest.mark.parametrize(
    ("share", "bounds"),
    [(51, (51, 51)), (0.5, (0.5, 0.5)), ([10, 20], (10, 20)), (">=50", (50, 100)), ("<= 49.9", (0, 49.9))],
)
def test_shares_are_exact_or_within_bounds(build: Build, share: object, bounds: tuple[float, float]) -> None:
    case = build(parties=[{"owners": [{"name": "Foo", "share": share}]}])
    assert case.parties is not None
    assert case.parties[0].owners is not None
    assert case.parties[0].owners[0].share == Range(*bounds)


def test_more_than_half_leaves_out_the_half(build: Build) -> None:
    owners = [{"name": "Foo", "share": ">50"}, {"name": "Bar", "share": "<50"}]
    above, below = (owner.share for owner in build(actor={"owners": owners}).actor.owners or ())
    assert above is not None
    assert below is not None
    assert below.high < 50 < above.low


def test_derived_facts_are_stated_on_their_element(build: Build) -> None:
    case = build(
        actor={"under.huawei": False, "uses": [{"maker.on.s889": True}]},
        item={
            "maker.under.s889:a": True,
            "sign.s889": False,
            "maker.country": "cn",
            "maker.was-under.s889": "2018-08-13",
            "components": [{"maker.share.us-entity-list": 49.9, "sign.huawei": True}],
        },
        parties=[
            {
                "on.zte-denied": True,
                "share.us-entity-list": ">=50",
                "was-under.s889": "2018-08",
                "near.s889": False,
            }
        ],
        authorisations=[{"valid": True}],
    )
    assert case.actor.facts == {"under.huawei": False}
    assert case.actor.uses == (Row("actor.uses[0]", {"maker.on.s889": True}),)
    assert case.facts == {
        "item.maker.under.s889:a": True,
        "item.sign.s889": False,
        "item.maker.country": "cn",
        "item.maker.was-under.s889": interval("2018-08-13"),
    }
    assert case.components is not None
    assert case.components[0].facts == {"maker.share.us-entity-list": Range(49.9, 49.9), "sign.huawei": True}
    assert case.parties is not None
    assert case.parties[0].facts == {
        "on.zte-denied": True,
        "share.us-entity-list": Range(50, 100),
        "was-under.s889": Interval(day("2018-08-01"), day("2018-08-31")),
        "near.s889": False,
    }
    assert case.authorisations == (Row("authorisations[0]", {"valid": True}),)


def test_keys_of_worked_cases_are_accepted_and_not_read(build: Build) -> None:
    ignored: dict[str, Any] = {
        "expect": {"X": "y"},
        "expect_reading": {},
        "expected": 1,
        "under": {},
        "scope": "all",
    }
    ignored |= {"overall": "review", "why": "because", "certainty": "high", "note": None}
    assert build(**ignored) == build()


def test_a_case_has_its_own_name_or_the_one_given(build: Build) -> None:
    assert build(id="US13").id == "US13"
    assert build().id == "a case"


# --- what is refused ---


@pytest.mark.parametrize(
    ("data", "path", "message", "hint"),
    [
        ({"atcion": "buy"}, "atcion", "'atcion' is not a key of the case", "did you mean 'action'?"),
        ({"action": "by"}, "action", "'by' is not one of the words", "did you mean 'buy'?"),
        ({"action": ""}, "action", "this text is empty", "leave the key out"),
        ({"action": None}, "action", "not nothing (null)", "leave the key out"),
        ({"id": 13}, "id", "text is needed here, not a number", "in quotes"),
        ({"date": "2018-02-30"}, "date", "'2018-02-30' is no date: day is out of range", "a day that exists"),
        ({"date": "2018-12"}, "date", "'2018-12' is no date", "needs its day"),
        ({"date": "2018-12-10T10:00"}, "date", "its time has no offset", "hour and offset"),
        ({"date": 20181210}, "date", "not '20181210'", "2018-12-10"),
        ({"date": None}, "date", "not nothing (null)", "leave the key out"),
        ({"known": "2018-12-10T10:00:00Z"}, "known", "a day without hour", "write 2018-12-10"),
        ({"actor": "Agency"}, "actor", "has to be a table, not text", "{ … }"),
        (
            {"actor": {"country": "uk"}},
            "actor.country",
            "'uk' is not one of the words",
            "the United Kingdom is gb",
        ),
        ({"actor": {"country": "CN"}}, "actor.country", "'CN' is not one of the words", "did you mean 'cn'?"),
        ({"actor": {"kinds": "individual"}}, "actor.kinds", "a list is needed", 'write ["individual"]'),
        ({"actor": {"kinds": ["agency"]}}, "actor.kinds[0]", "'agency'", "did you mean 'federal-agency'?"),
        ({"actor": {"kinds": [1]}}, "actor.kinds[0]", "text is needed here", "quotes"),
        ({"parties": {"name": "Foo"}}, "parties", "a list is needed here", "put it in [ ]"),
        ({"parties": None}, "parties", "a list is needed here", "leave the key out"),
        ({"parties": ["Foo"]}, "parties[0]", "the party has to be a table", "keys of the case format"),
        ({"parties": [{"share": 5}]}, "parties[0].share", "'share' is not a key of the party", ""),
        (
            {"parties": [{"owners": [{"share": 5}]}]},
            "parties[0].owners[0]",
            "an owner without a name",
            "give the name",
        ),
        (
            {"parties": [{"listed": [{}]}]},
            "parties[0].listed[0]",
            "a listing without its `list`",
            "us-entity-list",
        ),
        ({"item": {"class": "ruter"}}, "item.class", "'ruter'", "did you mean 'router'?"),
        ({"item": {"supplier": "Foo"}}, "item.supplier", "not a key of the item", "entry of `parties`"),
        ({"item": {"maker": {"on": {}}}}, "item.maker", "not a key of the item", "dotted name"),
        ({"item": {"on.s889": True}}, "item.on.s889", "not a key of the item", ""),
        ({"item": {"sign.": True}}, "item.sign.", "not a key of the item", ""),
        (
            {"item": {"maker.on.s889": "yes"}},
            "item.maker.on.s889",
            "true or false",
            "write true without quotes",
        ),
        ({"item": {"us_content_percent": 101}}, "item.us_content_percent", "0 to 100", ""),
        ({"item": {"us_content_percent": "25"}}, "item.us_content_percent", "not '25'", "without quotes"),
        ({"item": {"us_content_percent": True}}, "item.us_content_percent", "not yes-no", ""),
        ({"item": {"us_content_percent": float("nan")}}, "item.us_content_percent", "not 'nan'", ""),
        ({"item": {"us_content_percent": [50, 30]}}, "item.us_content_percent", "not a list", ""),
        ({"item": {"us_content_percent": ">=101"}}, "item.us_content_percent", "not '>=101'", ""),
        ({"item": {"acquired": "2018-13"}}, "item.acquired", "month must be in 1..12", "a month (2018-12)"),
        (
            {"item": {"acquired": dt.datetime(2018, 1, 1, tzinfo=dt.UTC)}},
            "item.acquired",
            "has an hour",
            "only `date`",
        ),
        ({"item": {"acquired": 2018}}, "item.acquired", "not '2018'", "a year (2018)"),
        ({"item": {"identifiers": {"max": "x"}}}, "item.identifiers.max", "not a key", "did you mean 'mac'?"),
        (
            {"item": {"components": [{"essential": "true"}]}},
            "item.components[0].essential",
            "not 'true'",
            "without quotes",
        ),
        ({"item": {"bom": "x.json"}}, "item.bom", "not read from a file", "--bom"),
        (
            {"item": {"bom": "x.json", "components": []}},
            "item.bom",
            "both `bom` and `components`",
            "keep the one",
        ),
        ({"facts": {"equipment.user-data": "yes"}}, "facts.equipment.user-data", "not 'yes'", "write true"),
        (
            {"facts": {"use.network": "5g"}},
            "facts.use.network",
            "not a key",
            "write it as 'network' in 'use'",
        ),
        ({"facts": {"action": "buy"}}, "facts.action", "not a key", "at the top of the case"),
        (
            {"facts": {"funding.sauce": "own"}},
            "facts.funding.sauce",
            "not a key",
            "did you mean 'funding.source'?",
        ),
        (
            {"authorisations": [{"from": "2020", "until": "2019"}]},
            "authorisations[0].until",
            "before `from`",
            "exchange",
        ),
        ({"authorisations": [{"kind": "permit"}]}, "authorisations[0].kind", "'permit'", ""),
        ({"item": {"name": "\ud800"}}, "item.name", "half a character", "write it anew"),
    ],
)
def test_refused_with_place_and_remedy(
    refused: Refused, data: dict[str, Any], path: str, message: str, hint: str
) -> None:
    (problem,) = refused(**data)
    assert (problem.at.file, problem.at.line, problem.at.path) == ("cases.json", 3, path)
    assert message in problem.message
    assert hint in problem.hint
    str(problem).encode()


def test_all_problems_are_listed_at_once(refused: Refused) -> None:
    problems = refused(
        action="by", actor={"nam": 1}, parties=[{"role": 2}, {"country": "zz"}], facts={"x": 1}
    )
    assert {problem.at.path for problem in problems} == {
        "action",
        "actor.nam",
        "parties[0].role",
        "parties[1].country",
        "facts.x",
    }


def test_a_case_is_a_table(facts: Facts) -> None:
    with pytest.raises(InputError) as caught:
        case_of([], Location("x"), facts, default_id="x")  # type: ignore[arg-type]
    assert "the case has to be a table, not a list" in caught.value.diagnostics()


def test_problems_beyond_reading_are_only_counted(refused: Refused) -> None:
    problems = refused(**{f"key{number}": 1 for number in range(5000)})
    assert len(problems) == 201
    assert problems[-1].message == "there are more problems"


def test_lists_are_checked_where_they_are_known(facts: Facts) -> None:
    data = {
        "parties": [{"on.huawai": True, "listed": [{"list": "us-entity"}]}],
        "item": {"maker.on.s889:a": True},
    }
    lists = frozenset({"huawei", "us-entity-list", "s889:a"})
    with pytest.raises(InputError) as caught:
        case_of(data, Location("x"), facts, default_id="x", lists=lists)
    problems = caught.value.problems
    assert [problem.at.path for problem in problems] == ["parties[0].on.huawai", "parties[0].listed[0].list"]
    assert [problem.hint for problem in problems] == [
        "did you mean 'huawei'?",
        "did you mean 'us-entity-list'?",
    ]


# --- depth ---


def nested(levels: int) -> dict[str, object]:
    part: dict[str, object] = {"name": "innermost"}
    for _ in range(levels - 1):
        part = {"components": [part]}
    return {"components": [part]}


@pytest.mark.parametrize("levels", [1, 100, 200])
def test_parts_are_read_to_200_levels(build: Build, levels: int) -> None:
    case = build(item=nested(levels))
    assert case.components is not None
    assert len(case.components) == levels
    assert case.components[-1].facts == {"name": "innermost"}


def test_deeper_parts_are_refused(refused: Refused) -> None:
    (problem,) = refused(item=nested(201))
    assert "more than 200 levels" in problem.message
    assert problem.at.path.startswith("item.components[0].components[0]")
    assert "…" in problem.at.path


def test_owners_are_read_to_100_levels(build: Build, refused: Refused) -> None:
    def chain(length: int) -> list[dict[str, object]]:
        owners: list[dict[str, object]] = [{"name": "last"}]
        for _ in range(length - 1):
            owners = [{"name": "x", "owners": owners}]
        return owners

    assert build(actor={"owners": chain(100)}).actor.owners
    (problem,) = refused(actor={"owners": chain(101)})
    assert "more than 100 owners" in problem.message


# --- a BOM beside the case ---

BOM = b"""{"bomFormat": "CycloneDX", "specVersion": "1.6",
 "metadata": {"component": {"type": "device", "name": "board", "manufacturer": {"name": "Foo"}}},
 "components": [{"type": "device", "name": "chip", "manufacturer": {"name": "Bar"}}]}"""


def test_a_bom_beside_the_case_tells_the_parts(facts: Facts, tmp_path: Path) -> None:
    (tmp_path / "board.cdx.json").write_bytes(BOM)
    data = {"item": {"name": "my board", "bom": "board.cdx.json"}}
    case = case_of(data, Location("x"), facts, default_id="x", folder=tmp_path)
    assert case.facts == {"item.name": "my board", "item.manufacturer": "Foo"}
    assert case.components == (Row("item.components[0]", {"name": "chip", "manufacturer": "Bar"}),)


@pytest.mark.parametrize("name", ["absent.json", ".", "a\0b"])
def test_a_bom_that_cannot_be_read(facts: Facts, tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError) as caught:
        case_of({"item": {"bom": name}}, Location("x"), facts, default_id="x", folder=tmp_path)
    (problem,) = caught.value.problems
    assert problem.at.path == "item.bom"
    assert "cannot be read" in problem.message


def test_problems_of_the_bom_are_in_its_file(facts: Facts, tmp_path: Path) -> None:
    (tmp_path / "b.json").write_bytes(BOM.replace(b'"chip"', b'""'))
    with pytest.raises(InputError) as caught:
        case_of({"item": {"bom": "b.json"}}, Location("x"), facts, default_id="x", folder=tmp_path)
    (problem,) = caught.value.problems
    assert str(problem.at) == "b.json:3 components[0].name"


def test_a_bom_joined_to_a_case(build: Build) -> None:
    bom = Bom(
        "b", {"item.name": "board", "item.manufacturer": "Foo"}, (Row("item.components[0]", {}),), ("item",)
    )
    case = with_bom(build(item={"name": "mine"}), bom)
    assert case.facts == {"item.name": "mine", "item.manufacturer": "Foo"}
    assert (case.components, case.unopened) == (bom.components, ("item",))
    with pytest.raises(InputError):
        with_bom(build(item={"components": []}), bom)
