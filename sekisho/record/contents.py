"""What a reader of evidence is shown, on paper or screen: what was asked and answered, by whom, its hashes.

It proves nothing by itself: the chain of the evidence does. Labels are English or Japanese; what was kept
stands as it was kept, except that a question is asked in the reader's language.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from sekisho.formats.register.words import outcome_word, state_word
from sekisho.model.entry import Disposition, Kind
from sekisho.model.measure import Outcome, State
from sekisho.record.difference import path_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sekisho.model.entry import Entry
    from sekisho.record.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: with level 2 an entry begins, with level 3 a part of it."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph; `code` stands after it, letter by letter."""

    text: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. The first cell of a row is its head."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Items:
    """Lines of one kind."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Text as it was given, with its line breaks."""

    text: str


Piece: TypeAlias = Heading | Line | Grid | Items | Verbatim

_SAYINGS: Mapping[str, tuple[str, str]] = {
    "title": ("Evidence of decisions", "判断の証拠書類"),
    "stretch": (
        "Entries {first} to {last} of a record, of which {shown} are shown. The last one has the hash",
        "記録の第{first}号から第{last}号まで（うち{shown}件を表示）。最後の記録のハッシュ値：",
    ),
    "verify": (
        "The evidence in the file proves it, without a network:",
        "次のコマンドにより、通信なしで検証できます：",
    ),
    "entry": ("Entry {number}: {kind}", "第{number}号：{kind}"),
    Kind.DECISION: ("decision", "判断"),
    Kind.NEED: ("answer to an open question", "未確認事項への回答"),
    Kind.DISPOSITION: ("disposition", "処理"),
    Kind.JUDGEMENT: ("judgement of a name", "名称の同一性の判定"),
    "said": ("What {by} said", "{by}の記載"),
    "when": ("on {on}, as known on {known}", "{on}時点、{known}までに知られた内容による"),
    "answers": ("What each instrument answers", "各法令等の回答"),
    "outcome": ("outcome", "結論"),
    "rule": ("rule", "規定"),
    "state": ("state", "状態"),
    "source": ("source", "典拠"),
    "asks for": ("asks for", "要確認"),
    "reading": (" (reading: {name})", "（解釈：{name}）"),
    "paths": ("Paths", "経路"),
    "listed": ("On a list", "リスト掲載"),
    "found": ("{name} ({path}) on {list}, as {entry}", "{name}（{path}）：{list}に{entry}として掲載"),
    "questions": ("To be asked", "確認すべき事項"),
    "basis": ("Basis", "根拠"),
    "law": ("law: {law}", "法令：{law}"),
    "given": ("The case, as it was given", "照会された内容"),
    "word": ("word", "項目"),
    "what": ("what it says", "内容"),
    Disposition.ACCEPTED: ("accepted", "承認"),
    Disposition.WAIVED: ("waived", "適用除外"),
    Disposition.ESCALATED: ("escalated", "上申"),
}
_COLUMNS = ("outcome", "rule", "state", "source", "asks for")


def title(language: str = "en") -> str:
    """What the whole is called."""
    return _Teller(language).say("title")


def contents(evidence: Evidence, language: str = "en") -> Iterator[Piece]:
    """All that is shown, in its order, below the title.

    Args:
        evidence: as it was read.
        language: of the labels and questions, `en` or `ja`.
    """
    return _Teller(language).pieces(evidence)


class _Teller:
    def __init__(self, language: str) -> None:
        self._language = language
        self._tongue = int(language == "ja")

    def say(self, key: str, **words: object) -> str:
        """A label, or what a label stands for; what has none stands as it is."""
        told = _SAYINGS.get(key)
        return key if told is None else told[self._tongue].format(**words)

    def pieces(self, evidence: Evidence) -> Iterator[Piece]:
        links = evidence.links
        shown = len(evidence.entries)
        yield Line(self.say("stretch", first=evidence.start + 1, last=links.number, shown=shown), links.hash)
        yield Line(self.say("verify"), "sekisho record verify")
        for entry in evidence.entries:
            yield Heading(2, self.say("entry", number=entry.number, kind=self.say(entry.kind)))
            yield Line(f"{entry.by}, {entry.at}", entry.hash)
            body = json.loads(entry.body)
            yield from self._decision(body) if entry.kind == Kind.DECISION else self._words(entry, body)

    def _words(self, entry: Entry, body: Mapping[str, Any]) -> Iterator[Piece]:
        """What a person said: each word of it with its name."""
        told = {key: value for key, value in body.items() if value not in (None, "")}
        rows = (
            (key, self.say(value) if key == Kind.DISPOSITION else _plain(value))
            for key, value in told.items()
        )
        heads = (self.say("word"), self.say("what"))
        yield Grid(self.say("said", by=entry.by), heads, tuple(rows))

    def _decision(self, body: Mapping[str, Any]) -> Iterator[Piece]:
        answer = body["answer"]
        yield Line(
            f"{body['case']}: {self._outcome(answer['outcome'])}, {self.say('when', **answer['as_of'])}"
        )
        decisions = [*answer["decisions"], *answer["readings"]]
        if decisions:
            heads = tuple(map(self.say, _COLUMNS))
            yield Grid(self.say("answers"), heads, tuple(map(self._row, decisions)))
        paths = dict.fromkeys(path_line(path) for each in decisions for path in each["paths"])
        yield from self._items("paths", paths)
        yield from self._items("listed", (self.say("found", **each) for each in answer["listed"]))
        asked = (each[self._language] for decision in decisions for each in decision["questions"])
        yield from self._items("questions", dict.fromkeys(asked))
        basis = answer["basis"]
        rests = (f"{name}: {value}" for name, value in basis["lists"].items())
        engine = f"sekisho {basis['engine']}"
        yield from self._items("basis", (engine, self.say("law", law=basis["law"]), *rests))
        yield Heading(3, self.say("given"))
        yield Verbatim(json.dumps(body["given"]["case"], ensure_ascii=False, indent=2))

    def _outcome(self, word: str) -> str:
        return outcome_word(Outcome(word), self._language) if word in list(Outcome) else word

    def _row(self, decision: Mapping[str, Any]) -> tuple[str, ...]:
        name = decision["measure"] or decision["instrument"]
        reading = self.say("reading", name=decision["reading"]) if decision["reading"] else ""
        state = decision["state"]
        state = state_word(State(state), self._language) if state in list(State) else state
        needs = ", ".join(decision["needs"])
        return self._outcome(decision["outcome"]), f"{name}{reading}", state, decision["cites"], needs

    def _items(self, title: str, items: Iterable[str]) -> Iterator[Piece]:
        if lines := tuple(items):
            yield Heading(3, self.say(title))
            yield Items(lines)


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
