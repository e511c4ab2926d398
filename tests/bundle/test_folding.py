"""Rows that are folded into one are answered as each would be alone, and one of each kind is read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from sekisho.bundle import Bundle, Reasons, cut, decide, folding
from sekisho.bundle import told as telling
from sekisho.bundle.folding import fold
from sekisho.formats.arrow import Rows
from sekisho.match.query import Query

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sekisho.bundle.folding import Folded
    from sekisho.formats.notes import Rejected
    from sekisho.match.index import Index as Index_
    from sekisho.model.case import Case
    from sekisho.truth import Index

STRANGERS = ("Alpha Works", "Beta Trading", "Gamma Holding", " Alpha Works ", "ALPHA WORKS")
KNOWN = ("Huawei Technologies Co., Ltd.", "ZTE Corporation", "Zhejiang Dahua Technolgy GmbH")
NAMES = st.sampled_from((*STRANGERS, *KNOWN, None, "", "  "))
COLUMNS: dict[str, st.SearchStrategy[Any]] = {
    "action": st.sampled_from(["buy", "buy", "buy", "boy", None]),
    "date": st.sampled_from(["2021-06-01", "2021-06-01", "2018-02-30", None]),
    "actor.country": st.sampled_from(["us", "jp"]),
    "actor.kinds": st.sampled_from(["federal-agency", "central-government"]),
    "actor.name": NAMES,
    "item.name": st.sampled_from(["R-7", "R-8", None, ""]),
    "item.class": st.sampled_from(["camera", "server"]),
    "item.manufacturer": NAMES,
    "item.brand": st.sampled_from([None, None, "Huawei"]),
    "item.components.1.name": st.sampled_from(["board", None, " "]),
    "item.components.1.manufacturer": NAMES,
    "parties.1.role": st.sampled_from(["supplier"]),
    "parties.1.name": NAMES,
    "parties.1.country": st.sampled_from(["ca", "cn", None]),
    "id": st.sampled_from(["a", "b", " ", None, ""]),
}


FEWER = settings(max_examples=max(settings().max_examples // 3, 1))
"""Each row of an example is answered alone, too."""


def table_of(rows: list[dict[str, Any]]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict(
        {name: pa.array([row.get(name) for row in rows], pa.string()) for name in COLUMNS}
    )


SAID = st.sampled_from(
    (*STRANGERS, *KNOWN, "", " ", "Caf\\u00e9 Works", 'A \\"B\\"', "Café", "\t", "Alpha {, ")
)
CASES = (
    """{"id": "%(id)s", "action": "buy", "date": "2021-06-01", "actor": {"country": "us", "kinds":
    ["federal-agency"]}, "item": {"name": "%(two)s", "class": "camera", "manufacturer": "%(one)s"},
    "parties": [{"role": "supplier", "name": "%(two)s", "country": "ca"}]}""",
    """{"action":"buy","actor":{"name":"%(one)s","country":"jp","kinds":["central-government"]},
    "item":{"class":"server"},"parties":[{"name":"%(two)s","role":"supplier","owners":[{"name":"%(one)s",
    "share":60,"country":"cn"}]},{"role":"manufacturer","name":"Alpha Works"}]}""",
    '{"id": "%(id)s", "action": "buy", "why": {"id": "%(one)s"}, "item": {"name": "%(one)s"}}',
    '{"action": "buy", "expect": {"id": "%(id)s"}, "item": {"manufacturer": "%(one)s"}}',
    '{"action": "buy", "\\u0069d": "%(id)s", "item": {"manufacturer": "%(one)s"}}',
    '{"action": "boy", "id": "%(id)s", "parties": [{"name": "%(one)s"}, {"name": "%(two)s"}]}',
    '{"action": "buy", "id": "%(id)s", "parties": [{"name": "%(one)s"}',
    '{"action": "buy", "item": {"name": "%(one)s", "name": "%(two)s", "class": "camera"}}',
    "",
)


WRITTEN = (
    ("w", "\\u0077"),
    ("/", "\\/"),
    ('"name"', '"n\\u0061me"'),
    ('"manufacturer"', '"manufac\\u0074urer"'),
    ('"id"', '"\\u0069d"'),
    (": ", "\t:\n"),
    (", ", " ,"),
    ('"name": ', '"name": "Beta Trading", "name": '),
    ('"country"', '"name": 7, "country"'),
    ('"class"', '"brand": "name", "class"'),
    ("{", "{ "),
    ('"}', '"'),
)
"""What stands in a text, and what may stand there instead."""


def bought(name: str, **more: object) -> dict[str, Any]:
    """A plain purchase."""
    return {
        "action": "buy",
        "date": "2021-06-01",
        "actor.country": "us",
        "actor.kinds": "federal-agency",
        "item.class": "camera",
        "parties.1.role": "supplier",
        "parties.1.name": name,
        **more,
    }


def folded(batch: pa.RecordBatch, bundle: Bundle) -> Folded | None:
    rows = Rows(batch.schema, bundle.reader, "t")

    def read(places: Index) -> list[Case | Rejected]:
        return list(rows.read(batch.take(pa.array(places)), places.tolist()))

    return fold(batch, rows, bundle, read)


@FEWER
@given(
    st.lists(st.fixed_dictionaries(COLUMNS), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 3), NAMES, NAMES), min_size=8, max_size=24),
    st.sampled_from([*Reasons]),
)
def test_folded_rows_are_answered_as_they_would_be_alone(
    bundle: Bundle,
    rows: list[dict[str, Any]],
    named: list[tuple[int, str | None, str | None]],
    reasons: Reasons,
) -> None:
    more = [
        rows[place % len(rows)] | {"parties.1.name": seller, "item.manufacturer": maker, "item.name": seller}
        for place, seller, maker in named
    ]
    batch = table_of([*rows, *more])
    kinds = answered_as_alone(batch, bundle, reasons)
    event("folded" if kinds is not None else "not folded")


def whole_cases_answered_as_alone(texts: list[str], bundle: Bundle, reasons: Reasons = Reasons.NONE) -> bool:
    """The same of whole cases; tells whether any was folded. With reasons, more are answered anew."""
    batch = pa.RecordBatch.from_pydict({"case": pa.array(texts, pa.string())})
    kinds = answered_as_alone(batch, bundle, reasons)
    return kinds is not None and len(kinds.first) < len(batch)


def answered_as_alone(batch: pa.RecordBatch, bundle: Bundle, reasons: Reasons) -> Folded | None:
    """Rows are answered together as each is alone; tells how they were folded."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folding, "WORTH", 1)
        kinds = folded(batch, bundle)
        answers = decide(batch, bundle, reasons=reasons, name="orders", start=5)
    alone = [
        decide(batch.slice(row, 1), bundle, reasons=reasons, name="orders", start=5 + row)
        for row in range(len(batch))
    ]
    assert answers.to_pylist() == pa.Table.from_batches(alone).to_pylist()
    return kinds


@FEWER
@given(
    st.lists(st.tuples(st.sampled_from(CASES), SAID, SAID, SAID), min_size=1, max_size=24),
    st.sampled_from([Reasons.NONE, *Reasons]),
)
def test_whole_cases_are_answered_as_they_would_be_alone(
    bundle: Bundle, cases: list[tuple[str, str, str, str]], reasons: Reasons
) -> None:
    texts = [case % {"id": own, "one": one, "two": two} for case, own, one, two in cases]
    event(f"folded: {whole_cases_answered_as_alone(texts, bundle, reasons)}")


@st.composite
def forms(draw: st.DrawFn) -> str:
    """A case in JSON, names left open, however somebody may write it: with blanks, escapes, keys twice."""
    own = {"role": "supplier", "name": "@1", "country": "ca", "kinds": [], "owners": []}
    owned = own | {"role": "manufacturer", "owners": [{"name": "@2", "share": 100}]}
    item = {"name": "@3", "class": "camera", "manufacturer": "@2"}
    told = {
        "id": "@0",
        "action": "buy",
        "date": "2021-06-01",
        "actor": {"country": "us", "kinds": ["federal-agency"]},
        "item": draw(st.sampled_from((item, item | {"components": [item]}))),
        "parties": [draw(st.sampled_from((own, owned)))],
    }
    text = json.dumps(told, indent=draw(st.sampled_from((None, None, 1))))
    for old, new in draw(st.lists(st.sampled_from(WRITTEN), max_size=1)):
        text = text.replace(old, new, draw(st.integers(1, 3)))
    return text


def filled(form: str, names: tuple[str, ...], *, escaped: str, ascii_only: bool) -> str:
    """A form with names in it, of which one letter may be escaped, and all that are not in ASCII."""
    for place, name in enumerate(names):
        told = json.dumps(name, ensure_ascii=ascii_only)[1:-1]
        told = told.replace(escaped, f"\\u{ord(escaped):04x}") if escaped else told
        form = form.replace(f"@{place}", told)
    return form


CALLED = st.sampled_from((*STRANGERS[:3] * 6, *KNOWN, "Fooawei Technologies Co., Ltd.", "Café", "華為"))


@FEWER
@given(
    st.lists(forms(), min_size=1, max_size=2),
    st.lists(
        st.tuples(st.integers(0, 1), CALLED, CALLED, CALLED, st.sampled_from(("", "", "", "w", " ", "A"))),
        min_size=8,
        max_size=16,
    ),
    st.booleans(),
)
def test_however_cases_are_written_they_are_answered_as_alone(
    bundle: Bundle, told: list[str], rows: list[tuple[int, str, str, str, str]], ascii_only: bool
) -> None:
    texts = [
        filled(told[form % len(told)], (str(row), *names), escaped=escaped, ascii_only=ascii_only)
        for row, (form, *names, escaped) in enumerate(rows)
    ]
    event(f"folded: {whole_cases_answered_as_alone(texts, bundle)}")


@pytest.mark.parametrize(
    ("maker", "seller"),
    [
        ("%sei Technologies Co., Ltd.", "Beta Trading"),  # an escape in the midst of a name
        (" Alpha Works", "%s"),  # one that is not cut out, and may be equal to one that is
        ("Alpha\\u0020Works", "%s"),
        ("\\u0041lpha Works", "%s"),
    ],
)
def test_a_name_that_is_not_plainly_written_is_never_taken_for_another(
    bundle: Bundle, maker: str, seller: str
) -> None:
    owned = (
        '"country": "ca", "kinds": [], "owners": [{"name": "Huawei Technologies Co., Ltd.", "share": 100}]'
    )
    texts = []
    for name in ("Foo\\u0077", "Hua\\u0077") if "%" in maker else ("Beta Trading", "Alpha Works"):
        one, two = (each % name if "%" in each else each for each in (maker, seller))
        texts.append(
            '{"action": "buy", "date": "2021-06-01", "actor": {"country": "us", "kinds": ["federal-agency"]},'
            f' "item": {{"class": "camera", "manufacturer": "{one}", "components": []}}, "parties": ['
            f'{{"role": "manufacturer", "name": "{two}", {owned}}}]}}'
        )
    whole_cases_answered_as_alone(texts * 8, bundle)


def test_a_listed_name_with_an_escape_is_found_among_folded_rows(bundle: Bundle) -> None:
    case = (
        '{"id": "%d", "action": "buy", "date": "2021-06-01", "actor": {"country": "us", "kinds": '
        '["federal-agency"]}, "item": {"class": "camera", "manufacturer": "%s"}}'
    )
    names = ["Alpha Works", "\\u0048uawei", "Huawei", "Caf\\u00e9", 'Beta \\"Trading\\"'] * 8
    texts = [case % (row, name) for row, name in enumerate(names)]
    assert whole_cases_answered_as_alone(texts, bundle)
    found = folded(pa.RecordBatch.from_pydict({"case": texts}), bundle)
    assert found is not None
    assert found.kind[:5].tolist() == [0, 1, 1, 0, 0]


def test_of_whole_cases_that_name_others_one_is_read(bundle: Bundle) -> None:
    case = '{"id": "%d", "action": "buy", "item": {"class": "camera"}, "parties": [{"name": "%s"}]}'
    texts = [case % (row, name) for row, name in enumerate([*STRANGERS[:3], *KNOWN] * 8)]
    found = folded(pa.RecordBatch.from_pydict({"case": texts}), bundle)
    assert found is not None
    assert found.first.tolist() == [0, 3, 4, 5]
    assert found.ids[:2] == ["0", "1"]


@pytest.mark.parametrize("many", [1, 2])
def test_of_cases_with_many_names_each_is_read(
    bundle: Bundle, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(cut, "MANY", many)
    bundle.seen.plans.clear()
    case = '{"action": "buy", "item": {"manufacturer": "%s"}, "parties": [{"name": "Beta"}]}'
    found = folded(pa.RecordBatch.from_pydict({"case": [case % name for name in STRANGERS[:2] * 8]}), bundle)
    assert (found is None) == (many == 1)


def test_of_strangers_one_is_read_and_of_those_who_are_known_each(bundle: Bundle) -> None:
    names = [*STRANGERS[:3], *KNOWN] * 8
    found = folded(table_of([bought(name, id=str(n)) for n, name in enumerate(names)]), bundle)
    assert found is not None
    assert found.first.tolist() == [0, 3, 4, 5]
    assert found.kind[:6].tolist() == [0, 0, 0, 1, 2, 3]


def test_a_maker_who_sells_is_told_from_one_who_does_not(bundle: Bundle) -> None:
    rows = [
        bought("Alpha Works", **{"item.manufacturer": maker}) for maker in ("ALPHA WORKS", "Beta Trading")
    ]
    found = folded(table_of(rows * 8), bundle)
    assert found is not None
    assert len(found.first) == len(rows)


def test_a_maker_spelt_as_a_seller_is_told_from_one_of_the_same_text(bundle: Bundle) -> None:
    """Of the one the seller's row tells where he is; the other is asked about by his name alone."""
    makers = ("Alpha Works", "ALPHA WORKS", "Beta Trading")
    rows = [bought("Alpha Works", **{"item.manufacturer": maker}) for maker in makers]
    found = folded(table_of(rows * 8), bundle)
    assert found is not None
    assert len(set(found.kind[:3].tolist())) == len(makers)


@pytest.mark.parametrize(
    "column", ["parties.1.owners", "parties.1.owners.1.name", "item.components", "actor", "problem"]
)
def test_where_a_cell_may_name_others_nothing_is_folded(bundle: Bundle, column: str) -> None:
    batch = table_of([bought("Alpha Works")] * 8)
    nothing = batch.append_column(column, pa.nulls(len(batch), pa.string()))
    assert folded(nothing, bundle) is not None
    told = batch.append_column(column, pa.array([None] * (len(batch) - 1) + ["[]"], pa.string()))
    assert folded(told, bundle) is None


def test_headers_are_read_without_the_blanks_around_them(bundle: Bundle) -> None:
    owners = '[{"name": "Alpha Works", "role": "manufacturer", "owners": [{"name": "Huawei", "share": 100}]}]'
    makers = ["Alpha Works", "Beta Trading"] * 8
    told = {key: value for key, value in bought("").items() if not key.startswith("parties")}
    columns: dict[str, list[object]] = {name: [value] * len(makers) for name, value in told.items()}
    columns |= {
        "parties ": [owners] * len(makers),
        " item.manufacturer": [*makers],
        " id": ["a"] * len(makers),
    }
    batch = pa.RecordBatch.from_pydict(columns)
    alone = [decide(batch.slice(row, 1), bundle).to_pylist()[0] for row in range(2)]
    assert [{**row, "row": 0} for row in decide(batch, bundle).to_pylist()] == [
        {**row, "row": 0} for row in alone * 8
    ]
    assert alone[0]["case"] == "a"
    assert alone[0]["decisions"] != alone[1]["decisions"]


def test_each_who_bears_a_name_is_asked_about_as_he_is_told(
    bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The actor and a party of one name may be two, of whom one is known in his country."""
    asked: set[Query] = set()
    prepare = type(bundle.screener.knowledge.index).prepare

    def seen(self: Index_, queries: Iterable[Query]) -> None:
        told = list(queries)
        asked.update(told)
        prepare(self, told)

    monkeypatch.setattr(type(bundle.screener.knowledge.index), "prepare", seen)
    same = {"actor.name": "Zeta Works", "parties.1.country": "cn"}
    folded(table_of([bought("Zeta Works", **same)] * 8), bundle)
    assert asked == {Query("Zeta Works", country="us"), Query("Zeta Works", country="cn")}
    asked.clear()
    folded(table_of([bought("Zeta Works", **same | {"parties.1.country": None})] * 8), bundle)
    assert asked == {Query("Zeta Works", country="us"), Query("Zeta Works")}


@pytest.mark.parametrize("many", [127, 128, 129, 256])
def test_a_dictionary_of_small_numbers_is_no_trap(bundle: Bundle, many: int) -> None:
    codes = pa.array(np.arange(many * 8) % many, pa.uint8() if many > 128 else pa.int8())
    words = pa.array(["camera", "server", "router", "switch"] * many).slice(0, many)
    batch = table_of([bought("Alpha Works")] * (many * 8))
    place = batch.schema.get_field_index("item.class")
    batch = batch.set_column(place, "item.class", pa.DictionaryArray.from_arrays(codes, words))
    found = folded(batch, bundle)
    assert found is not None
    assert len(found.first) == len({*words.to_pylist()})


@pytest.mark.parametrize(
    "kind", ["string", "large_string", "string_view", "binary", "large_binary", "binary_view"]
)
def test_texts_of_any_type_are_read(bundle: Bundle, kind: str) -> None:
    columns = table_of([bought(name, id=str(n)) for n, name in enumerate([*STRANGERS, *KNOWN] * 4)])
    case = '{"action": "buy", "parties": [{"name": "%s"}]}'
    whole = pa.RecordBatch.from_pydict({"case": [case % name for name in [*STRANGERS, *KNOWN] * 4]})
    for batch in (columns, whole):
        other = pa.RecordBatch.from_arrays(
            [each.cast(getattr(pa, kind)()) for each in batch.columns], batch.schema.names
        )
        for own, each in ((batch, other), (batch.slice(3, 20), other.slice(3, 20))):
            answers, wanted = (decide(rows, bundle, reasons=Reasons.NONE) for rows in (each, own))
            assert answers.to_pylist() == wanted.to_pylist()


def test_lists_and_runs_and_dictionaries_of_any_texts_are_read(bundle: Bundle) -> None:
    batch = table_of([bought(name) for name in [*STRANGERS, *KNOWN] * 4]).drop_columns(["actor.kinds"])
    batch = batch.append_column("actor.kinds", pa.array([["federal-agency"], []] * (len(batch) // 2)))
    views = pa.string_view()
    codes = pa.array(np.arange(len(batch)) % 8, pa.int8())
    other = {
        "actor.kinds": batch["actor.kinds"].cast(pa.list_(views)),
        "action": pa.RunEndEncodedArray.from_arrays([len(batch)], pa.array(["buy"], views)),
        "parties.1.name": pa.DictionaryArray.from_arrays(codes, pa.array([*STRANGERS, *KNOWN], views)),
    }
    told = {name: other.get(name, batch[name]) for name in batch.schema.names}
    found = decide(pa.RecordBatch.from_arrays(list(told.values()), list(told)), bundle)
    assert found.to_pylist() == decide(batch, bundle).to_pylist()


def test_columns_that_say_nothing_keep_nobody_from_folding(bundle: Bundle) -> None:
    batch = table_of([bought("Alpha Works")] * 8)
    notes = batch.append_column("why", pa.array(list("abcdefgh")))
    found = folded(notes.append_column("item.components.2.manufacturer", pa.nulls(8)), bundle)
    assert found is not None
    assert len(found.first) == 1


def test_rows_of_many_kinds_are_not_folded(bundle: Bundle) -> None:
    days = [f"20{year}-01-{day:02}" for year in (18, 19, 20) for day in range(1, 20)]
    assert folded(table_of([bought("Alpha Works", date=day) for day in days]), bundle) is None


def test_columns_of_other_types_are_told_apart_too(bundle: Bundle) -> None:
    rows = 16
    batch = pa.RecordBatch.from_pydict(
        {
            "id": pa.array(range(rows)),
            "action": pa.array(["buy"] * rows).dictionary_encode(),
            "actor.country": pa.array(["us"] * rows),
            "actor.kinds": pa.array([["federal-agency"], ["local-government"]] * (rows // 2)),
            "item.class": pa.array(["camera"] * rows),
            "parties.1.name": pa.array(["Alpha Works"] * rows),
            "parties.1.role": pa.array(["supplier"] * rows),
        }
    )
    found = folded(batch, bundle)
    assert found is not None
    assert found.kind.tolist() == [0, 1] * (rows // 2)
    assert decide(batch, bundle)["case"].to_pylist() == [str(number) for number in range(rows)]


@pytest.mark.parametrize("long", [False, True])
def test_lists_are_told_apart_by_their_values_and_places(
    bundle: Bundle, monkeypatch: pytest.MonkeyPatch, long: bool
) -> None:
    monkeypatch.setattr(telling, "LONG", 0 if long else 8)
    kinds = [["a"], ["a", "b"], ["b", "a"], ["ab"], [], [""], None, ["a", None], ["a", "b"], []]
    batch = table_of([bought("Alpha Works")] * (len(kinds) * 8)).drop_columns(["actor.kinds"])
    column = pa.array(kinds * 8, pa.list_(pa.string()))
    found = folded(batch.append_column("actor.kinds", column), bundle)
    assert found is not None
    told = found.kind[: len(kinds)].tolist()
    assert told[8:] == [told[1], told[4]]
    assert len(set(told)) == len(kinds) - 2
