"""Which texts of the law are others since a case was decided, by title: a decision has one hash for all."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from sekisho.law.register import FACTS, digest_of, texts_of
from sekisho.store import texts as kept
from sekisho.store.texts import LawText

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

    from sqlalchemy import Connection

    from sekisho.law.register import Law
    from sekisho.record.difference import Difference
    from sekisho.store.engine import Archive

    Row: TypeAlias = tuple[str, str, str, str]
    """What a part of a basis is, its name, then and now."""

LAW = "law"
"""What the text of the law is, among the parts of a basis."""
HEADING = "# "
"""Before the title of a law file, in its first line."""
ASKED = "the facts that the law asks about"
"""The title of `facts.toml`, which has none."""


def note(connection: Connection, law: Law) -> None:
    """Keep which texts a law consists of, in the transaction of what was first decided by it."""
    if not kept.is_known(connection, law.digest) and (found := texts(law)):
        kept.note(connection, law.digest, found)


def texts(law: Law) -> tuple[LawText, ...]:
    """The texts of a law, by file; none where what is in its folder is not what was read any more.

    Raises:
        LawError: one of them cannot be read.
    """
    found = texts_of(law.root)
    if digest_of(found) != law.digest:
        return ()
    return tuple(
        LawText(name, _title(name, text), hashlib.sha256(text).hexdigest()[:16])
        for name, text in sorted(found.items())
    )


def by_title(found: Difference, archive: Archive, law: Law) -> Difference:
    """A difference with the texts of the law that are others, in place of the hash of all of them.

    Where nobody noted what the law was then, as in what was recorded by an older sekisho, the hash stays.

    Args:
        found: what has changed.
        archive: the store of the record.
        law: the register as it is now.
    """
    basis = [row for each in found.basis for row in (_in_place(archive, law, each) or [each])]
    return replace(found, basis=tuple(basis))


def _in_place(archive: Archive, law: Law, row: Row) -> list[Row]:
    """What stands in place of a row of the basis; nothing where it stays."""
    kind, _, then, _ = row
    if kind != LAW:
        return []
    with archive.reading() as connection:
        before = kept.texts(connection, then)
    now = texts(law)
    return list(_changed(before, now)) if before and now else []


def _changed(before: Sequence[LawText], now: Sequence[LawText]) -> Iterator[Row]:
    old, new = ({each.file: each for each in some} for some in (before, now))
    for file in sorted({*old, *new}):
        was, is_ = old.get(file), new.get(file)
        told = is_ or was
        hashes = ("" if was is None else was.hash, "" if is_ is None else is_.hash)
        if told is not None and hashes[0] != hashes[1]:
            yield LAW, f"{told.title} ({file})", *hashes


def _title(file: str, text: bytes) -> str:
    if file == FACTS:
        return ASKED
    first = text.split(b"\n", 1)[0].decode("utf-8", "replace")
    return first.removeprefix(HEADING).strip() or file
