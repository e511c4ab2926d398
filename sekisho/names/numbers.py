"""Numbers by which registers tell bearers of one name apart, with the check digits of those that have any.

Each has a scheme, which says whose number it is. Invariants: a number is compared with its scheme, by its
letters and digits alone; what the check digits contradict is some other number mistyped, and is nobody's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SCHEMES: Final = ("lei", "uscc", "corporate-number", "registration", "tax", "imo", "mmsi", "ticker")
"""What a bearer may be told by; in the case format these are the keys of `identifiers`."""

_USCC: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def identifier(scheme: str, number: str) -> str:
    """A number as it is compared: its scheme, and its letters and digits in capitals."""
    return f"{scheme.lower()}:{_bare(scheme, number)}"


def fault(scheme: str, number: str) -> str:
    """What is wrong with a number by the rules of its scheme, for a person; empty: nothing is seen."""
    bare = _bare(scheme, number)
    if not bare:
        return "it has no letter and no digit"
    if scheme not in _RULES:
        return ""
    shape, words, fits = _RULES[scheme]
    if shape.fullmatch(bare) is None:
        return f"it has {words}"
    return "" if fits(bare) else "its check digit does not fit the rest: a character is wrong"


def _bare(scheme: str, number: str) -> str:
    bare = "".join(filter(str.isalnum, number)).upper()
    return bare.removeprefix(scheme.upper()) if scheme in _RULES else bare


def _lei(number: str) -> bool:
    """ISO 17442: as ISO 7064 has it, modulo 97."""
    return int("".join(str(int(char, 36)) for char in number)) % 97 == 1


def _uscc(number: str) -> bool:
    """GB 32100-2015: the unified social credit code, modulo 31."""
    total = sum(_USCC.index(char) * pow(3, at, 31) for at, char in enumerate(number[:-1]))
    return _USCC.index(number[-1]) == -total % 31


def _corporate_number(number: str) -> bool:
    """The number of Japan's National Tax Agency: its first digit checks the twelve others."""
    total = sum(int(digit) * (2 if at % 2 else 1) for at, digit in enumerate(reversed(number[1:])))
    return int(number[0]) == 9 - total % 9


def _imo(number: str) -> bool:
    """The number of a ship, or of the company that owns or runs it."""
    digits = [int(char) for char in number]
    ship = sum(digit * weight for digit, weight in zip(digits, range(7, 1, -1), strict=False))
    company = sum(digit * weight for digit, weight in zip(digits, (8, 6, 4, 2, 9, 7), strict=False))
    return digits[6] in (ship % 10, (11 - company % 11) % 10)


_RULES: Final[Mapping[str, tuple[re.Pattern[str], str, Callable[[str], bool]]]] = {
    "lei": (re.compile("[0-9A-Z]{18}[0-9]{2}", re.ASCII), "not 18 letters or digits and 2 digits", _lei),
    "uscc": (re.compile(f"[{_USCC}]{{18}}"), "not 18 digits or letters other than I, O, S, V, Z", _uscc),
    "corporate-number": (re.compile("[0-9]{13}"), "not 13 digits", _corporate_number),
    "imo": (re.compile("[0-9]{7}"), "not 7 digits", _imo),
    "mmsi": (re.compile("[0-9]{9}"), "not 9 digits", lambda _: True),
}
"""Of the schemes that say so: which form a number has, what is said of any other, and the check."""
