"""Answers on the record, with what is kept beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sekisho.desk import beside
from sekisho.errors import UsageError
from sekisho.record.chain import Chain
from sekisho.record.said import Asked
from sekisho.screen.run import Screener
from sekisho.store import concerns
from sekisho.store.fault import StoreError
from tests.whole import as_of, read_case

if TYPE_CHECKING:
    from sekisho.law.register import Law
    from sekisho.store.base import Store
    from sekisho.store.engine import Archive

BOUGHT = {
    "id": "a router",
    "action": "buy",
    "date": "2021-06-01",
    "parties": [{"name": "Huawai Technologies GmbH", "role": "supplier"}],
}


def test_answers_are_recorded_with_what_is_kept_beside_them_or_not_at_all(
    archive: Archive, law: Law, store: Store
) -> None:
    screener, case = Screener(law, store), read_case(law.facts, BOUGHT)
    answered = list(zip([case], screener.answers([case], as_of("2021-06-01")), strict=True))
    with pytest.raises(UsageError, match="nobody is named"):
        beside.record(archive, screener, answered, Asked(), " ")

    def full(*_: object) -> None:
        raise StoreError("no room left")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(beside, "keep", full)
        with pytest.raises(StoreError):
            beside.record(archive, screener, answered, Asked(), "A. Buyer")
    assert list(Chain(archive).entries()) == []
    (made,) = beside.record(archive, screener, answered, Asked(), "A. Buyer")
    (kept,) = Chain(archive).entries()
    assert kept == made
    assert (kept.number, kept.by) == (1, "A. Buyer")
    with archive.reading() as connection:
        (names,) = concerns.every(connection)
        assert "Huawai Technologies GmbH" in names[0].query
        assert set(concerns.standing(connection)) == {1}
