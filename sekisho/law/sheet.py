"""An instrument laid out for a reader, as it reads on a day: its head, prose and blocks, in their order.

Text and pages are written from the same sheet. The rules in it are the trees that are asked; nothing is told
a second time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import tomli

from sekisho.dates import iso
from sekisho.law.force import governs, standing
from sekisho.law.overview import ANSWERING, outcome_words, own_words, row_of, title_of
from sekisho.law.record import events_of, terms_of
from sekisho.law.uses import SECTIONS
from sekisho.model.measure import Block, Condition, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sekisho.dates import AsOf
    from sekisho.law.register import Law
    from sekisho.model.measure import Instrument, State, Text

HEADS: Mapping[str, tuple[str, str]] = {
    "issuer": ("issued by", "制定者"),
    "country": ("country", "国"),
    "rank": ("rank", "効力の種類"),
    "reported": ("reported", "報道"),
    "announced": ("announced", "発表"),
    "signed": ("signed", "署名"),
    "published": ("published", "公表"),
    "from": ("from", "発効"),
    "until": ("until", "終了"),
    "state": ("state", "状態"),
    "actions": ("acts", "行為"),
    "outcome": ("outcome", "結論"),
    "name": ("read by", "読み手"),
    "notice": ("notice", "注意"),
    "cites": ("cites", "根拠"),
    "certainty": ("certainty", "確かさ"),
    "unverified": ("not confirmed", "未確認"),
    "reviewed": ("reviewed", "確認者"),
    "note": ("note", "注記"),
    "of": ("lifts", "解除の対象"),
    "effect": ("effect", "効果"),
    "lifted": ("lifted by", "解除するもの"),
    "texts": ("texts", "改正の経過"),
    "term": ("on terms", "条件"),
    "event": ("happened", "経過"),
}
OPS: Mapping[str, tuple[str, str]] = {
    "all": ("all of these", "次のすべて"),
    "any": ("one of these", "次のいずれか"),
    "not": ("not", "次に当たらない"),
    "some": ("some", "いずれかの"),
    "always": ("always", "常に"),
}
KINDS: Mapping[str, tuple[str, str]] = {
    "measure": ("Measure", "規制"),
    "flag": ("Red flag", "要注意"),
    "reading": ("Reading", "解釈"),
    "derogation": ("Exception", "例外"),
    "definition": ("Definition", "定義"),
}
TONGUES: Mapping[str, int] = {"en": 0, "ja": 1}
"""Where a language stands in the words above."""
_WORDS_ONLY = ("words used elsewhere", "他で用いる用語")
_BLOCK = re.compile(r"^```toml[ \t]+(\S+)[^\n]*\n(.*?)^```[ \t]*\n?", re.MULTILINE | re.DOTALL)
_CASE = re.compile(r"^\[case\]\n(.*?)(?=^\[expect)", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(?=#{1,6} )", re.MULTILINE)
_DEEPEST = 7
"""Below every heading."""


class Line(NamedTuple):
    """A line of a head: the key, and what it holds."""

    key: str
    value: str


class Leaf(NamedTuple):
    """A block as it reads.

    Attributes:
        title: of an exception.
        state: where it stands; None: it is a definition, or nothing of it was published yet.
        outcome: of what answers.
        sections: the conditions, by the name of their section.
        unread: nothing of it was published by the day of knowledge.
    """

    block: Block
    title: str
    state: State | None
    outcome: Outcome | None
    lines: tuple[Line, ...]
    sections: Mapping[str, Condition]
    unread: bool = False


class Sample(NamedTuple):
    """An example as it is written.

    Attributes:
        case: in the words of the file.
        expected: an instrument, a day, and what it is to answer then.
        known: the day of knowledge; None: there is no limit.
    """

    name: str
    case: str
    expected: tuple[tuple[str, str, Outcome], ...]
    known: int | None

    def asks(self, instrument: str) -> bool:
        """Whether it says what an instrument is to answer; it may stand under another one."""
        return any(each == instrument for each, _, _ in self.expected)


class Sheet(NamedTuple):
    """An instrument as it reads.

    Attributes:
        state: where its measures stand, in words.
        lines: of its head.
        sections: the conditions that its blocks share.
        pieces: prose in Markdown, blocks, and examples as far as what they rest on was published.
    """

    id: str
    title: str
    state: str
    lines: tuple[Line, ...]
    sections: Mapping[str, Condition]
    pieces: tuple[str | Leaf | Sample, ...]


def sheet(
    law: Law, instrument: str, as_of: AsOf, language: str = "en", *, samples: bool = False
) -> Sheet | None:
    """Lay out an instrument as it reads on a day; None: nothing of it was published by the day of knowledge.

    Args:
        law: the register.
        instrument: its id.
        as_of: the two times.
        language: `en` or `ja`.
        samples: with the examples, which are long where nothing folds them.
    """
    found = law.instruments[instrument]
    row = row_of(law, found, as_of)
    if row is None:
        return None
    own = own_words(law, found, as_of)
    keys = {} if own is None else dict(own.keys)
    state = row.state or _WORDS_ONLY[TONGUES[language]]
    lines = {"state": f"{state} ({as_of})"} | ({"from": row.since} if row.since else {})
    published = found.texts[0].published
    lines |= {} if published is None else {"published": iso(published)}
    read = _pieces(law, found, as_of.known)
    pieces = (
        leaf(law, piece, as_of) if isinstance(piece, Block) else piece
        for piece in _told([each for each in read if samples or not isinstance(each, Sample)])
    )
    return Sheet(
        instrument,
        title_of(found, as_of, language),
        state,
        (*_lines(keys, lines), *_texts(found.texts, as_of), *_record(law, instrument, as_of)),
        _sections(keys, SECTIONS),
        tuple(pieces),
    )


def leaf(law: Law, block: Block, as_of: AsOf) -> Leaf:
    """Lay out a block: what it is, what it answers, its dates, its conditions."""
    governing = governs(law, block, as_of)
    if governing is None:
        return Leaf(block, "", None, None, (), {}, unread=True)
    given = {key for text in block.texts for key in text.keys}
    keys = {key: value for key, value in governing.keys.items() if key in given}
    state = None if block.kind == "definition" else standing(law, governing, as_of)
    answers = block.kind in ANSWERING
    lines = {} if state is None else {"state": str(state)}
    lines |= {"outcome": outcome_words(governing)} if answers else {}
    lifting = [other.id for other in law.lifting.get(block.id, ())]
    lines |= {key: ", ".join(ids) for key, ids in (("of", block.lifts), ("lifted", lifting)) if ids}
    return Leaf(
        block,
        governing.title if block.kind == "derogation" else "",
        state,
        governing.outcome if answers else None,
        (*_lines(keys, lines), *_texts(block.texts, as_of), *_record(law, block.id, as_of)),
        _sections(keys, (*SECTIONS, "when", "means")),
    )


def words_of(condition: Condition, language: str) -> str:
    """A clause as a reader of a language reads it; one without Japanese stays as it is written."""
    return (condition.ja if language == "ja" else "") or condition.label


def _sections(keys: Mapping[str, object], names: Sequence[str]) -> dict[str, Condition]:
    return {name: value for name in names if isinstance(value := keys.get(name), Condition)}


def _lines(keys: Mapping[str, object], lines: Mapping[str, str]) -> Iterator[Line]:
    for key in HEADS:
        value = keys.get(key)
        if key in lines:
            yield Line(key, lines[key])
        elif key == "unverified" and isinstance(value, tuple):
            yield from (Line(key, str(sentence)) for sentence in value)
        elif key in keys and key not in ("of", "outcome", "state"):
            yield Line(key, _value(value))


def _texts(texts: Sequence[Text], as_of: AsOf) -> Iterator[Line]:
    """The amendments, as a dated list; those not yet known are left out."""
    for text in texts[1:]:
        if (text.published or 0) <= as_of.known:
            changed = ", ".join(
                key for key in text.keys if key not in ("from", "certainty", "ja", "unverified")
            )
            published = "" if text.published is None else f" (published {iso(text.published)})"
            yield Line("texts", f"from {text.start}{published}: {changed or 'dates only'}")


def _record(law: Law, key: str, as_of: AsOf) -> Iterator[Line]:
    """What has to be kept, and what has happened by the day."""
    yield from (Line("term", each.words) for each in terms_of(law, key, as_of))
    yield from (Line("event", each.words) for each in events_of(law, key, as_of))


def _value(value: object) -> str:
    if isinstance(value, int):
        return iso(value)
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return f"{value.get('on')}, {value.get('by')}, {value.get('against')}"
    return str(value)


def _pieces(law: Law, instrument: Instrument, known: int) -> Iterator[str | Block | Sample]:
    """The prose of an instrument, parted at its headings, its blocks and its examples, as in the file."""
    path = law.root / instrument.at.file
    text = path.read_text("utf-8") if path.exists() else ""
    blocks = {block.at.line: block for block in instrument.blocks if block.kind != "note"}
    if not text:
        yield from blocks.values()
        return
    last, here, nothing_yet = 0, False, True
    owners: list[Instrument | Block] = [instrument, *instrument.blocks]
    latest = max((each.published or 0 for owner in owners for each in owner.texts), default=0)
    for fence in (*_BLOCK.finditer(text), None):
        prose = text[last : len(text) if fence is None else fence.start()]
        line = 0 if fence is None else text.count("\n", 0, fence.start()) + 1
        before, after = prose, ""
        if fence is not None and fence[1] == "instrument":
            before, after = ("", prose) if nothing_yet else _parted(prose)
        yield from _HEADING.split(before.strip()) if here else ()
        if fence is None:
            return
        if fence[1] == "instrument":
            here, nothing_yet = line == instrument.at.line, False
            yield from _HEADING.split(after.strip()) if here else ()
        if line in blocks:
            yield blocks[line]
        elif fence[1] == "example":
            sample = _sample(fence[2])
            if sample is not None and sample.asks(instrument.id) and (sample.known or latest) <= known:
                yield sample
        last = fence.end()


def _sample(body: str) -> Sample | None:
    """An example, of which the case stays as a lawyer wrote it; None: `law check` would refuse it."""
    try:
        read = tomli.loads(body)
        own = read["case"].get("date", "")
        days = [
            (instrument, str(day), Outcome(word))
            for instrument, told in read["expect"].items()
            for day, word in (told if isinstance(told, dict) else {own: told}).items()
        ]
        known = read["known"].toordinal() if "known" in read else None
        case = _CASE.search(body)
        return Sample(str(read["name"]), body if case is None else case[1].strip(), tuple(days), known)
    except (tomli.TOMLDecodeError, KeyError, ValueError, AttributeError):
        return None


def _parted(prose: str) -> tuple[str, str]:
    """Prose above an instrument: what ends the one before, and, from its heading on, what opens this one."""
    heading = _HEADING.search(prose)
    cut = heading.start() if heading is not None else len(prose)
    return prose[:cut], prose[cut:]


def _told(pieces: Sequence[str | Block | Sample]) -> list[str | Block | Sample]:
    """The pieces without empty ones, and without headings under which nothing is left to read."""
    told: list[str | Block | Sample] = []
    below = 0
    for piece in reversed(pieces):
        text = piece.strip() if isinstance(piece, str) else "a block"
        depth = len(text) - len(text.lstrip("#"))
        alone = depth and "\n" not in text
        if text and not (alone and below <= depth):
            told.insert(0, text if isinstance(piece, str) else piece)
            below = depth or _DEEPEST
    return told
