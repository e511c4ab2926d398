"""A survey written as text, CSV or JSON. The CSV can be filled in (`manufacturer`) and read again."""

from __future__ import annotations

import csv
import json
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, TextIO

from sekisho.cells import harmless
from sekisho.dates import iso
from sekisho.errors import counted
from sekisho.formats.notes import clean
from sekisho.formats.wording import basis_of
from sekisho.model.measure import OUTCOMES, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sekisho.model.device import Sign
    from sekisho.model.survey import Bite, Judged, Share, Survey

COLUMNS = (
    *("device", "manufacturer", "inferred_maker", "group", "confidence", "outcome", "why", "measures"),
    *("remove_by", "signs", "against", "needs", "model", "file", "place"),
)
"""Of the CSV. `manufacturer` is what a person states: empty, until one does."""
NO_OWNER = "nobody told whose network this is: without --owner most measures cannot say whether they bite"


def write_text(survey: Survey, out: TextIO) -> None:
    """Write a survey for a reader: what needs a person first, then the counts, shares and dates."""
    for judged in survey.devices:
        if judged.outcome not in (Outcome.UNKNOWN, Outcome.NO_RULE):
            out.writelines(f"{line}\n" for line in _lines(judged))
    out.writelines(f"{clean(line)}\n" for line in summary(survey))


def _lines(judged: Judged) -> Iterator[str]:
    own = judged.attribution
    maker = f"{own.maker or 'unknown'} ({own.confidence})"
    yield clean(f"{judged.device.id}: {judged.outcome}   {maker}   {judged.device.at}")
    if judged.why:
        yield clean(f"  {judged.why}")
    for bite in judged.bites:
        yield clean(f"  {said(judged, bite)}")
    for sign in own.signs:
        yield clean(f"    {evidence(sign)}")


def summary(survey: Survey) -> Iterator[str]:
    """The counts, the unknown makers by reason, the shares and the dates, in lines."""
    yield f"{len(survey.devices)} devices (on {survey.as_of.on}, as known on {iso(survey.as_of.known)})"
    outcomes = Counter(each.outcome for each in survey.devices)
    yield "  outcomes: " + ", ".join(f"{each} {outcomes[each]}" for each in OUTCOMES if outcomes[each])
    makers = Counter(each.group or "unknown" for each in survey.devices)
    yield "  makers: " + ", ".join(f"{name} {count}" for name, count in makers.most_common(20))
    reasons = Counter(each.attribution.why for each in survey.devices if not each.attribution.maker)
    for reason, count in reasons.most_common(5):
        yield f"  maker unknown, {count}: {reason}"
    for share in shares_told(survey):
        yield "  " + told_share(share, survey)
    for each in removals(survey):
        past = ", which is past" if each.is_past(survey.as_of.on.day) else ""
        so = f", {each.inferred} of them if confirmed" if each.inferred else ""
        what = f"{counted(each.devices, 'device')}{so} ({', '.join(each.measures)})"
        yield f"  remove by {each.by}{past}: {what}"
    if not survey.owned:
        yield NO_OWNER
    sources = ", ".join(survey.registries) or "the tables that ship only"
    yield f"registries: {sources}"
    yield f"basis: {basis_of(survey.basis)}"


def told_share(share: Share, survey: Survey) -> str:
    """A share in words, against every cap."""
    what = f"share of {share.group} in {share.function or 'the whole'}"
    figures = f"{share.low:.1f} % stated, {share.likely:.1f} % with inferred, {share.high:.1f} % at most"
    caps = "".join(f"; cap of {cap:g} % ({name}): {share.against(cap)}" for name, cap in survey.caps.items())
    return f"{what}: {figures} of {share.total}{caps}"


def said(judged: Judged, bite: Bite) -> str:
    """What a measure answers, in one line."""
    if_so = "" if judged.confirmed else "if confirmed, "
    by = f" by {bite.by}" if bite.by else ""
    needs = f"; asks for {', '.join(bite.needs)}" if bite.needs else ""
    return f"{if_so}{bite.outcome}{by}  {bite.measure}: {bite.state}; {bite.cites}{needs}"


def evidence(sign: Sign) -> str:
    """A sign in one line."""
    source = f" [{sign.source}]" if sign.source else ""
    return f"{sign.weight:g}  {sign.kind} {sign.value}: {sign.maker}, {sign.says}{source}"


class Removal(NamedTuple):
    """What goes by a day.

    Attributes:
        by: the last day, ISO, or `no day`.
        stated: devices whose maker a person stated.
        inferred: devices that go if the maker that signs tell is confirmed.
        measures: that say so.
    """

    by: str
    stated: int
    inferred: int
    measures: tuple[str, ...]

    @property
    def devices(self) -> int:
        """All of them."""
        return self.stated + self.inferred

    def is_past(self, day: int) -> bool:
        """Has the last day gone by?"""
        return self.by < iso(day)  # `no day` comes after every date


def removals(survey: Survey) -> list[Removal]:
    """What goes by each day; of each device the first day counts."""
    days: dict[str, list[tuple[bool, tuple[str, ...]]]] = {}
    for each in survey.devices:
        if by := _first_day(each):
            measures = tuple(bite.measure for bite in each.bites if bite.by == by)
            days.setdefault(by, []).append((each.confirmed, measures))
    return [_removal(by, found) for by, found in sorted(days.items())]


def _removal(by: str, found: Sequence[tuple[bool, tuple[str, ...]]]) -> Removal:
    stated = sum(confirmed for confirmed, _ in found)
    measures = dict.fromkeys(each for _, measures in found for each in measures)
    return Removal(by, stated, len(found) - stated, tuple(measures))


def _first_day(judged: Judged) -> str:
    """The first day by which a device must go; empty: there is none."""
    return min((bite.by for bite in judged.bites if bite.by), default="")


def shares_told(survey: Survey) -> list[Share]:
    """The shares that anybody would ask for: of groups with a restricted device, and those above a limit."""
    caught = {each.group for each in survey.devices if each.outcome not in (Outcome.UNKNOWN, Outcome.NO_RULE)}
    caps = survey.caps.values()
    return [s for s in survey.shares if s.group in caught or any(s.likely > cap for cap in caps)]


def write_csv(survey: Survey, out: TextIO) -> None:
    """Write one row a device."""
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows(map(_row, survey.devices))


def _row(judged: Judged) -> tuple[str, ...]:
    device, own = judged.device, judged.attribution
    cells = (
        *(device.id, device.maker, "" if device.maker else own.maker, judged.group, str(own.confidence)),
        *(str(judged.outcome), judged.why),
        "; ".join(f"{bite.outcome} {bite.measure}" for bite in judged.bites),
        _first_day(judged),
        "; ".join(map(evidence, own.signs)),
        ", ".join(own.against),
        ", ".join(dict.fromkeys(need for bite in judged.bites for need in bite.needs)),
        *(device.name, device.at.file, str(device.at)),
    )
    return tuple(harmless(clean(cell)) for cell in cells)  # devices choose what they say of themselves


def write_json(survey: Survey, out: TextIO) -> None:
    """Write everything, one device a line."""
    head = {
        "on": str(survey.as_of.on),
        "known": iso(survey.as_of.known),
        "owned": survey.owned,
        "caps": dict(survey.caps),
        "registries": list(survey.registries),
        "basis": {
            "engine": survey.basis.engine,
            "law": survey.basis.law,
            "lists": dict(survey.basis.lists),
        },
        "shares": [_share(each, survey) for each in survey.shares],
        "removals": [each._asdict() | {"devices": each.devices} for each in removals(survey)],
    }
    out.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "devices": [\n')
    out.writelines(_joined([json.dumps(_dict(each), ensure_ascii=False) for each in survey.devices]))
    out.write("]}\n")


def _joined(lines: Sequence[str]) -> Iterable[str]:
    return (f"{line}{',' if number < len(lines) else ''}\n" for number, line in enumerate(lines, 1))


def _share(share: Share, survey: Survey) -> dict[str, object]:
    names = ("function", "group", "stated", "inferred", "unknown", "total", "low", "likely", "high")
    caps = {name: share.against(cap) for name, cap in survey.caps.items()}
    return {name: getattr(share, name) for name in names} | {"against": caps}


def _dict(judged: Judged) -> dict[str, object]:
    device, own = judged.device, judged.attribution
    bites = ("measure", "outcome", "state", "cites", "by", "needs")
    signs = ("kind", "value", "maker", "entity", "weight", "says", "source")
    return {
        "device": device.id,
        "at": str(device.at),
        "model": device.name,
        "manufacturer": device.maker,
        "maker": own.maker,
        "entity": own.entity,
        "group": judged.group,
        "confidence": own.confidence,
        "confirmed": judged.confirmed,
        "outcome": judged.outcome,
        "why": judged.why or own.why,
        "against": list(own.against),
        "measures": [{name: getattr(each, name) for name in bites} for each in judged.bites],
        "evidence": [{name: getattr(each, name) for name in signs} for each in own.signs],
    }
