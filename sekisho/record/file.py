"""Evidence as somebody hands it over: a file of JSON, or a PDF with one in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.record import evidence

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.model.entry import Anchor

PDF = b"%PDF-"
"""How every PDF begins."""


def read(path: Path, anchor: Anchor | None = None) -> evidence.Evidence:
    """Read an evidence file, or a PDF with one in it, and follow its chain.

    Args:
        path: the file.
        anchor: how far the record had come when somebody noted it.

    Raises:
        InputError: it is no evidence file, or is damaged beyond reading.
        UsageError: the anchor is of an entry before those of the file.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise evidence.refused(str(path), str(error.strerror)) from error
    if data.startswith(PDF):
        from sekisho.record import pdf  # noqa: PLC0415  # its library takes a while, and most evidence is JSON

        return pdf.read(data, str(path), anchor)
    return evidence.of(data, str(path), anchor)
