"""Statements to entities, listings and holdings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sekisho import dates
from sekisho.dates import ALWAYS, FIRST_DAY, LAST_DAY, Interval
from sekisho.lists.view import View, rows_of, view
from sekisho.model.case import Range
from sekisho.model.statement import Said, Statement
from sekisho.store.row import Gone, Row

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

START, END, SEEN = dates.day("2019-05-21"), dates.day("2021-01-31"), dates.day("2024-03-01")


def about(entity: str, schema: str = "Company", /, **said: str | tuple[str, ...]) -> list[Row]:
    return [
        Row("src", entity, schema, prop, value, "us-test-list", FIRST_DAY, LAST_DAY, SEEN, 1)
        for prop, values in said.items()
        for value in ((values,) if isinstance(values, str) else values)
    ]


def listing(entity: str, at: tuple[int, int] = (START, LAST_DAY), key: str = "", **said: str) -> list[Row]:
    rows = about(key or f"{entity}/l", "Sanction", entity=entity, **said)
    return [row._replace(first=at[0], last=at[1]) for row in rows]


def gone(rows: list[Row], day: int, snapshot: int = 2) -> list[Gone]:
    return [Gone(row, snapshot, day) for row in rows]


class Before(NamedTuple):
    """What had been said, and was said no more."""

    rows: list[Gone]

    def gone(self, props: Iterable[str], of: Collection[str] | None = None) -> list[Gone]:
        wanted = set(props)
        return [
            each for each in self.rows if each.row.prop in wanted and (of is None or each.row.entity in of)
        ]


def of(*said: Sequence[Row | Gone], silent: Collection[tuple[str, str]] = ()) -> View:
    before = Before([each for rows in said for each in rows if isinstance(each, Gone)])
    return view([[each for each in rows if isinstance(each, Row)] for rows in said], silent, before)


def test_an_entity_with_its_names_and_its_listing() -> None:
    seen = of(
        about("a", alias="Acme", name="Acme Robotics Co., Ltd.", previousName="Old Acme", weakAlias="AR"),
        about("a", country="cn", abbreviation="ACM"),
        listing("a", entry="Acme Robotics Co., Ltd. and any successor", authorityId="84 FR 1"),
    )
    (entity,), (entry,) = seen.entities, seen.listings
    assert entity.names == ("Acme Robotics Co., Ltd.", "Acme", "Old Acme")
    assert set(entity.weak) == {"AR", "ACM"}
    assert (entity.schema, entity.country) == ("Company", "cn")
    assert (entry.entity, entry.list, entry.entry) == (
        "a",
        "us-test-list",
        "Acme Robotics Co., Ltd. and any successor",
    )
    assert (entry.valid, entry.known, entry.cites) == (Interval(START, LAST_DAY), SEEN, "84 FR 1")


def test_statements_of_one_id_need_not_stand_together() -> None:
    seen = of(about("a", name="Acme"), about("b", name="Other"), about("a", alias="AcmeX"), listing("a"))
    assert {each.id: each.names for each in seen.entities} == {"a": ("Acme", "AcmeX"), "b": ("Other",)}


def test_a_listing_without_an_entry_is_called_after_its_party() -> None:
    (entry,) = of(listing("a"), about("a", name="Acme")).listings
    assert entry.entry == "Acme"


def test_a_category_names_no_party_but_its_listing_stays() -> None:
    words = "Routers produced in a foreign country"
    seen = of(about("c", "Category", name=words), listing("c"))
    assert seen.entities[0].names == ()
    assert seen.listings[0].entry == words


def test_relations_and_addresses_are_nobody() -> None:
    rows = [about(str(n), schema, name="Acme") for n, schema in enumerate(("Address", "Directorship"))]
    assert of(*rows) == View((), (), ())


def test_of_several_countries_none_tells_where_somebody_is() -> None:
    assert of(about("a", name="Acme", country=("cn", "ru"))).entities[0].country is None
    assert of(about("a", name="Acme", country=("cn", "cn"))).entities[0].country == "cn"
    assert of(about("a", name="A", country=("cn", "ru"), jurisdiction="ru")).entities[0].country == "ru"


def test_two_rows_with_one_number_lose_nothing() -> None:
    seen = of(about("a", name=("Acme", "Other")), listing("a", entry="Acme"), listing("a", entry="Other"))
    assert seen.entities[0].names == ("Acme", "Other")
    assert [each.entry for each in seen.listings] == ["Acme", "Other"]


def test_a_listing_of_nobody_is_left_out() -> None:
    assert of(listing("nobody")).listings == ()


def test_holdings_of_parties_that_are_there() -> None:
    held = [
        row._replace(first=START, last=END)
        for row in about("h", "Ownership", owner="a", asset="b", percentage="51 %")
    ]
    seen = of(about("a", name="Owner"), about("b", name="Owned"), held)
    (holding,) = seen.ownerships
    assert (holding.owner, holding.asset, holding.share) == ("a", "b", Range(51.0, 51.0))
    assert (holding.since, holding.until) == (Interval(START, START), Interval(END, END))
    assert of(about("b", name="Owned"), held).ownerships == ()
    (untold,) = of(
        about("a", name="O"),
        about("b", name="P"),
        about("h", "Ownership", owner="a", asset="b", percentage="most"),
    ).ownerships
    assert (untold.share, untold.since, untold.until) == (None, None, None)


def test_who_left_a_list_was_on_it_until_then() -> None:
    rows = about("a", name="Acme") + listing("a", entry="ACME")
    seen = of(gone(rows, SEEN + 30))
    (entity,), (entry,) = seen.entities, seen.listings
    assert entity.names == ("Acme",)
    assert (entry.entry, entry.valid, entry.known) == ("ACME", Interval(START, SEEN + 29), SEEN + 30)
    assert "snapshot 2" in entry.certainty


def test_who_left_one_list_and_stays_on_another_is_one_party() -> None:
    other = [row._replace(list="other-list") for row in listing("a", key="a/m")]
    seen = of(about("a", name="Acme"), other, gone(listing("a"), SEEN + 30))
    assert [entity.id for entity in seen.entities] == ["a"]
    assert {entry.list: entry.valid.last for entry in seen.listings} == {
        "other-list": LAST_DAY,
        "us-test-list": SEEN + 29,
    }


def test_a_corrected_entry_is_no_removal() -> None:
    corrected = [row._replace(snapshot=2) for row in listing("a", at=(END, LAST_DAY), key="a/m")]
    seen = of(about("a", name="Acme"), gone(listing("a"), SEEN + 30), corrected)
    assert [entry.valid for entry in seen.listings] == [Interval(END, LAST_DAY)]


def test_an_entry_that_was_gone_before_it_began_never_held() -> None:
    later = SEEN + 365
    assert of(about("a", name="Acme"), gone(listing("a", at=(later, LAST_DAY)), SEEN + 30)).listings == ()


def test_who_came_back_has_both() -> None:
    again = [row._replace(snapshot=3, first=SEEN + 60) for row in listing("a", key="a/m")]
    seen = of(about("a", name="Acme"), gone(listing("a"), SEEN + 30), again)
    assert sorted(each.valid.first for each in seen.listings) == [START, SEEN + 60]


def test_a_source_for_which_another_speaks_is_silent() -> None:
    rows = about("a", name="Acme") + listing("a")
    assert of(rows, silent={("src", "us-test-list")}) == View((), (), ())
    assert of(gone(rows, SEEN + 30), silent={("src", "us-test-list")}) == View((), (), ())


def test_who_is_left_on_a_silent_list_is_remembered_from_the_other() -> None:
    silent = [row._replace(list="other-list") for row in about("a", name="Acme Ltd.")]
    left = gone(about("a", name="Acme") + listing("a"), SEEN + 30)
    seen = of(silent, left, silent={("src", "other-list")})
    assert [entity.names for entity in seen.entities] == [("Acme",)]
    assert [entry.valid.last for entry in seen.listings] == [SEEN + 29]


def test_what_a_file_says_is_known_from_the_publishers_day() -> None:
    said = [
        Said(Statement("1", "a", "Company", "name", "Acme", "l"), START),
        Said(Statement("2", "a/l", "Sanction", "entity", "a", "l", valid=ALWAYS)),
    ]
    assert [row.since for row in rows_of(said, "src")] == [START, FIRST_DAY]
    (entry,) = view([list(rows_of(said, "src"))]).listings
    assert (entry.known, entry.valid) == (FIRST_DAY, ALWAYS)


def test_a_share_may_be_bounds_and_votes_and_control_stand_apart() -> None:
    (held,) = of(
        about("a", name="Top"),
        about("b", name="Low"),
        about(
            "o",
            "Ownership",
            owner="a",
            asset="b",
            percentage="25-50%",
            votes=">=60",
            control="no",
            saidBy="p. 3",
        ),
    ).ownerships
    assert (held.share, held.votes, held.control) == (Range(25, 50), Range(60, 100), False)
    assert held.source == "us-test-list: p. 3"


def test_a_partly_known_end_is_kept_with_its_bounds() -> None:
    edge = about("o", "Ownership", owner="a", asset="b", untilWithin="2020-01-02..2021-03-01")
    rows = [row._replace(first=START, last=END) for row in edge]
    (held,) = of(about("a", name="Top"), about("b", name="Low"), rows).ownerships
    assert held.since == Interval(START, START)
    assert held.until == Interval(dates.day("2020-01-02"), dates.day("2021-03-01"))


def test_a_director_is_no_owner_and_whether_he_controls_is_open() -> None:
    (held,) = of(
        about("p", "Person", name="Jo Ode"),
        about("b", name="Low"),
        about("d", "Directorship", director="p", organization="b", role="chair"),
    ).ownerships
    assert (held.owner, held.asset) == ("p", "b")
    assert (held.share, held.control) == (Range(0, 0), None)
    assert held.source == "us-test-list: director"


def test_numbers_of_a_party_are_marks_with_their_schemes_unless_their_check_digit_says_no() -> None:
    seen = of(
        about(
            "a", name="Acme", leiCode=("5493001KJTIIGC8Y1R12", "5493001KJTIIGC8Y1R13"), innCode="7707083893"
        ),
        about("a", taxNumber="7707083893", ogrnCode="1027700132195", phone="1"),
        about("b", "Address", full="Somewhere", registrationNumber="1"),
    )
    assert [(each.kind, each.value, each.entity) for each in seen.marks] == [
        ("lei", "5493001KJTIIGC8Y1R12", "a"),
        ("registration", "1027700132195", "a"),
        ("tax", "7707083893", "a"),
        ("tax", "7707083893", "a"),
    ]
    assert seen.marks[0].source == "us-test-list"
