"""What of a CycloneDX bill no law asks, and what tells whether the bill was written with care.

Nothing here is taken over. A bill whose number, day, scopes or hashes are not what the specification says was
written by hand or cut, and is refused like any other fault, with the place.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from sekisho.formats.notes import quote, remedy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sekisho.formats.notes import Notes, Place

SCOPES = ("required", "optional", "excluded")
ALGORITHMS = (
    *("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512", "SHA3-256", "SHA3-384", "SHA3-512"),
    *("BLAKE2b-256", "BLAKE2b-384", "BLAKE2b-512", "BLAKE3", "Streebog-256", "Streebog-512"),
)
"""Of hashes, as the specification writes them, in all its versions together."""
_SERIAL = re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_HASH = re.compile(r"[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128}", re.IGNORECASE)


def check_bill(data: Mapping[str, object], notes: Notes) -> None:
    """The number of a bill and when it was written."""
    serial = data.get("serialNumber")
    if serial is not None and not (isinstance(serial, str) and _SERIAL.fullmatch(serial)):
        place: Place = (None, "serialNumber")
        notes.refuse(place, f"{quote(serial)} is no number of a bill", "write urn:uuid: and a UUID")
    metadata = data.get("metadata")
    written = metadata.get("timestamp") if isinstance(metadata, dict) else None
    if written is not None and not _is_time(written):
        place = ((None, "metadata"), "timestamp")
        notes.refuse(place, f"{quote(written)} is no date with a time", "write 2026-11-24T10:00:00Z")


def check_component(data: Mapping[str, object], place: Place, notes: Notes) -> None:
    """The scope and the hashes of a component."""
    scope = data.get("scope")
    if scope is not None and scope not in SCOPES:
        notes.refuse((place, "scope"), f"{quote(scope)} is no scope", remedy(str(scope), SCOPES))
    hashes = data.get("hashes")
    for number, each in enumerate(hashes if isinstance(hashes, list) else ()):
        if isinstance(each, dict):
            _check_hash(each, ((place, "hashes"), number), notes)


def _check_hash(data: Mapping[str, object], place: Place, notes: Notes) -> None:
    algorithm, content = data.get("alg"), data.get("content")
    if algorithm not in ALGORITHMS:
        message = f"{quote(algorithm)} is no way of hashing"
        notes.refuse((place, "alg"), message, remedy(str(algorithm), ALGORITHMS))
    if not (isinstance(content, str) and _HASH.fullmatch(content)):
        hint = "write the hash in hex digits, as many as its kind has"
        notes.refuse((place, "content"), f"{quote(content)} is no hash", hint)


def _is_time(value: object) -> bool:
    if not isinstance(value, str) or "T" not in value.upper():
        return False
    try:
        dt.datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
