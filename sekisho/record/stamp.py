"""A time stamp for an anchor: that somebody else had its bytes at an instant (RFC 3161).

An anchor in the same hands as the record proves little. A time stamping authority signs the hash of the
anchor with the time, so that nobody can make one of that day later. What it signed is verified offline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    PKIStatus,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from sekisho.errors import InputError, Location, Problem, UsageError
from sekisho.outside import open_client

if TYPE_CHECKING:
    from rfc3161_client import TimeStampResponse

SECONDS = 30.0
"""How long an authority may take."""
LARGEST = 1 << 20
"""Bytes of an answer: it holds a signature and some certificates."""


def ask(message: bytes, url: str) -> bytes:
    """Have bytes stamped; the authority gets their SHA-256, and never the bytes.

    Args:
        message: what is stamped.
        url: of the authority.

    Returns:
        Its answer, as it is to be kept (DER).

    Raises:
        UsageError: the address cannot be asked.
        InputError: the authority does not answer, refuses, or answers something else.
    """
    asked = TimestampRequestBuilder().data(message).hash_algorithm(HashAlgorithm.SHA256).build()
    kind = {"Content-Type": "application/timestamp-query"}
    try:
        with (
            open_client(SECONDS) as client,
            client.stream("POST", url, content=asked.as_bytes(), headers=kind) as response,
        ):
            response.raise_for_status()
            answer = b""
            for block in response.iter_bytes():
                answer += block
                if len(answer) > LARGEST:
                    raise _refused(url, "its answer is larger than any time stamp", _ASK)
    except (httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
        raise UsageError(f"'{url}' is no address of a time stamping authority: {error}") from error
    except httpx.HTTPError as error:
        raise _refused(url, f"it cannot be asked: {error}", _ASK) from error
    stamp = _decoded(answer, url, _ASK)
    info = stamp.tst_info
    if info.nonce != asked.nonce or info.message_imprint.message != asked.message_imprint.message:
        raise _refused(url, "it answers another question than it was asked", _ASK)
    return answer


def verify(stamp: bytes, message: bytes, roots: bytes, name: str) -> str:
    """When bytes were stamped, if they were.

    Args:
        stamp: what :func:`ask` returned.
        message: what was stamped.
        roots: certificates in PEM of whoever is trusted to know the time.
        name: of the file of the stamp, for problems.

    Returns:
        The instant, ISO 8601 in UTC.

    Raises:
        InputError: it is no time stamp, of other bytes, or not signed by anybody under *roots*.
    """
    try:
        trusted = x509.load_pem_x509_certificates(roots)
    except ValueError as error:
        hint = "give the root certificates of the authority, in PEM"
        raise _refused(name, f"there are no certificates to hold it against: {error}", hint) from error
    told = _decoded(stamp, name, _KEEP)
    try:
        VerifierBuilder(roots=trusted).build().verify_message(told, message)
    except (VerificationError, ValueError) as error:
        raise _refused(name, f"it does not hold: {error}", _KEEP) from error
    return told.tst_info.gen_time.strftime("%Y-%m-%dT%H:%M:%SZ")


_ASK = "try again later, or name another authority"
_KEEP = "give the stamp of this very anchor, and the root certificates of the authority that made it"


def _decoded(answer: bytes, name: str, hint: str) -> TimeStampResponse:
    try:
        told = decode_timestamp_response(answer)
    except ValueError as error:
        raise _refused(name, f"it is no time stamp (RFC 3161): {error}", hint) from error
    if told.status != PKIStatus.GRANTED:
        raise _refused(name, f"no time stamp was granted: {'; '.join(told.status_string)}", hint)
    return told


def _refused(name: str, why: str, hint: str) -> InputError:
    return InputError(f"{name} gives no time stamp", [Problem(Location(name), why, hint)])
