"""A row as every kind of reader yields it, and the ways a file is refused before it is believed.

Invariants: a value is text without NUL bytes, no longer than the source allows; a path names the same thing
in every row. What stands side by side in the file (`addresses[].city` and `addresses[].country`, or two
columns of a joined table) has equally many values, empty where there is none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sekisho.errors import InputError, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HEAD = 1 << 20
"""Bytes at the beginning of a file that are looked at to see what it is."""

_BAD = re.compile("[\x00\ud800-\udfff]")
_TITLE = re.compile(rb"<title[^>]*>\s*([^<]{1,120}?)\s*</title", re.IGNORECASE)
_PAGE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


class Row(NamedTuple):
    """One entry of a file.

    Attributes:
        place: where it stands, for messages.
        values: by path; a column without a value has an empty tuple, or empty texts.
    """

    place: Location
    values: Mapping[str, tuple[str, ...]]


def refused(place: Location, message: str, hint: str) -> InputError:
    """The error for a file that cannot be believed."""
    return InputError(f"{place.file} is refused: {message}", [Problem(place, message, hint)])


def checked(text: str, limit: int, place: Location, path: str) -> str:
    """A value, if it is within bounds."""
    if len(text) > limit:
        raise refused(
            Location(place.file, place.line, path),
            f"a field of {len(text):,} characters is over the limit of {limit:,}",
            "look at the file; if it is right, raise assert.max_field",
        )
    if "\0" in text or not (text.isascii() or text.isprintable() or not _BAD.search(text)):
        raise refused(
            Location(place.file, place.line, path),
            "a field holds a NUL byte or half a character",
            "the file is corrupt: download it again",
        )
    return text


def sniff(path: Path, kind: str) -> bytes:
    """The first bytes of a file, if they may be of this kind."""
    place = Location(path.name)
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise refused(place, f"cannot be read: {error.strerror}", "check the path") from error
    if not head.strip():
        raise refused(place, "the file is empty", "download it again")
    if kind != "html" and _PAGE.match(head):
        title = _TITLE.search(head)
        said = f" (“{title[1].decode('utf-8', 'replace')}”)" if title else ""
        raise refused(
            place, f"an HTML page stands in place of {kind.upper()}{said}", "an error page? try again later"
        )
    return head
