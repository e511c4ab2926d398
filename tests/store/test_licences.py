"""Licences as statements: kept, drawn on, and known from their own day, in both databases."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sekisho import dates
from sekisho.dates import Interval
from sekisho.errors import UsageError
from sekisho.model.licence import Account, Amount, Drawing, Licence
from sekisho.store.licences import accounts, added, drawn, keep, revoked

if TYPE_CHECKING:
    from sekisho.store.engine import Archive

MONDAY, TUESDAY, FRIDAY = (dates.day(f"2024-05-0{number}") for number in (6, 7, 9))
AT = "2024-05-06T09:00:00Z"
WHOLE = Licence(
    "D 12/34 ü",
    "export-licence",
    "BIS",
    Interval(MONDAY, dates.day("2026-12-31")),
    ("export",),
    ("華為技術有限公司", 'a, "b"'),
    ("semiconductor",),
    ("5A991",),
    ("cn",),
    quantity=Amount(1000.5, "pieces"),
    value=Amount(0.1, "USD"),
)
BARE = Licence("X", "waiver", "DNI", Interval())


def test_what_was_kept_comes_back(archive: Archive) -> None:
    keep(archive, added(WHOLE), MONDAY, AT)
    keep(archive, added(BARE), TUESDAY, AT)
    keep(archive, drawn(Drawing("X", "a case", TUESDAY, by="ann")), TUESDAY, AT)
    assert accounts(archive, TUESDAY) == (
        Account(WHOLE),
        Account(BARE, (Drawing("X", "a case", TUESDAY, by="ann"),)),
    )


def test_nothing_is_known_before_it_was_said(archive: Archive) -> None:
    assert accounts(archive, FRIDAY) == ()
    keep(archive, added(WHOLE), MONDAY, AT)
    keep(archive, drawn(Drawing(WHOLE.number, "a", FRIDAY, 10)), FRIDAY, AT)
    keep(archive, revoked(WHOLE.number, FRIDAY), FRIDAY, AT)
    assert accounts(archive, MONDAY - 1) == ()
    assert accounts(archive, TUESDAY) == (Account(WHOLE),)
    (now,) = accounts(archive, FRIDAY)
    assert (now.licence.revoked, now.quantity_left) == (FRIDAY, Amount(990.5, "pieces"))


def test_a_case_told_again_replaces_what_was_told(archive: Archive) -> None:
    keep(archive, added(WHOLE), MONDAY, AT)
    keep(archive, drawn(Drawing(WHOLE.number, "a", MONDAY, 900)), MONDAY, AT)
    keep(archive, drawn(Drawing(WHOLE.number, "a", MONDAY, 1000)), MONDAY, AT)
    (account,) = accounts(archive, MONDAY)
    assert account.quantity_left == Amount(0.5, "pieces")


def test_a_licence_told_anew_keeps_what_was_drawn(archive: Archive) -> None:
    keep(archive, added(WHOLE), MONDAY, AT)
    keep(archive, drawn(Drawing(WHOLE.number, "a", MONDAY, 1)), MONDAY, AT)
    keep(archive, added(replace(WHOLE, quantity=Amount(2, "pieces"))), TUESDAY, AT)
    (account,) = accounts(archive, TUESDAY)
    assert account.quantity_left == Amount(1, "pieces")


@pytest.mark.parametrize(
    ("drawing", "said"),
    [
        (Drawing(WHOLE.number, "a", MONDAY, quantity=1001), "exceeded by 0.5 pieces"),
        (Drawing(WHOLE.number, "a", MONDAY, value=1.1), "exceeded by 1 USD"),
        (Drawing("nothing", "a", MONDAY), "no licence 'nothing'"),
    ],
)
def test_what_would_exceed_a_licence_is_refused_and_nothing_is_changed(
    archive: Archive, drawing: Drawing, said: str
) -> None:
    keep(archive, added(WHOLE), MONDAY, AT)
    with pytest.raises(UsageError, match=said):
        keep(archive, drawn(drawing), MONDAY, AT)
    assert accounts(archive, MONDAY) == (Account(WHOLE),)
    assert archive.latest() == 1
