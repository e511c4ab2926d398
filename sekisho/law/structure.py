"""How the blocks of a register must fit together: rules 6 to 10 of the law format, and what may be amended.

What is wrong inside one block the reader says; here every block is seen beside those it belongs to. Each
rule is one generator over the whole law.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sekisho.dates import FIRST_DAY, LAST_DAY, iso
from sekisho.errors import Problem
from sekisho.law.force import NO_INSTANT, Times, calendar, suspends, within
from sekisho.law.read import MAY, MUST
from sekisho.law.register import walk
from sekisho.law.uses import SECTIONS, Places, owners
from sekisho.model.measure import Block, Condition, FactRef, Outcome, Rank
from sekisho.truth import NO

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from sekisho.dates import Moment
    from sekisho.law.force import Governing
    from sekisho.law.read import RawBlock
    from sekisho.law.register import Law
    from sekisho.model.measure import Instrument, Key, Text
    from sekisho.truth import Truths

ANSWERING = ("measure", "flag", "reading")
KINDS = FactRef("case", "actor.kinds")
GOVERNMENT = "government"


def misfits(law: Law, lists: Collection[str] | None) -> Iterator[Problem]:
    """Everything wrong with how the blocks fit together.

    Args:
        law: the register, as far as it could be read.
        lists: ids of the lists that relations may name, parts included; None: any.
    """
    places = Places(law)
    for rule in RULES:
        yield from rule(law, places)
    if lists is not None:
        yield from _lists(law, lists)


def amended_keys(law: Law, _: Places) -> Iterator[Problem]:
    """An amendment gives keys that the block it amends can have."""
    kinds = {str(raw.keys.get("id")): raw.kind for raw in law.raw if "id" in raw.keys}
    for raw in law.raw:
        targets = raw.keys.get("of") if raw.kind == "amendment" else None
        for target in targets if isinstance(targets, tuple) else ():
            yield from _amended(raw, target, kinds.get(target))


def _amended(raw: RawBlock, target: str, kind: str | None) -> Iterator[Problem]:
    if kind is None:
        return
    allowed = (MUST[kind] | MAY[kind] | MUST["amendment"]) - {"id"}
    known = MUST["amendment"] | MAY["amendment"]
    for key in sorted(set(raw.raw) & known - allowed):
        message = f"an amendment of '{target}' cannot give '{key}': no {kind} has it"
        yield Problem(raw.line(key), message, f"it can have {', '.join(sorted(allowed & known))}")
    if "effect" in raw.raw:
        message = f"the effect of '{target}' cannot be amended"
        yield Problem(raw.line("effect"), message, "end it with an amendment, and write a new derogation")


def something_to_test(law: Law, places: Places) -> Iterator[Problem]:
    """Rule 6: a clause says which acts it is about, and tests something."""
    for block in law.blocks.values():
        if block.kind not in ANSWERING:
            continue
        given = places.written(block.texts[0])
        above = law.instruments.get(block.instrument)
        given |= places.written(above.texts[0]) if above is not None else frozenset()
        if "actions" not in given:
            hint = (
                'write actions = ["buy", …] here or in the instrument: an export control is no purchase ban'
            )
            yield Problem(
                block.at, f"the {block.kind} '{block.id}' does not say which acts it is about", hint
            )
        if not given & set(SECTIONS):
            hint = f"write {', '.join(SECTIONS)}, here or in the instrument"
            yield Problem(block.at, f"the {block.kind} '{block.id}' tests nothing", hint)


def deadlines(law: Law, places: Places) -> Iterator[Problem]:
    """Rule 7: `remove-by` has a day, and only it; `then` follows a day."""
    for block in law.blocks.values():
        keys: dict[str, Key] = {}
        for text in block.texts:
            keys |= text.keys
            if not {"by", "then", "outcome"} & set(text.keys):
                continue
            removes = keys.get("outcome") == Outcome.REMOVE_BY
            if removes and "by" not in keys:
                hint = 'write by = the last day on which the thing may stay, or by = "open"'
                yield Problem(places.of(text, "outcome"), f"'{block.id}' is to be removed by no day", hint)
            elif "by" in keys and not removes:
                hint = 'by stands with outcome = "remove-by" only; another duty is another measure'
                yield Problem(
                    places.of(text, "by", "outcome"), f"'{block.id}' has by, and is not remove-by", hint
                )
            if "then" in keys and "by" not in keys:
                hint = "then is what follows the day in by"
                yield Problem(places.of(text, "then"), f"'{block.id}' has then without by", hint)


def force(law: Law, places: Places) -> Iterator[Problem]:
    """Rule 7: a rank that binds nobody advises at most, or binds the government; a report has readings."""
    for block in law.blocks.values():
        if block.kind not in ("measure", "flag") or block.instrument not in law.instruments:
            continue
        said: set[str] = set()
        for governing in texts_of(law, block):
            rank = governing.keys.get("rank")
            if isinstance(rank, Rank) and not rank.binds:
                said.update(_too_much(law, governing, rank))
        for message in sorted(said):
            text = next((text for text in reversed(block.texts) if "outcome" in text.keys), block.texts[0])
            hint = (
                "what it would be if it bound is a reading named as-law; or give the rank that its force has"
            )
            yield Problem(places.of(text, "outcome"), message, hint)


def _too_much(law: Law, governing: Governing, rank: Rank) -> Iterator[str]:
    block = governing.block
    if rank is Rank.REPORT:
        yield f"'{block.id}' is a {block.kind} of a report; a report has readings only"
    elif "outcome" not in governing.keys and block.kind == "measure":
        return
    elif governing.outcome.strictness > Outcome.ADVISED_AGAINST.strictness:
        binds = governing.section("binds")
        if rank is not Rank.POLICY or binds is None or not _binds_government(law, binds):
            yield f"'{block.id}' has the rank {rank} and binds nobody; it cannot answer {governing.outcome}"


def _binds_government(law: Law, condition: Condition) -> bool:
    """Does it hold of bodies of the government only?"""
    if condition.op == "test":
        test, fact = condition.test, law.facts.lookup(KINDS)
        if test is None or fact is None or test.fact != KINDS:
            return False
        return fact.expand(map(str, test.value)) <= fact.groups.get(GOVERNMENT, frozenset())
    inside = [_binds_government(law, child) for child in condition.children]
    return (condition.op == "all" and any(inside)) or (condition.op == "any" and all(inside))


def lifted(law: Law, places: Places) -> Iterator[Problem]:
    """Rule 8: a derogation lifts what its effect can lift."""
    for block in law.blocks.values():
        targets = [law.blocks[target] for target in block.lifts if target in law.blocks]
        written = "effect" in block.texts[0].keys
        for target in targets:
            if target.kind == "derogation" and written:
                message = (
                    f"'{block.id}' has an effect, and '{target.id}' is a derogation: it only takes it away"
                )
                yield Problem(places.of(block, "effect"), message, "leave out effect")
            elif target.kind in ("flag", "reading") and not suspends(block):
                message = f"'{block.id}' permits, and '{target.id}' is a {target.kind}, which forbids nothing"
                yield Problem(places.of(block, "of"), message, 'name measures, or write effect = "suspends"')


def ends(law: Law, places: Places) -> Iterator[Problem]:
    """Rule 9: no text ends before it begins."""
    for owner in owners(law):
        keys: dict[str, Key] = {}
        for text in owner.texts:
            keys |= text.keys
            given = [key for key in ("until", "from") if key in text.keys]
            start, until = _start(keys), keys.get("until")
            if isinstance(owner, Block) and start is not None and "until" not in keys:
                until = _last(law, owner.instrument)
            if given and start is not None and isinstance(until, int) and until < start.day:
                message = f"'{owner.id}' ends on {iso(until)}, before it begins on {start}"
                yield Problem(places.of(text, *given), message, 'an end is lifted with until = "open"')


def _start(keys: Mapping[str, Key]) -> Moment | None:
    start = keys.get("from")
    return start if start is not None and not isinstance(start, str | int | tuple) else None  # type: ignore[return-value]  # what is left of `Key` is a moment


def _last(law: Law, instrument: str) -> int:
    """The last day that any text of an instrument sets for its blocks."""
    above = law.instruments.get(instrument)
    given = [text.keys["until"] for text in above.texts if "until" in text.keys] if above is not None else []
    return max((end if isinstance(end, int) else LAST_DAY for end in given), default=LAST_DAY)


def crossing(law: Law, places: Places) -> Iterator[Problem]:
    """Rule 9: an amendment that replaces what an older amendment will replace later (warning)."""
    for owner in owners(law):
        for text in owner.texts[1:]:
            for other in owner.texts[1:]:
                shared = [
                    key for key in (*SECTIONS, "when", "means") if key in text.keys and key in other.keys
                ]
                if shared and _overtakes(text, other):
                    message = (
                        f"this replaces {shared[0]} of '{owner.id}', which the older amendment at {other.at} "
                        f"will replace again from {other.start}"
                    )
                    hint = "if that is not meant, amend the older one for that day too"
                    yield Problem(places.of(text, shared[0]), message, hint, warning=True)


def _overtakes(text: Text, other: Text) -> bool:
    if text.start is None or other.start is None:
        return False
    return (other.published or 0) < (text.published or 0) and other.start.day > text.start.day


def idle(law: Law, places: Places) -> Iterator[Problem]:
    """Rule 10: a derogation never in force while anything it lifts is (warning)."""
    for block in law.blocks.values():
        targets = [law.blocks[target] for target in block.lifts if target in law.blocks]
        if not targets or any(each.instrument not in law.instruments for each in (block, *targets)):
            continue
        times = _times(law, (block, *targets))
        own = _running(law, block, times) > NO
        theirs = [_running(law, target, times) > NO for target in targets]
        if any(each.any() for each in theirs) and not any((own & each).any() for each in theirs):
            message = f"'{block.id}' is never in force while anything it lifts is"
            yield Problem(places.of(block, "from", "of"), message, "look at the dates of both", warning=True)


def texts_of(law: Law, block: Block) -> list[Governing]:
    """Every text of a block that governs some day, as known on some day."""
    found = calendar(law, block).stretches(_times(law, (block,)))
    return list(dict.fromkeys(governing for governing, _ in found if governing is not None))


def _times(law: Law, blocks: Sequence[Block]) -> Times:
    """Both sides of every date of some blocks and their instruments, as known after every publication."""
    owners: list[Block | Instrument] = [*blocks, *(law.instruments[block.instrument] for block in blocks)]
    days, known = {FIRST_DAY}, {LAST_DAY}
    for text in (text for owner in owners for text in owner.texts):
        known.add(text.published or LAST_DAY)
        ends = [] if text.start is None else [text.start.day - 1, text.start.day, text.start.day + 1]
        until = text.keys.get("until")
        days.update([*ends, until, min(until + 1, LAST_DAY)] if isinstance(until, int) else ends)
    grid = [(day, knowledge) for day in sorted(days) for knowledge in sorted(known)]
    return Times(
        np.array([day for day, _ in grid], np.int64),
        np.full(len(grid), NO_INSTANT, np.int64),
        np.array([knowledge for _, knowledge in grid], np.int64),
    )


def _running(law: Law, block: Block, times: Times) -> Truths:
    """Is a block in force, its conditions apart?"""
    truths = np.full(len(times.days), NO, np.int8)
    for governing, rows in calendar(law, block).stretches(times):
        if governing is not None and governing.start is not None:
            truths[rows] = within(times.take(rows), governing.start, governing.until)
    return truths


def _lists(law: Law, lists: Collection[str]) -> Iterator[Problem]:
    """Rule 2: a relation names a list that exists."""
    for _, condition in law.conditions():
        for node in walk(condition):
            if (
                node.test is not None
                and node.test.fact.list
                and node.test.fact.list not in lists
                and node.at is not None
            ):
                hint = f"known are {', '.join(sorted(lists))}"
                yield Problem(node.at, f"there is no list '{node.test.fact.list}'", hint)


RULES: tuple[Callable[[Law, Places], Iterator[Problem]], ...] = (
    amended_keys,
    something_to_test,
    deadlines,
    force,
    lifted,
    ends,
    crossing,
    idle,
)
"""Each rule's docstring says what it is."""
