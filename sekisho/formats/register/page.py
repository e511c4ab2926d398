"""An instrument as a page: its prose, its rules as trees, how each read when, and what each fact asks.

Every block has an anchor of its own, and so has each of its wordings, by the day it begins:
`#US-889A/procure` and `#US-889A/procure@2019-08-13`. Everything from outside is escaped.
"""

from __future__ import annotations

import posixpath
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from sekisho.dates import AsOf, Moment, iso
from sekisho.formats.register.frame import WAYS, beside, framed, wide
from sekisho.formats.register.timeline import timeline_svg
from sekisho.formats.register.words import outcome_word, rank_word, state_word
from sekisho.law.rule import LABELS
from sekisho.law.sheet import HEADS, KINDS, OPS, TONGUES, Sample, leaf, sheet, words_of
from sekisho.law.timeline import lives, wordings
from sekisho.law.uses import asked_by
from sekisho.model.measure import Rank, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from markdown_it import MarkdownIt

    from sekisho.formats.register.frame import Leading
    from sekisho.law.facts import Fact
    from sekisho.law.register import Law
    from sekisho.law.sheet import Leaf, Line
    from sekisho.model.measure import Condition

SAYINGS: Mapping[str, tuple[str, str]] = {
    "asked": ("What it asks", "問われる事実"),
    "fact": ("fact", "事実"),
    "question": ("question", "質問"),
    "unread": ("not published by then", "当時は未公表"),
    "reads": ("as it reads", "条文"),
    "nothing": ("nothing of it was published by then", "当時までに公表されたものはない"),
    "example": ("Example", "例"),
    "known": ("as known: {known}", "知識の基準日：{known}"),
    "no limit": ("without limit", "制限なし"),
    "as of": ("as it stands on {on}, as known on {known}", "{on}時点（{known}までに知られた内容）"),
}


@cache
def _reader() -> MarkdownIt:
    """What reads prose; loaded with the first page, not with a service that may show one some day."""
    from markdown_it import MarkdownIt  # noqa: PLC0415  # its library would slow every start

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def instrument_page(
    law: Law, instrument: str, as_of: AsOf, language: str = "en", *, lone: bool = False
) -> str:
    """The page of an instrument, as it reads on a day, as known on a day.

    Args:
        law: the register.
        instrument: its id.
        as_of: the two times.
        language: `en` or `ja`; clauses without Japanese are shown as they are written.
        lone: whether no other page stands beside it, so that it leads to none.
    """
    title, body = instrument_body(law, instrument, as_of, language, None if lone else beside)
    return framed(title, body, language, f"{instrument}.html", lone=lone)


def instrument_body(
    law: Law, instrument: str, as_of: AsOf, language: str, lead: Leading | None
) -> tuple[str, Iterator[str]]:
    """The same without its frame: what it is called, and what stands under that.

    Args:
        law: the register.
        instrument: its id.
        as_of: the two times.
        language: `en` or `ja`.
        lead: where the other pages are; None: nowhere.
    """
    writer = _Writer(law, as_of, language, lead)
    return writer.title(instrument), writer.body(instrument)


class _Writer:
    """Writes one register in one language, for one day."""

    def __init__(self, law: Law, as_of: AsOf, language: str, lead: Leading | None) -> None:
        self._law = law
        self._lead = lead
        self._as_of = as_of
        self._language = language
        self._tongue = TONGUES[language]
        # The last one written here stays: of a file with several instruments, that is the first.
        own = reversed(list(law.instruments.values()))
        self._pages = {each.at.file: f"{each.id}.html" for each in own}

    def title(self, instrument: str) -> str:
        """What the page is called."""
        found = sheet(self._law, instrument, self._as_of, self._language)
        return instrument if found is None else found.title

    def body(self, instrument: str) -> Iterator[str]:
        """Everything under the title."""
        found = sheet(self._law, instrument, self._as_of, self._language, samples=True)
        yield f'<p class="quiet">{escape(instrument)} · {self._say("as of", **times_of(self._as_of))}</p>'
        if found is None:
            yield f"<p>{self._say('nothing')}</p>"
            return
        yield f"<p>{' '.join(self._states(found.state))}</p>"
        yield from self._lines(line for line in found.lines if line.key != "state")
        yield from self._sections(found.sections)
        own = [life for life in lives(self._law, self._as_of.known) if life.instrument == instrument]
        if own:
            drawn = timeline_svg(own, self._as_of.on.day, self._language, "#{block}")
            yield wide(drawn, WAYS["timeline.html"][self._tongue])
        for piece in found.pieces:
            if isinstance(piece, str):
                yield self._prose(piece, self._law.instruments[instrument].at.file)
            elif isinstance(piece, Sample):
                yield from self._sample(piece)
            else:
                yield from self._block(piece)
        yield from self._asked(instrument)

    def _say(self, key: str, **words: str) -> str:
        return SAYINGS[key][self._tongue].format(**words)

    def _states(self, words: str) -> Iterator[str]:
        for each in words.split(", "):
            word = state_word(State(each), self._language) if each in list(State) else each
            yield f'<span class="chip state">{escape(word)}</span>'

    def _prose(self, markdown: str, file: str) -> str:
        """Prose as HTML; a link to another file of the law leads to the page of its first instrument."""
        reader = _reader()
        tokens = reader.parse(_deeper(markdown))
        for token in (child for each in tokens for child in each.children or ()):
            href = token.attrs.get("href")
            if token.type == "link_open" and isinstance(href, str):
                there = self._pages.get(posixpath.normpath(posixpath.join(posixpath.dirname(file), href)))
                if there is not None:
                    token.attrs = {} if self._lead is None else {"href": self._lead(there)}
        return str(reader.renderer.render(tokens, reader.options, {}))

    def _block(self, leaf: Leaf) -> Iterator[str]:
        block, edge = leaf.block, f" o-{leaf.outcome}" if leaf.outcome else ""
        anchor = escape(block.id)
        yield f'<section class="block{edge}" id="{anchor}">'
        title = f'{KINDS[block.kind][self._tongue]} <a href="#{anchor}">{anchor}</a>'
        title += f" {escape(leaf.title)}" if leaf.title else ""
        if leaf.outcome:
            word = outcome_word(leaf.outcome, self._language)
            title += f' <span class="chip o-{leaf.outcome}">{word}</span>'
        if leaf.state:
            title += f' <span class="chip state">{state_word(leaf.state, self._language)}</span>'
        yield f"<h3>{title}</h3>"
        if leaf.unread:
            yield f"<p>{self._say('unread')}</p></section>"
            return
        yield from self._content(leaf)
        yield from self._other_texts(leaf)
        yield "</section>"

    def _content(self, leaf: Leaf) -> Iterator[str]:
        yield from self._lines(line for line in leaf.lines if line.key not in ("state", "outcome"))
        yield from self._sections(leaf.sections)

    def _other_texts(self, now: Leaf) -> Iterator[str]:
        """How the block read before and will read, as known; each can be linked by the day it begins."""
        for days in wordings(self._law, now.block, self._as_of.known):
            anchor = escape(f"{now.block.id}@{days.first_text}")
            if self._as_of.on.day in days:
                yield f'<span id="{anchor}"></span>'
                continue
            then = leaf(self._law, now.block, AsOf(Moment(days.first), self._as_of.known))
            yield f'<details id="{anchor}"><summary>{self._say("reads")} {escape(days.words)}</summary>'
            yield from self._content(then)
            yield "</details>"

    def _sample(self, sample: Sample) -> Iterator[str]:
        """An example, folded: its case as it is written, and what is to be answered on each day."""
        known = self._say("no limit") if sample.known is None else iso(sample.known)
        name = f"{self._say('example')}: {escape(sample.name)}"
        yield f'<details class="example"><summary>{name}</summary>'
        yield f'<p class="quiet">{self._say("known", known=known)}</p>'
        yield f"<pre><code>{escape(sample.case)}</code></pre><table><tbody>"
        for instrument, day, outcome in sample.expected:
            chip = f'<span class="chip o-{outcome}">{outcome_word(outcome, self._language)}</span>'
            yield f"<tr><td>{escape(day)}</td><td>{escape(instrument)}</td><td>{chip}</td></tr>"
        yield "</tbody></table></details>"

    def _lines(self, lines: Iterable[Line]) -> Iterator[str]:
        told = [
            f"<dt>{HEADS[each.key][self._tongue]}</dt><dd>{escape(self._value(each))}</dd>" for each in lines
        ]
        if told:
            yield f'<dl class="head">{"".join(told)}</dl>'

    def _value(self, line: Line) -> str:
        if line.key == "rank":
            return rank_word(Rank(line.value), self._language)
        return line.value.upper() if line.key == "country" else line.value

    def _sections(self, sections: Mapping[str, Condition]) -> Iterator[str]:
        for name, condition in sections.items():
            label = f"<strong>{LABELS[name][self._tongue]}</strong>{self._joined(condition)}"
            yield f"<div>{label}{self._tree(condition.children)}</div>"

    def _tree(self, conditions: Iterable[Condition]) -> str:
        return f'<ul class="rule">{"".join(f"<li>{self._clause(each)}</li>" for each in conditions)}</ul>'

    def _clause(self, condition: Condition) -> str:
        label = escape(words_of(condition, self._language))
        if condition.test is not None:
            return f"{label} <code>{escape(condition.test.text)}</code>"
        if label:
            joined = self._joined(condition)
        else:
            joined = f'<span class="joined">{OPS[condition.op][self._tongue]}{self._over(condition)}</span>'
        return f"{label}{joined}{self._tree(condition.children) if condition.children else ''}"

    def _joined(self, condition: Condition) -> str:
        """How the clauses under a heading are joined; all of them is what a reader takes for granted."""
        if condition.op == "all":
            return ""
        return f' <span class="joined">— {OPS[condition.op][self._tongue]}{self._over(condition)}</span>'

    def _over(self, condition: Condition) -> str:
        return f" {escape(condition.over)}" if condition.over else ""

    def _asked(self, instrument: str) -> Iterator[str]:
        """The questions that its rules may come to, in both languages."""
        rows = "".join(_question(name, fact) for name, fact in asked_by(self._law, instrument).items())
        if rows:
            yield f"<h2>{self._say('asked')}</h2>"
            heads = "".join(f'<th scope="col">{self._say(key)}</th>' for key in ("fact", "question"))
            table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
            yield wide(table, self._say("asked"))


def times_of(as_of: AsOf) -> dict[str, str]:
    """The two times of a page, to be put into words."""
    return {"on": str(as_of.on), "known": iso(as_of.known)}


def _question(name: str, fact: Fact) -> str:
    asked = "<br>".join(
        f'<span lang="{language}">{escape(fact.question[language])}</span>'
        for language in TONGUES
        if language in fact.question
    )
    return f"<tr><td><code>{escape(name)}</code></td><td>{asked}</td></tr>"


def _deeper(markdown: str) -> str:
    """Prose whose headings stand below that of the page."""
    return "\n".join(f"#{line}" if line.startswith("#") else line for line in markdown.splitlines())
