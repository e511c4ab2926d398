"""The whole register as a folder of pages: a list to search, the timeline, the matrix, a page an instrument.

English at the top, Japanese under `ja/`. The pages ask nothing of anybody: a folder on a disk is enough.
"""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from sekisho.errors import UsageError
from sekisho.formats.register.frame import WAYS, beside, framed, wide
from sekisho.formats.register.matrix import lines
from sekisho.formats.register.page import SAYINGS as PAGE_SAYINGS
from sekisho.formats.register.page import instrument_page, times_of
from sekisho.formats.register.timeline import timeline_svg
from sekisho.formats.register.words import days_words, outcome_word, state_word
from sekisho.law.overview import rows
from sekisho.law.register import version_of
from sekisho.law.timeline import lives
from sekisho.model.measure import Outcome, State

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from sekisho.dates import AsOf
    from sekisho.formats.register.frame import Leading
    from sekisho.law.overview import Row
    from sekisho.law.register import Law
    from sekisho.law.timeline import Life, Span
    from sekisho.model.matrix import Cell, Ground, Plan
    from sekisho.model.measure import Block, Instrument

    Aims = Mapping[str, frozenset[str]]

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
    "in words": ("In words", "文字で読む"),
    "everybody": ("everybody", "すべて"),
    "may reach": ("What may reach:", "対象となり得る者："),
    "shapes": (
        "Full: in force. Hatched: suspended. Dashed: not yet in force, or announced. ?: certainty not high.",
        "塗りつぶし：施行中。斜線：停止中。破線：施行前または発表のみ。?：確かさが「high」に満たない。",
    ),
    "acts": (
        "Each line is a typical act, each cell the strictest answer. A dot: no rule here answers.",
        "各行は典型的な行為、各欄はその最も厳しい結論です。「·」はこの一覧の規則に該当がないことを示します。",
    ),
    "grounds": ("What the answers rest on", "結論の根拠"),
    "clause": ("clause", "条項"),
    "certainty": ("certainty", "確かさ"),
    "unverified": ("not confirmed", "未確認"),
    "unheld": (
        "What is not confirmed is said beside each rule. This is no legal advice.",
        "確認できていない事項は各規則に記しています。法的助言ではありません。",
    ),
}


def build(law: Law, as_of: AsOf, cells: Sequence[Cell], plan: Plan, aims: Aims, folder: Path) -> int:
    """Write the pages, and tell how many.

    Args:
        law: the register.
        as_of: the two times.
        cells: of the matrix, as of then.
        plan: what the matrix asked.
        aims: the measures that may reach each of its groups; each has a timeline of its own.
        folder: made if it is not there; pages of the same names are written anew.

    Raises:
        UsageError: it cannot be written.
    """
    count = 0
    try:
        for language, into in (("en", folder), ("ja", folder / "ja")):
            into.mkdir(parents=True, exist_ok=True)
            for name, text in Site(law, as_of, language).pages(cells, plan, aims):
                (into / name).write_text(text, "utf-8")
                count += 1
    except OSError as error:
        raise UsageError(f"cannot write {error.filename or folder}: {error.strerror}") from error
    return count


class Site:
    """The pages in one language."""

    def __init__(self, law: Law, as_of: AsOf, language: str, lead: Leading = beside) -> None:
        """Take the register, the two times, `en` or `ja`, and where the pages are."""
        self._lead = lead
        self._law = law
        self._as_of = as_of
        self._language = language
        self._tongue = int(language == "ja")

    def pages(self, cells: Sequence[Cell], plan: Plan, aims: Aims) -> Iterator[tuple[str, str]]:
        """Each page with the name of its file."""
        told = rows(self._law, self._as_of)
        pages = {row.id: instrument_page(self._law, row.id, self._as_of, self._language) for row in told}
        yield "index.html", self._framed("index.html", self.index(told), script=True)
        names = self.timelines({group: plan.groups[group] for group in plan.groups if group in aims})
        of = dict(zip(names, (None, *(aims[group] for group in plan.groups if group in aims)), strict=True))
        for name, called in names.items():
            title = WAYS["timeline.html"][self._tongue] + (f": {called}" if of[name] is not None else "")
            body = self.timeline(names, name, of[name])
            yield name, framed(title, body, self._language, name, landscape=True)
        yield "matrix.html", self._framed("matrix.html", self.matrix(cells, plan))
        yield from ((f"{name}.html", text) for name, text in pages.items())

    def _framed(self, name: str, body: Iterator[str], *, script: bool = False) -> str:
        turned = name != "index.html"
        return framed(WAYS[name][self._tongue], body, self._language, name, script=script, landscape=turned)

    def _say(self, key: str, **words: str) -> str:
        return SAYINGS[key][self._tongue].format(**words)

    def _when(self) -> str:
        return self._say("as of", **times_of(self._as_of))

    def _said(self, first: str, key: str) -> str:
        """Two sentences above a page."""
        stop = "。" if self._tongue else ". "
        return f'<p class="quiet">{first}{stop}{self._say(key)}</p>'

    def index(self, told: Sequence[Row]) -> Iterator[str]:
        """Every instrument in a line, to be searched."""
        count = self._say("count", count=str(len(told)))
        version = escape(" ".join(filter(None, (version_of(self._law.root), self._law.digest))))
        yield self._said(f"{count}{'、' if self._tongue else ', '}{self._when()}", "unheld")
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
        href = self._href(f"{row.id}.html")
        title = f'<a href="{href}">{escape(row.title)}</a><br><code>{escape(row.id)}</code>'
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

    def timelines(self, groups: Mapping[str, str]) -> dict[str, str]:
        """The names of the timelines: of everything, then of each group; and what they are called."""
        own = {f"timeline-{group}.html": called for group, called in groups.items()}
        return {"timeline.html": self._say("everybody")} | own

    def timeline(self, names: Mapping[str, str], here: str, only: frozenset[str] | None) -> Iterator[str]:
        """The lives of measures, as pictures and in words.

        Args:
            names: of all timelines, each with what it is called.
            here: the name of this one.
            only: ids of the measures to show; None: all.
        """
        told = lives(self._law, self._as_of.known, only=only)
        yield self._said(self._when(), "shapes")
        ways = (
            f"<strong>{escape(called)}</strong>"
            if name == here
            else f'<a href="{self._href(name)}">{escape(called)}</a>'
            for name, called in names.items()
        )
        yield f"<p>{self._say('may reach')} {' · '.join(ways)}</p>"
        by_country = sorted(told, key=lambda life: life.country)
        for country, own in groupby(by_country, key=lambda life: life.country):
            group = list(own)
            link = self._lead("{instrument}.html#{block}")
            drawn = timeline_svg(group, self._as_of.on.day, self._language, link, name=f"-{country}")
            picture = wide(drawn, country.upper())
            # A picture a jurisdiction, so that paper has somewhere to break.
            yield f'<section id="{escape(country)}">{picture}{self._in_words(group)}</section>'

    def _in_words(self, told: Sequence[Life]) -> str:
        """The same for those who cannot see the picture, or have no room for it."""
        lines = ""
        for life in told:
            href = self._href(f"{life.instrument}.html#{life.block}")
            spans = "<br>".join(map(self._span, life.spans))
            lines += f'<dt><a href="{href}">{escape(life.block)}</a></dt><dd>{spans}</dd>'
        return f'<details><summary>{self._say("in words")}</summary><dl class="head">{lines}</dl></details>'

    def _span(self, span: Span) -> str:
        outcome, state = outcome_word(span.outcome, self._language), state_word(span.state, self._language)
        return f"{outcome}, {state}, {days_words(span.days, self._language)}"

    def matrix(self, cells: Sequence[Cell], plan: Plan) -> Iterator[str]:
        """What each jurisdiction says about each group in typical acts, and what that rests on."""
        yield self._said(self._when(), "acts")
        acts = {act.id: act.ja if self._tongue else act.en for act in plan.activities}
        heads = "".join(f'<th scope="col">{escape(group)}</th>' for group in plan.groups.values())
        width = len(plan.groups) + 1
        table = [f'<table class="matrix"><thead><tr><td></td>{heads}</tr></thead>']
        for country, own in groupby(lines(cells, plan), key=lambda line: line[0].country):
            head = f'<th scope="rowgroup" colspan="{width}">{country.upper()}</th>'
            table.append(f'<tbody id="{country}"><tr>{head}</tr>')
            for line in own:
                act = f'<th scope="row">{escape(acts[line[0].activity])}</th>'
                table.append(f"<tr>{act}{''.join(map(self._cell, line))}</tr>")
            table.append("</tbody>")
        yield wide(f"{''.join(table)}</table>", WAYS["matrix.html"][self._tongue])
        yield from self._grounds(cells)

    def _grounds(self, cells: Sequence[Cell]) -> Iterator[str]:
        """Every clause that decides somewhere in the matrix, with how sure the register is of it."""
        told = {_name(ground): ground for cell in cells for ground in cell.grounds}
        if not told:
            return
        heads = "".join(
            f'<th scope="col">{self._say(key)}</th>' for key in ("clause", "certainty", "unverified")
        )
        yield f"<h2>{self._say('grounds')}</h2>"
        yield f'<table class="list"><thead><tr>{heads}</tr></thead><tbody>'
        for name, ground in told.items():
            doubts = "".join(f"<li>{escape(each)}</li>" for each in ground.unverified)
            clause = escape(ground.clause or ground.instrument)
            link = f'<a href="{self._href(name)}"><code>{clause}</code></a>'
            listed = f"<ul>{doubts}</ul>" if doubts else ""
            yield f"<tr><td>{link}</td><td>{escape(ground.certainty)}</td><td>{listed}</td></tr>"
        yield "</tbody></table>"

    def _cell(self, cell: Cell) -> str:
        if cell.outcome is Outcome.NO_RULE:
            return '<td class="cell">·</td>'
        word = outcome_word(cell.outcome, self._language)
        by = ", ".join(ground.clause or ground.instrument for ground in cell.grounds)
        name = _name(cell.grounds[0]) if cell.grounds else f"{cell.instruments[0]}.html"
        link = f'href="{self._href(name)}" title="{escape(by or ", ".join(cell.instruments))}"'
        return f'<td class="cell"><a {link} class="chip o-{cell.outcome}">{word}</a></td>'

    def _href(self, name: str) -> str:
        """What leads to a page, as it stands in HTML."""
        return escape(self._lead(name))


def _name(ground: Ground) -> str:
    """Where a clause is read: on the page of the instrument that holds it."""
    if not ground.clause:
        return f"{ground.instrument}.html"
    return f"{ground.clause.partition('/')[0]}.html#{ground.clause}"


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
