"""Needs as the fields of a form, and a form that was sent as the answers to them.

A field that is left empty answers nothing: what is not told stays unknown. Only where somebody says that he
looked and found none is the answer an empty list.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from sekisho.errors import UsageError
from sekisho.formats.answering import field_of, standing
from sekisho.formats.asking import question
from sekisho.formats.keys import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from starlette.datastructures import FormData

    from sekisho.formats.answering import Field
    from sekisho.formats.given import Given
    from sekisho.law.facts import Facts

Word = TypeVar("Word", bound=StrEnum)
ROWS = 3
"""Empty rows that a list offers; more can be said once these are."""
_PARTS = "components"


@dataclass(frozen=True, slots=True)
class Need:
    """One field of a form.

    Attributes:
        field: what it may hold.
        question: in the language of the reader.
        told: what the case says already, where that may be mended.
        rows: of a list, what its rows say already.
    """

    field: Field
    question: str
    told: str = ""
    rows: tuple[Mapping[str, str], ...] = ()

    @property
    def name(self) -> str:
        """The need."""
        return self.field.name


def one_of(words: type[Word], text: str) -> Word:
    """What a field with a closed list of words says.

    Raises:
        UsageError: it is none of them.
    """
    if text not in set(words):
        raise UsageError(f"'{text}' is none of {', '.join(words)}; open the page again, and choose one")
    return words(text)


def needs_of(
    needs: Iterable[str], given: Given, facts: Facts, language: str, called: Callable[[str], str] = str
) -> tuple[Need, ...]:
    """What is to be asked; what the case format has no place for is not asked here.

    Args:
        needs: addresses in the case.
        given: the case, as far as it is told.
        facts: the wording.
        language: `en` or `ja`.
        called: what the element at an address is called.
    """
    return tuple(
        Need(field, question(need, facts, language, called), *_standing(field, given))
        for need in needs
        if (field := _field(need, facts)) is not None
    )


def _field(need: str, facts: Facts) -> Field | None:
    try:
        return field_of(need, facts)
    except UsageError:
        return None


def _standing(field: Field, given: Given) -> tuple[str, tuple[Mapping[str, str], ...]]:
    now = standing(given, field.name)
    if field.kind is not Kind.PART:
        return ("" if now is None or isinstance(now, list) else _written(now)), ()
    if not field.many:
        return "", ({},)
    # Parts are added to those that are told; any other list is told anew, from what it said.
    known = [] if not isinstance(now, list) or field.name.endswith(_PARTS) else now
    rows = [{key: _written(value) for key, value in row.items()} for row in known if isinstance(row, dict)]
    return "", (*rows, *({} for _ in range(max(1, ROWS - len(rows)))))


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def answers(needs: Iterable[Need], form: FormData, given: Given) -> dict[str, object]:
    """What a form says, by need; what it leaves empty is not in it.

    Args:
        needs: what it asked.
        form: as it was sent.
        given: the case as it stood, which a row may know more of than a form can show.
    """
    told = {need.name: _answer(need, form, standing(given, need.name)) for need in needs}
    return {name: value for name, value in told.items() if value is not None}


def _answer(need: Need, form: FormData, before: object) -> object:
    field = need.field
    if field.kind is Kind.WORDS:
        return [str(each) for each in form.getlist(field.name)] or None
    if field.kind is not Kind.PART:
        return _value(field, str(form.get(field.name, "")))
    if form.get(f"{field.name}/none"):
        return []
    rows = [_row(field, form, f"{field.name}/{at}") for at in range(len(need.rows))]
    if not field.many:
        return rows[0] or None
    known = [each for each in before if isinstance(each, dict)] if isinstance(before, list) else []
    return [_deeper(row, known) for row in rows if row] or None


def _row(field: Field, form: FormData, name: str) -> dict[str, object]:
    told = {
        column.name: _value(column, str(form.get(f"{name}/{column.name}", ""))) for column in field.columns
    }
    return {key: value for key, value in told.items() if value is not None}


def _deeper(row: dict[str, object], known: Iterable[Mapping[str, Any]]) -> dict[str, object]:
    """A row, with what was told of the same one and has no column: its own owners, say."""
    same = next((each for each in known if each.get("name") == row.get("name")), {})
    return {key: value for key, value in same.items() if isinstance(value, list | dict)} | row


def _value(field: Field, text: str) -> object:
    text = text.strip()
    if not text:
        return None
    if field.kind is Kind.YES_NO and text in ("yes", "no"):
        return text == "yes"
    if field.kind is Kind.NUMBER:
        try:
            return float(text)
        except ValueError:
            return text  # perhaps a bound, `>=25`; what it is says the case format
    return text
