"""The whole register as a folder of pages: a list to search, the timeline, the matrix, a page an instrument.

English at the top, Japanese under `ja/`. The pages ask nothing of anybody: a folder on a disk is enough.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from sekisho.errors import UsageError
from sekisho.formats.register.frame import WAYS, framed
from sekisho.formats.register.matrix import lines
from sekisho.formats.register.page import SAYINGS as PAGE_SAYINGS
from sekisho.formats.register.page import instrument_page, times_of
from sekisho.formats.register.timeline import timeline_svg
from sekisho.formats.register.words import outcome_word, state_word
from sekisho.law.overview import rows
from sekisho.law.register import version_of
from sekisho.law.timeline import lives
from sekisho.model.measure import Outcome, State

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from sekisho.dates import AsOf
    from sekisho.law.overview import Row
    from sekisho.law.register import Law
    from sekisho.model.matrix import Cell, Plan
    from sekisho.model.measure import Block, Instrument

SAYINGS: Mapping[str, tuple[str, str]] = {
    "as of": PAGE_SAYINGS["as of"],
    "count": ("{count} instruments", "{count}件"),
    "search": ("Search words, names, dates", "語句・名称・日付で検索"),
    "version": ("Register {version}", "レジスター {version}"),
    "country": ("country", "国"),
    "title": ("title", "題名"),
    "state": ("state", "状態"),
    "outcome": ("outcome", "結論"),
    "since": ("since", "発効"),
    "shapes": (
        "Full: in force. Hatched: suspended. Dashed: not yet in force, or only announced.",
        "塗りつぶし：施行中。斜線：停止中。破線：施行前または発表のみ。",
    ),
    "acts": (
        "Each line is a typical act, each cell the strictest answer. A dot: no rule here answers.",
        "各行は典型的な行為、各欄はその最も厳しい結論です。「·」はこの一覧の規則に該当がないことを示します。",
    ),
    "unheld": (
        "What is not confirmed is said beside each rule. This is no legal advice.",
        "確認できていない事項は各規則に記しています。法的助言ではありません。",
    ),
}


def build(law: Law, as_of: AsOf, cells: Sequence[Cell], plan: Plan, folder: Path) -> int:
    """Write the pages, and tell how many.

    Args:
        law: the register.
        as_of: the two times.
        cells: of the matrix, as of then.
        plan: what the matrix asked.
        folder: made if it is not there; pages of the same names are written anew.

    Raises:
        UsageError: it cannot be written.
    """
    count = 0
    try:
        for language, into in (("en", folder), ("ja", folder / "ja")):
            into.mkdir(parents=True, exist_ok=True)
            for name, text in _Site(law, as_of, language).pages(cells, plan):
                (into / name).write_text(text, "utf-8")
                count += 1
    except OSError as error:
        raise UsageError(f"cannot write {error.filename or folder}: {error.strerror}") from error
    return count


class _Site:
    """The pages in one language."""

    def __init__(self, law: Law, as_of: AsOf, language: str) -> None:
        self._law = law
        self._as_of = as_of
        self._language = language
        self._tongue = int(language == "ja")

    def pages(self, cells: Sequence[Cell], plan: Plan) -> Iterator[tuple[str, str]]:
        """Each page with the name of its file."""
        told = rows(self._law, self._as_of)
        pages = {row.id: instrument_page(self._law, row.id, self._as_of, self._language) for row in told}
        yield "index.html", self._framed("index.html", self._index(told), script=True)
        yield "timeline.html", self._framed("timeline.html", self._timeline())
        yield "matrix.html", self._framed("matrix.html", self._matrix(cells, plan))
        yield from ((f"{name}.html", text) for name, text in pages.items())

    def _framed(self, name: str, body: Iterator[str], *, script: bool = False) -> str:
        return framed(WAYS[name][self._tongue], body, self._language, name, script=script)

    def _say(self, key: str, **words: str) -> str:
        return SAYINGS[key][self._tongue].format(**words)

    def _when(self) -> str:
        return self._say("as of", **times_of(self._as_of))

    def _index(self, told: Sequence[Row]) -> Iterator[str]:
        count = self._say("count", count=str(len(told)))
        version = escape(" ".join(filter(None, (version_of(self._law.root), self._law.digest))))
        yield f'<p class="quiet">{count}, {self._when()}. {self._say("unheld")}</p>'
        yield f'<p class="quiet">{self._say("version", version=version)}</p>'
        yield (
            f'<label class="search" hidden>{self._say("search")}<br>'
            '<input id="search" type="search" autocomplete="off"> <span id="count" role="status"></span>'
            "</label>"
        )
        heads = "".join(
            f'<th scope="col">{self._say(key)}</th>'
            for key in ("country", "title", "state", "outcome", "since")
        )
        yield f'<table class="list"><thead><tr>{heads}</tr></thead><tbody>'
        yield from map(self._row, told)
        yield "</tbody></table>"

    def _row(self, row: Row) -> str:
        searched = " ".join((*row, *self._words(row.id))).lower()
        outcomes = " ".join(self._outcomes(row.outcomes))
        states = ", ".join(state_word(State(each), self._language) for each in row.state.split(", ") if each)
        title = f'<a href="{escape(row.id)}.html">{escape(row.title)}</a><br><code>{escape(row.id)}</code>'
        cells = (escape(row.country.upper()), title, states, outcomes, escape(row.since))
        return f'<tr data-text="{escape(searched)}">{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'

    def _words(self, instrument: str) -> Iterator[str]:
        """What can be searched for besides the line itself: the ids and clauses of the rules."""
        own = self._law.instruments[instrument]
        owners: list[Instrument | Block] = [own, *own.blocks]
        for block in owners:
            yield block.id
            for text in block.texts:
                for value in text.keys.values():
                    yield from _strings(value)

    def _outcomes(self, words: str) -> Iterator[str]:
        for outcome in map(Outcome, filter(None, words.split(", "))):
            yield f'<span class="chip o-{outcome}">{outcome_word(outcome, self._language)}</span>'

    def _timeline(self) -> Iterator[str]:
        told = lives(self._law, self._as_of.known)
        drawn = timeline_svg(told, self._as_of.on.day, self._language, "{instrument}.html#{block}")
        yield f'<p class="quiet">{self._when()}. {self._say("shapes")}</p>'
        yield f'<div class="wide" tabindex="0">{drawn}</div>'

    def _matrix(self, cells: Sequence[Cell], plan: Plan) -> Iterator[str]:
        yield f'<p class="quiet">{self._when()}. {self._say("acts")}</p>'
        acts = {act.id: act.ja if self._tongue else act.en for act in plan.activities}
        heads = "".join(f'<th scope="col">{escape(group)}</th>' for group in plan.groups.values())
        yield '<div class="wide" tabindex="0"><table>'
        yield f"<thead><tr><td></td><td></td>{heads}</tr></thead><tbody>"
        country = ""
        for line in lines(cells, plan):
            first = line[0]
            shown = first.country.upper() if first.country != country else ""
            country = first.country
            answers = "".join(map(self._cell, line))
            yield f'<tr><th scope="row">{shown}</th><td>{escape(acts[first.activity])}</td>{answers}</tr>'
        yield "</tbody></table></div>"

    def _cell(self, cell: Cell) -> str:
        if cell.outcome is Outcome.NO_RULE:
            return '<td class="cell">·</td>'
        word = outcome_word(cell.outcome, self._language)
        by = ", ".join(cell.instruments)
        link = f'href="{escape(cell.instruments[0])}.html" title="{escape(by)}"'
        return f'<td class="cell"><a {link} class="chip o-{cell.outcome}">{word}</a></td>'


def _strings(value: object) -> Iterator[str]:
    """The words in a key of a block."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        yield from map(str, value)
    elif isinstance(value, dict):
        yield from map(str, value.values())
    elif (label := getattr(value, "label", None)) is not None:
        yield label
        for child in getattr(value, "children", ()):
            yield from _strings(child)
