"""A name and the two keys under which it is looked up.

Invariants: keys depend on the name and the forms alone; two spellings that differ in width, case,
punctuation or marks only have the same keys; a key is empty only if the name has no letter and no digit,
and an empty key must match nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sekisho.names.legal_form import split
from sekisho.names.normal import normalise
from sekisho.names.script import unspaced

if TYPE_CHECKING:
    from sekisho.names.legal_form import Forms


@dataclass(frozen=True, slots=True)
class NameKey:
    """What a name is looked up by.

    Attributes:
        full: the normal form of the whole name; without spaces if it has Han, kana or Hangul in it.
        core: the same without the legal forms at its ends.
        forms: the classes of these legal forms, in the order they stand.
    """

    full: str
    core: str
    forms: tuple[str, ...] = ()


@lru_cache(
    maxsize=1 << 16
)  # trade data repeats names: a batch asks for each distinct one, single queries do not
def key(name: str, forms: Forms) -> NameKey:
    """The keys of a name."""
    full = normalise(name)
    core, classes = split(full, forms)
    if unspaced(full):
        full, core = full.replace(" ", ""), core.replace(" ", "")
    return NameKey(full, core, classes)
