"""What is shown in place of a person: 256 random bits, of which the store keeps a hash alone.

SHA-256 is enough: nobody can go through what was drawn at random. The store looks rows up by it, so that how
long that takes says nothing of what was drawn.
"""

from __future__ import annotations

import hashlib
import secrets

_BYTES = 32
_ID = 4
PREFIX = "sekisho"
"""Of keys: whoever finds one in a log or a repository sees what it is."""


def drawn() -> str:
    """A new token, for a session or a link."""
    return secrets.token_urlsafe(_BYTES)


def drawn_key() -> tuple[str, str]:
    """A new id, and a token that has it in it."""
    id_ = secrets.token_hex(_ID)
    return id_, f"{PREFIX}_{id_}_{drawn()}"


def hashed(token: str) -> str:
    """A token as it is kept."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
