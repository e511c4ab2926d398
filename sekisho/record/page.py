"""Evidence as a page that a person can read and print: what was asked and answered, by whom, and its hashes.

It proves nothing by itself: the JSON that it was made from does. Nothing runs on it, and nothing is loaded.
"""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any

from sekisho.formats.notes import clean
from sekisho.formats.standalone import opening
from sekisho.model.entry import Kind
from sekisho.record.difference import path_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sekisho.model.entry import Entry
    from sekisho.record.evidence import Evidence

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
section { border-top: 2px solid; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #888; padding: .3rem .5rem; text-align: left; vertical-align: top; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: .85em; }
code { overflow-wrap: anywhere; }
ul { list-style: none; padding-left: 1.2rem; }
.outcome { border: 2px solid; border-radius: .3rem; padding: 0 .4rem; }
@media print { body { max-width: none; font-size: 10pt; } h2, h3 { break-after: avoid; } }
"""
_COLUMNS = ("outcome", "rule", "state", "source", "asks for")


def page(evidence: Evidence) -> Iterator[str]:
    """The page, piece by piece."""
    yield opening("Evidence of decisions", _STYLE)
    links = evidence.links
    shown = f"of which {len(evidence.entries)} are shown"
    yield f"<p>Entries {evidence.start + 1} to {links.number} of a record, {shown}."
    yield f" The last one has the hash <code>{links.hash}</code>.</p>\n"
    yield "<p>The evidence file of the same export proves it: <code>sekisho record verify FILE</code>.</p>\n"
    for entry in evidence.entries:
        yield f'<section aria-labelledby="entry-{entry.number}">\n'
        yield f'<h2 id="entry-{entry.number}">Entry {entry.number}: {_text(entry.kind)}</h2>\n'
        yield f"<p>{_text(entry.by)}, {_text(entry.at)}<br><code>{entry.hash}</code></p>\n"
        body = json.loads(entry.body)
        yield from _decision(body) if entry.kind == Kind.DECISION else _words(entry, body)
        yield "</section>\n"
    yield "</main>\n</body>\n</html>\n"


def _text(value: object) -> str:
    return escape(clean(str(value)))


def _words(entry: Entry, body: Mapping[str, Any]) -> Iterator[str]:
    """What a person said: each word of it with its name."""
    rows = ((key, value) for key, value in body.items() if value not in (None, ""))
    told = "".join(
        f'<tr><th scope="row">{_text(key)}</th><td>{_text(_plain(value))}</td></tr>' for key, value in rows
    )
    yield f"<table><caption>What {_text(entry.by)} said</caption><tbody>{told}</tbody></table>\n"


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _decision(body: Mapping[str, Any]) -> Iterator[str]:
    answer = body["answer"]
    when = f"on {_text(answer['as_of']['on'])}, as known on {_text(answer['as_of']['known'])}"
    outcome = f'<strong class="outcome">{_text(answer["outcome"])}</strong>'
    yield f"<p>{_text(body['case'])}: {outcome} {when}</p>\n"
    decisions = [*answer["decisions"], *answer["readings"]]
    if decisions:
        heads = "".join(f'<th scope="col">{head}</th>' for head in _COLUMNS)
        rows = "".join(map(_row, decisions))
        yield f"<table><caption>What each instrument answers</caption><thead><tr>{heads}</tr></thead>"
        yield f"<tbody>{rows}</tbody></table>\n"
    paths = dict.fromkeys(path_line(path) for each in decisions for path in each["paths"])
    yield from _items("Paths", paths)
    found = (
        f"{each['name']} ({each['path']}) on {each['list']}, as {each['entry']}" for each in answer["listed"]
    )
    yield from _items("On a list", found)
    questions = (f"{each['en']}" for decision in decisions for each in decision["questions"])
    yield from _items("To be asked", dict.fromkeys(questions))
    basis = answer["basis"]
    rests = (f"{name}: {value}" for name, value in basis["lists"].items())
    yield from _items("Basis", (f"sekisho {basis['engine']}", f"law: {basis['law']}", *rests))
    given = json.dumps(body["given"]["case"], ensure_ascii=False, indent=2)
    yield f"<h3>The case, as it was given</h3>\n<pre>{escape(given)}</pre>\n"


def _row(decision: Mapping[str, Any]) -> str:
    name = decision["measure"] or decision["instrument"]
    reading = f" (reading: {decision['reading']})" if decision["reading"] else ""
    needs = ", ".join(decision["needs"])
    cells = (name + reading, decision["state"], decision["cites"], needs)
    told = "".join(f"<td>{_text(cell)}</td>" for cell in cells)
    return f'<tr><th scope="row">{_text(decision["outcome"])}</th>{told}</tr>'


def _items(title: str, items: Iterable[str]) -> Iterator[str]:
    told = "".join(f"<li>{_text(each)}</li>\n" for each in items)
    if told:
        yield f"<h3>{title}</h3>\n<ul>\n{told}</ul>\n"
