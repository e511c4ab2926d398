"""A case on its way through the desk, and what comes back."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sekisho.record.said import Asked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sekisho.dates import AsOf
    from sekisho.model.case import Case
    from sekisho.record.chain import Said

PLAIN = Asked()
"""As a plain `sekisho screen` asks: no reading adopted, all measures."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What was answered to a case.

    Attributes:
        number: of its entry in the record; None: it was not to be kept.
        hash: of that entry; empty without one.
        told: case, given, asked and answer, as an entry of the record has them.
        text: the same as canonical JSON.
    """

    number: int | None
    hash: str
    told: Mapping[str, Any]
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A case that is put to the law.

    Attributes:
        case: as it was told.
        as_of: the two times, where it tells none.
        asked: how.
        by: who asks; in the record, its author.
        record: is the answer to be kept?
        before: what is to be kept in front of it, by the same author: an answer to a need.
        follows: the number of the decision that it is asked again after.
        answered: what comes of it.
    """

    case: Case
    as_of: AsOf
    asked: Asked = PLAIN
    by: str = ""
    record: bool = True
    before: tuple[Said, ...] = ()
    follows: int | None = None
    answered: Future[Answered] = field(default_factory=Future)
