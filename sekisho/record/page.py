"""Evidence as a page that a person can read and print. Nothing runs on it, and nothing is loaded.

It proves nothing by itself: the JSON that it was made from does, and so does the PDF that has the JSON in it.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from sekisho.formats.notes import clean
from sekisho.formats.standalone import opening
from sekisho.record.contents import Grid, Heading, Items, Line, Verbatim, contents, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.record.contents import Piece
    from sekisho.record.evidence import Evidence

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
h2 { border-top: 2px solid; margin-top: 2rem; padding-top: 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #888; padding: .3rem .5rem; text-align: left; vertical-align: top; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: .85em; }
code { overflow-wrap: anywhere; }
ul { list-style: none; padding-left: 1.2rem; }
@media print { body { max-width: none; font-size: 10pt; } h2, h3 { break-after: avoid; } }
"""


def page(evidence: Evidence, language: str = "en") -> Iterator[str]:
    """The page, piece by piece, with labels in English or Japanese."""
    yield opening(title(language), _STYLE, language)
    yield from (f"{_markup(each)}\n" for each in contents(evidence, language))
    yield "</main>\n</body>\n</html>\n"


def _markup(piece: Piece) -> str:
    match piece:
        case Heading(level, text):
            return f"<h{level}>{_text(text)}</h{level}>"
        case Line(text, code):
            return f"<p>{_text(text)}" + (f" <code>{_text(code)}</code>" if code else "") + "</p>"
        case Grid(caption, heads, rows):
            return _table(caption, heads, rows)
        case Items(lines):
            return "<ul>" + "".join(f"<li>{_text(each)}</li>" for each in lines) + "</ul>"
        case Verbatim(text):
            return f"<pre>{escape(text)}</pre>"


def _table(caption: str, heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> str:
    columns = "".join(f'<th scope="col">{_text(head)}</th>' for head in heads)
    told = "".join(
        f'<tr><th scope="row">{_text(first)}</th>'
        + "".join(f"<td>{_text(each)}</td>" for each in rest)
        + "</tr>"
        for first, *rest in rows
    )
    head = f"<caption>{_text(caption)}</caption><thead><tr>{columns}</tr></thead>"
    return f"<table>{head}<tbody>{told}</tbody></table>"


def _text(value: str) -> str:
    return escape(clean(value))
