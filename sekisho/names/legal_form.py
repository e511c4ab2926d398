"""The legal form of a company, taken off the ends of its name.

The forms are data (`corpus/words/legal_forms.toml`). Invariants: `split` works on normalised names only;
splitting a core again changes nothing; a name that is nothing but a legal form keeps itself as its core.
A form of two or more Han, kana or Hangul letters may be glued to the name (华为技术有限公司); every other
form stands as words of its own, so that no name is cut inside a word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import tomli

from sekisho.names.normal import normalise
from sekisho.names.script import unspaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

Table: TypeAlias = "Mapping[str, tuple[tuple[str, str], ...]]"
"""Legal forms with their classes, longest first, under the word or letter by which they are found."""

_PLACES = {"end": (False, True), "start": (True, False), "both": (True, True)}


@dataclass(frozen=True, slots=True, eq=False)
class Forms:
    """The legal forms of the world, ready to be looked up; longer ones are tried first.

    Attributes:
        classes: what each class of legal form is, in words.
        starts: forms that open a name, by their first word.
        ends: forms that close a name, by their last word.
        glued_starts: forms that may open a name without a space, by their first letter.
        glued_ends: forms that may close a name without a space, by their last letter.
    """

    classes: Mapping[str, str]
    starts: Table
    ends: Table
    glued_starts: Table
    glued_ends: Table

    @classmethod
    def load(cls, path: Path, shape: Callable[[str], str] = normalise) -> Forms:
        """Read the forms of a TOML file.

        Args:
            path: of the file.
            shape: what the names to be parted will have gone through.

        Raises:
            ValueError: a form has no class that the file declares, stands nowhere, or is of two classes.
        """
        data = tomli.loads(path.read_text(encoding="utf-8"))
        classes: dict[str, str] = data["class"]
        starts: dict[str, str] = {}
        ends: dict[str, str] = {}
        for entry in data["form"]:
            name, place = entry["class"], entry.get("place", "end")
            if name not in classes or place not in _PLACES:
                raise ValueError(f"{path}: {name!r} at {place!r} is no class at a place this file knows")
            opens, closes = _PLACES[place]
            for form in map(shape, entry["names"]):
                for wanted, table in ((opens, starts), (closes, ends)):
                    if wanted and table.setdefault(form, name) != name:
                        raise ValueError(f"{path}: {form!r} is of class {table[form]} and of {name}")
        return cls(classes, _words(starts, 0), _words(ends, -1), _letters(starts, 0), _letters(ends, -1))


def split(normalised: str, forms: Forms) -> tuple[str, tuple[str, ...]]:
    """Part a normalised name into its core and the classes of its legal forms, in the order they stand."""
    core = normalised
    heads: list[str] = []
    tails: list[str] = []
    while True:
        if (cut := _end(core, forms)) is not None:
            core, found = cut
            tails.append(found)
        elif (cut := _start(core, forms)) is not None:
            core, found = cut
            heads.append(found)
        else:
            return core, (*heads, *reversed(tails))


def _end(text: str, forms: Forms) -> tuple[str, str] | None:
    """The text without the longest form that closes it; None if there is none or nothing would be left."""
    for form, name in forms.ends.get(text[text.rfind(" ") + 1 :], ()):
        if text == form:
            return None
        if text.endswith(form) and text[-len(form) - 1] == " ":
            return text[: -len(form) - 1], name
    if text.isascii():  # nothing is glued to it
        return None
    for form, name in forms.glued_ends.get(text[-1:], ()):
        if text.endswith(form):
            return (text[: -len(form)].rstrip(" "), name) if text != form else None
    return None


def _start(text: str, forms: Forms) -> tuple[str, str] | None:
    """The text without the longest form that opens it; None if there is none or nothing would be left."""
    for form, name in forms.starts.get(text.partition(" ")[0], ()):
        if text == form:
            return None
        if text.startswith(form) and text[len(form)] == " ":
            return text[len(form) + 1 :], name
    if text.isascii():
        return None
    for form, name in forms.glued_starts.get(text[:1], ()):
        if text.startswith(form):
            return (text[len(form) :].lstrip(" "), name) if text != form else None
    return None


def _words(forms: Mapping[str, str], at: int) -> Table:
    """The forms that stand as words of their own, under their first (0) or last (-1) word."""
    return _table((form.split(" ")[at], form, name) for form, name in forms.items() if not _is_glued(form))


def _letters(forms: Mapping[str, str], at: int) -> Table:
    """The forms that may be glued to a name, under their first (0) or last (-1) letter."""
    return _table((form[at], form, name) for form, name in forms.items() if _is_glued(form))


def _is_glued(form: str) -> bool:
    # (株) and (주) leave one letter, which many names happen to end in: they need the space the bracket left.
    return len(form) > 1 and unspaced(form)


def _table(rows: Iterable[tuple[str, str, str]]) -> Table:
    table: dict[str, list[tuple[str, str]]] = {}
    for under, form, name in sorted(rows, key=lambda row: (-len(row[1]), row)):
        table.setdefault(under, []).append((form, name))
    return {under: tuple(found) for under, found in table.items()}
