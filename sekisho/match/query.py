"""What is asked: a name, with what qualifies its bearer.

It stands alone, so that whoever asks need not load what answers.
"""

from __future__ import annotations

from typing import NamedTuple


class Query(NamedTuple):
    """A name asked for, with what qualifies it; what is empty is not told.

    Attributes:
        schema: what its bearer is, as followthemoney calls it.
        country: as a two-letter code, in lower case.
        born: the day, month or year of birth, as ISO 8601 writes it.
        ids: identifiers with their kind, `lei:5493…`.
    """

    name: str
    schema: str = ""
    country: str = ""
    born: str = ""
    ids: tuple[str, ...] = ()
