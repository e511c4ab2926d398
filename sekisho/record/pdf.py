"""Evidence as a PDF: pages to be read and printed, with the evidence file inside them.

Invariant: from the same evidence, in the same language, the same bytes are made. So a PDF is verified by
following the chain of the file that is in it, and by making the pages again: a letter changed there shows.
"""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING, Any

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import NameObject, TextStringObject
from reportlab import Version
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, LongTable, Paragraph, SimpleDocTemplate, TableStyle

from sekisho.errors import InputError, Location, Problem
from sekisho.law.sheet import TONGUES
from sekisho.record import evidence
from sekisho.record.contents import Grid, Heading, Items, Line, Verbatim, contents, title
from sekisho.record.letters import MONO, SANS, marked
from sekisho.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sekisho.model.entry import Anchor
    from sekisho.record.contents import Piece

INSIDE = "evidence.json"
MADE = f"sekisho {__version__}, reportlab {Version}"
"""What makes the pages: another version may make others."""
_MARGIN = 18 * mm
_WIDTH = A4[0] - 2 * _MARGIN
_SHARES = {2: (0.25, 0.75), 5: (0.15, 0.25, 0.12, 0.28, 0.2)}
"""What each column has of the width, by how many there are."""
_TEXT = ParagraphStyle("text", fontName=SANS, fontSize=9, leading=13, spaceAfter=4)
_SMALL = ParagraphStyle("small", _TEXT, fontSize=8, leading=11, spaceAfter=0)
_CODE = ParagraphStyle("code", _SMALL, fontName=MONO)
_HASH = ParagraphStyle("hash", _CODE, spaceAfter=6)
_HEADS = {
    1: ParagraphStyle("1", _TEXT, fontSize=17, leading=22, spaceAfter=10),
    2: ParagraphStyle("2", _TEXT, fontSize=13, leading=18, spaceBefore=16, keepWithNext=1),
    3: ParagraphStyle("3", _TEXT, fontSize=10, leading=14, spaceBefore=8, keepWithNext=1),
}
_LINES = TableStyle(
    [
        ("GRID", (0, 0), (-1, -1), 0.5, HexColor("#888888")),
        ("BACKGROUND", (0, 0), (-1, 0), HexColor("#eeeeee")),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
)


def pdf(written: bytes, language: str = "en") -> bytes:
    """The PDF of an evidence file.

    Args:
        written: the file.
        language: of labels and questions, `en` or `ja`.

    Raises:
        InputError: it is no evidence file.
    """
    told = evidence.of(written, INSIDE)
    pages = io.BytesIO()
    # Nothing is compressed, for two machines may compress otherwise; and no page has the hour of its making.
    document = SimpleDocTemplate(
        pages,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=title(language),
        lang=language,
        invariant=1,
        pageCompression=0,
    )
    numbered = partial(_numbered, told.links.hash)
    story: list[Flowable] = [Paragraph(marked(title(language)), _HEADS[1])]
    story += [flowable for piece in contents(told, language) for flowable in _laid(piece)]
    document.build(story, onFirstPage=numbered, onLaterPages=numbered)
    return _with_evidence(pages, written, language)


def _with_evidence(pages: io.BytesIO, written: bytes, language: str) -> bytes:
    """The pages, with the evidence file in them."""
    writer = PdfWriter(clone_from=pages)
    writer.add_attachment(INSIDE, written)
    writer.add_metadata({"/Producer": MADE, "/Title": title(language)})
    writer.root_object[NameObject("/Lang")] = TextStringObject(language)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def read(data: bytes, name: str, anchor: Anchor | None = None) -> evidence.Evidence:
    """Read the evidence in a PDF, follow its chain, and hold the pages against it.

    Args:
        data: the PDF.
        name: of the file, for problems.
        anchor: how far the record had come when somebody noted it.

    Raises:
        InputError: there is no evidence in it, or it is damaged beyond reading.
    """
    try:
        document = PdfReader(io.BytesIO(data))
        (written,) = document.attachments[INSIDE]
        language = str(document.root_object["/Lang"])
        producer = document.metadata.producer if document.metadata else None
    except (PyPdfError, KeyError, ValueError, TypeError, AttributeError, OSError, RecursionError) as error:
        hint = "give a file that `sekisho record export --pdf` wrote, byte for byte"
        raise InputError(f"{name} is no evidence", [Problem(Location(name), str(error), hint)]) from error
    told = evidence.of(written, name, anchor)
    if not told.links.problems and (language not in TONGUES or pdf(written, language) != data):
        what = "its pages are not those of the evidence in it: they were changed"
        if producer != MADE:
            what += f", or another version makes others (it was made by {producer}; this is {MADE})"
        told.links.note(0, what)
    return told


def _numbered(head: str, canvas: Any, document: Any) -> None:  # noqa: ANN401  # reportlab has no types
    """The foot of a page: which page it is, of which record."""
    canvas.setFont(MONO, 7)
    canvas.drawString(_MARGIN, 10 * mm, head)
    canvas.drawRightString(A4[0] - _MARGIN, 10 * mm, str(document.page))


def _laid(piece: Piece) -> Iterator[Flowable]:
    match piece:
        case Heading(level, text):
            yield Paragraph(marked(text), _HEADS[level])
        case Line(text, code):
            yield Paragraph(marked(text), _TEXT)
            if code:
                yield Paragraph(marked(code, MONO), _HASH)
        case Grid(caption, heads, rows):
            yield Paragraph(marked(caption), _HEADS[3])
            yield _table([heads, *rows])
        case Items(lines):
            yield from (Paragraph(marked(each), _TEXT) for each in lines)
        case Verbatim(text):
            yield from (Paragraph(_indented(each), _CODE) for each in text.splitlines())


def _table(rows: Sequence[tuple[str, ...]]) -> LongTable:
    widths = [share * _WIDTH for share in _SHARES[len(rows[0])]]
    cells = [[Paragraph(marked(cell), _SMALL) for cell in row] for row in rows]
    return LongTable(cells, widths, style=_LINES, repeatRows=1, splitInRow=1)


def _indented(line: str) -> str:
    """A line that begins where it began."""
    text = line.lstrip(" ")
    return "\u00a0" * (len(line) - len(text)) + marked(text, MONO)
