"""Keeps of which texts a law was that something was decided by: the record has one hash for all of them.

It proves nothing. It tells which texts are others since, for whoever has only the newer law.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Column, Table, select

from sekisho.store.columns import TABLES, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

TEXT = Table(
    "law_text",
    TABLES,
    Column("law", WORDS, primary_key=True),
    Column("file", WORDS, primary_key=True),
    Column("title", WORDS, nullable=False),
    Column("hash", WORDS, nullable=False),
    sqlite_strict=True,
)


class LawText(NamedTuple):
    """A file of a law.

    Attributes:
        file: its name, beneath the folder of the law.
        title: its heading.
        hash: of its bytes: the first sixteen digits of SHA-256.
    """

    file: str
    title: str
    hash: str


def is_known(connection: Connection, law: str) -> bool:
    """Are the texts of a law kept, which goes by its hash?"""
    return connection.execute(select(TEXT.c.law).where(TEXT.c.law == law).limit(1)).first() is not None


def note(connection: Connection, law: str, texts: Iterable[LawText]) -> None:
    """Keep the texts of a law that are not kept yet, under the writer's lock."""
    connection.execute(TEXT.insert(), [{"law": law, **each._asdict()} for each in texts])


def texts(connection: Connection, law: str) -> tuple[LawText, ...]:
    """The texts of a law, by file; none where nobody noted them."""
    query = select(TEXT.c.file, TEXT.c.title, TEXT.c.hash).where(TEXT.c.law == law).order_by(TEXT.c.file)
    return tuple(LawText(*row) for row in connection.execute(query))
