"""What a part is for the law, by another classification: types in BOMs, codes of customs and buyers.

A class that is given wins. One that is derived says from what, in the fact `class.by`; a code that is not in
the table (`corpus/parts/classes.toml`), or that covers several classes, derives nothing: it is asked.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import tomli

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sekisho.model.case import Value

CLASSES = Path(__file__).parents[1] / "corpus/parts/classes.toml"
BY = "class.by"
"""The fact that says what a class was derived from; no law asks it."""
_MARKS = str.maketrans("", "", ". -")
LONGEST = 12
"""Digits of a customs code, national ones included."""


@cache
def tables() -> Mapping[str, Mapping[str, str]]:
    """By classification, its codes and our classes."""
    found: dict[str, dict[str, str]] = tomli.loads(CLASSES.read_text("utf-8"))
    return found


def derive(scheme: str, code: str, prefix: str, facts: dict[str, Value]) -> None:
    """Add the class of a thing, where none is given and the code has one.

    Args:
        scheme: `cyclonedx`, `spdx`, `hs`, `cpv` or `unspsc`.
        code: as written there.
        prefix: what stands before the names of its facts, `item.` or nothing.
        facts: what is known of it.
    """
    if f"{prefix}class" in facts:
        return
    found = class_of(scheme, code)
    if found is not None:
        facts[f"{prefix}class"] = found
        facts[f"{prefix}{BY}"] = f"{_NAMES[scheme]} {code}"


def class_of(scheme: str, code: str) -> str | None:
    """The class that a code has; None: the table does not tell.

    Args:
        scheme: `cyclonedx`, `spdx`, `hs`, `cpv` or `unspsc`.
        code: as written there.
    """
    least = LEAST.get(scheme)
    return tables()[scheme].get(_plain(code)) if least is None else _by_digits(scheme, code, least)


LEAST = {"hs": 4, "cpv": 2, "unspsc": 2}
"""Classifications by numbers, of which the longest prefix in the table decides, and its fewest digits."""
_NAMES = {"cyclonedx": "CycloneDX type", "spdx": "SPDX purpose", "hs": "HS", "cpv": "CPV", "unspsc": "UNSPSC"}


def _plain(code: str) -> str:
    known = tables()["cyclonedx"]
    return code if code in known else code.lower().replace("-", "").replace("_", "")


def _by_digits(scheme: str, code: str, least: int) -> str | None:
    """The class of a code of digits: that of the longest prefix that the table has."""
    # The ninth digit of a CPV code, after the hyphen, only checks the others.
    digits = (code.partition("-")[0] if scheme == "cpv" else code).translate(_MARKS)
    if not digits.isascii() or not digits.isdecimal() or len(digits) > LONGEST:
        return None
    codes = tables()[scheme]
    return next((codes[digits[:n]] for n in range(len(digits), least - 1, -1) if digits[:n] in codes), None)
