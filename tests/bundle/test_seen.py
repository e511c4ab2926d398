"""What was seen of one batch is not asked again in the next, and answered the same."""

from __future__ import annotations

from dataclasses import replace
from threading import Thread
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from sekisho import dates
from sekisho.bundle import Reasons, decide, deciding, seen
from sekisho.bundle.deciding import SCHEMA
from sekisho.bundle.folding import fold
from sekisho.formats.arrow import Rows
from sekisho.screen import companies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sekisho.bundle import Bundle
    from sekisho.bundle.folding import Folded
    from sekisho.formats.notes import Rejected
    from sekisho.model.case import Case
    from sekisho.truth import Index

CASE = (
    '{"id": "%s", "action": "%s", "date": "2021-06-01", "actor": {"country": "us", '
    '"kinds": ["federal-agency"]}, "item": {"class": "camera"}, '
    '"parties": [{"role": "supplier", "name": "%s"}]}'
)
NAMES = ("Alpha Works", "Beta Trading", "Huawei Technologies Co., Ltd.")


def cases(first: str, *acts: str, names: Iterable[str] = NAMES) -> pa.RecordBatch:
    texts = [CASE % (f"{first}{place}", act, name) for place in range(4) for name in names for act in acts]
    return pa.RecordBatch.from_pydict({"case": pa.array(texts, pa.string())})


def purchases(first: str, *acts: str, names: Iterable[str] = NAMES) -> pa.RecordBatch:
    told = [(f"{first}{place}", act, name) for place in range(4) for name in names for act in acts]
    ids, actions, own = zip(*told, strict=True)
    columns = {
        "id": ids,
        "action": actions,
        "date": ["2021-06-01"] * len(told),
        "actor.country": ["us"] * len(told),
        "actor.kinds": ["federal-agency"] * len(told),
        "item.class": ["camera"] * len(told),
        "parties.1.role": ["supplier"] * len(told),
        "parties.1.name": own,
    }
    return pa.RecordBatch.from_pydict(
        {name: pa.array(values, pa.string()) for name, values in columns.items()}
    )


@pytest.fixture
def fresh(bundle: Bundle) -> Bundle:
    """The bundle, of which nothing was asked."""
    return replace(bundle)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the rows that are read as cases."""
    rows: list[int] = []
    own = Rows.read

    def reading(self: Rows, batch: pa.RecordBatch, numbers: Iterable[int]) -> Iterator[Case | Rejected]:
        told = list(numbers)
        rows.extend(told)
        return own(self, batch, told)

    monkeypatch.setattr(Rows, "read", reading)
    return rows


@pytest.mark.parametrize("batch", [cases, purchases])
def test_what_was_answered_is_not_read_again(
    fresh: Bundle, read: list[int], batch: Callable[..., pa.RecordBatch]
) -> None:
    first = decide(batch("a", "buy"), fresh, reasons=Reasons.NONE)
    assert read == [0, 2]
    read.clear()
    again = decide(batch("b", "buy"), fresh, reasons=Reasons.NONE, start=100)
    assert read == []
    assert again["case"].to_pylist() == [f"b{place}" for place in range(4) for _ in NAMES]
    assert again["row"].to_pylist() == [*range(100, 112)]
    stranger, other, listed = first["decisions"].to_pylist()[:3]
    assert stranger == other != listed
    for column in ("outcome", "decisions", "on", "review", "problems", "basis"):
        assert again[column].to_pylist() == first[column].to_pylist()


@pytest.mark.parametrize("batch", [cases, purchases])
@pytest.mark.parametrize("reasons", Reasons)
def test_batches_are_answered_as_one_alone(
    fresh: Bundle, batch: Callable[..., pa.RecordBatch], reasons: Reasons
) -> None:
    """Of the same rows, of others that bear other names or none, and of some that nobody can read."""
    told = [
        batch("a", "buy"),
        batch("b", "buy", "boy", names=NAMES[1:]),
        batch("c", "boy", "buy", names=("Gamma", "ZTE Corporation", *NAMES)),
        batch("d", "buy", "boy", "import", names=("Delta", "", " Alpha Works")),
        batch("e", "boy", names=("Huawei", "Alpha Works")),
    ]
    for each in told:
        alone = decide(each, replace(fresh), reasons=reasons)
        assert decide(each, fresh, reasons=reasons).to_pylist() == alone.to_pylist()


def test_columns_of_one_name_and_another_meaning_are_told_apart(fresh: Bundle) -> None:
    """Numbers and texts, lists and texts, and columns that another batch lacks."""
    batch = purchases("a", "buy")
    lists = batch.drop_columns(["actor.kinds"]).append_column(
        "actor.kinds", pa.array([["federal-agency"]] * len(batch))
    )
    told = [
        batch,
        lists,
        batch.drop_columns(["actor.country"]),
        batch.drop_columns(["parties.1.name"]),
        batch,
    ]
    for each in told:
        alone = decide(each, replace(fresh), reasons=Reasons.NONE)
        assert decide(each, fresh, reasons=Reasons.NONE).to_pylist() == alone.to_pylist()


@pytest.mark.parametrize("batch", [cases, purchases])
def test_no_rows_are_answered_by_none_though_they_come_first(
    fresh: Bundle, batch: Callable[..., pa.RecordBatch]
) -> None:
    told = batch("a", "buy")
    for reasons in Reasons:
        nothing = decide(told.slice(0, 0), fresh, reasons=reasons)
        assert (len(nothing), nothing.schema) == (0, SCHEMA)
    assert len(decide(told, fresh)) == len(told)


def test_what_has_become_much_is_forgotten(fresh: Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen, "KEPT", 1)
    for batch in (cases("a", "buy"), cases("b", "buy", "import"), cases("c", "export")):
        alone = decide(batch, replace(fresh), reasons=Reasons.NONE)
        assert decide(batch, fresh, reasons=Reasons.NONE).to_pylist() == alone.to_pylist()
    decide(cases("d", "export"), fresh, reasons=Reasons.NONE)
    assert len(fresh.seen.ways) == 1


@pytest.mark.parametrize("batch", [cases, purchases])
def test_names_that_were_looked_up_are_forgotten_where_they_are_many(
    fresh: Bundle, batch: Callable[..., pa.RecordBatch], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(companies, "REMEMBERED", 20)
    index = fresh.screener.knowledge.index
    index.forget()
    kept = []
    for start in range(0, 80, 8):
        decide(batch("a", "buy", names=[f"Stranger {start + n}" for n in range(8)]), fresh)
        kept.append(index.kept)
    assert max(kept) > 8
    assert max(kept) <= 20 + 2 * 8  # a batch, each asked about in two ways at most


def test_what_is_kept_of_long_rows_is_short(fresh: Bundle) -> None:
    batch = cases("a", "buy")
    long = [
        text.replace("{", '{"note": "%s", ' % ("long " * 10_000), 1) for text in batch["case"].to_pylist()
    ]
    decide(pa.RecordBatch.from_pydict({"case": long}), fresh, reasons=Reasons.NONE)
    own = fresh.seen
    assert own.plans
    assert own.ways
    assert all(len(key or b"") < 100 for key in (*own.plans, *own.ways))


def test_who_asks_meanwhile_waits(fresh: Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept may be forgotten for another batch, but not while answers are added to it."""
    decide(cases("a", "buy"), fresh, reasons=Reasons.NONE)
    batch, other = cases("b", "import", "buy"), cases("c", "export", names=NAMES[:1])
    alone = decide(batch, replace(fresh), reasons=Reasons.NONE)
    meanwhile = Thread(target=decide, args=(other, fresh), kwargs={"reasons": Reasons.NONE})

    def folded(
        told: pa.RecordBatch, rows: Rows, own: Bundle, read: Callable[[Index], Sequence[Case | Rejected]]
    ) -> Folded | None:
        found = fold(told, rows, own, read)
        if meanwhile.ident is None:
            monkeypatch.setattr(seen, "KEPT", 0)
            meanwhile.start()
            meanwhile.join(0.5)
            assert meanwhile.is_alive()
        return found

    monkeypatch.setattr(deciding, "fold", folded)
    assert decide(batch, fresh, reasons=Reasons.NONE).to_pylist() == alone.to_pylist()
    meanwhile.join()


def test_a_copy_as_of_another_day_answers_for_that_day(fresh: Bundle) -> None:
    batch = cases("a", "buy").to_pydict()["case"]
    undated = pa.RecordBatch.from_pydict(
        {"case": [each.replace('"date": "2021-06-01", ', "") for each in batch]}
    )
    days: list[str] = []
    for day in ("2021-06-01", "2015-01-01"):
        copy = replace(fresh, times=replace(fresh.times, on=dates.moment(day)))
        days += {str(on) for on in decide(undated, copy, reasons=Reasons.NONE)["on"].to_pylist()}
        fresh = copy
    assert days == ["2021-06-01", "2015-01-01"]
