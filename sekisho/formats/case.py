"""A table in the case format to a Case, at the border: everything that is wrong is said at once.

Three rules hold for what is absent: absent is unknown, `[]` is looked-and-none, `kinds` is complete.
Nothing is guessed and nothing is left out in silence: a key or word outside the format is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sekisho.errors import InputError
from sekisho.formats import values
from sekisho.formats.keys import shape_of
from sekisho.formats.notes import Notes, Place, printable, quote
from sekisho.formats.parts import components, owners, span, things
from sekisho.formats.table import Reading
from sekisho.model.case import Case, Listed, Row
from sekisho.names.numbers import fault

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sekisho.errors import Location
    from sekisho.formats.keys import Element, Shape
    from sekisho.law.facts import Facts
    from sekisho.model.bom import Bom
    from sekisho.model.case import Value

LARGEST_BOM = 64 * 2**20
"""Bytes of a BOM file that a case may name."""

_ITEM: Place = (None, "item")
_COMPONENTS: Place = (_ITEM, "components")
_NO_ACTOR = Row("actor", {})


def case_of(  # where a case stands is told by keyword
    data: Mapping[str, object],
    at: Location,
    facts: Facts,
    *,
    default_id: str,
    folder: Path | None = None,
    lists: frozenset[str] | None = None,
) -> Case:
    """Read one case.

    Args:
        data: the case as JSON or TOML has it.
        at: where it stands, for problems.
        facts: the closed lists.
        default_id: its name, where it has none of its own.
        folder: where `item.bom` is looked for; None: a case may not name a file.
        lists: ids of the lists that a case may name, parts included (`s889:a`); None: any.

    Raises:
        InputError: with every problem.
    """
    reader = CaseReader(shape_of(facts), folder, lists)
    notes = Notes(at.file, at.line, at.path)
    case = reader.read(data, notes, default_id)
    if case is None:
        raise notes.error(f"the case '{case_id(data, default_id)}'")
    return case


def case_id(data: object, default: str) -> str:
    """The name of a case that may be unreadable otherwise."""
    own = data.get("id") if isinstance(data, dict) else None
    return printable(own) if isinstance(own, str) and own.strip() else default


class CaseReader:
    """Reads cases, one after the other, that stand in one folder."""

    def __init__(self, shape: Shape, folder: Path | None = None, lists: frozenset[str] | None = None) -> None:
        self.shape = shape
        self.folder = folder
        self.lists = lists
        self._bom: tuple[str, Bom] | None = None

    def read(self, data: object, notes: Notes, default_id: str) -> Case | None:
        """The case; None: something is wrong, and the notes say what."""
        reading = Reading(self.shape, notes, self.lists)
        elements = self.shape.elements
        facts: dict[str, Value] = {}
        parts = reading.fill(data, elements["case"], None, facts)
        get = parts.get
        for key in ("use", "facts"):
            if key in parts:
                reading.fill(parts[key], elements[key], (None, key), facts)
        rows, unopened = self._item(parts["item"], reading, facts) if "item" in parts else (None, ())
        actor = (
            _company(parts["actor"], elements["actor"], (None, "actor"), "actor", reading)
            if "actor" in parts
            else _NO_ACTOR
        )
        parties = _parties(parts["parties"], reading) if "parties" in parts else None
        held = _authorisations(parts["authorisations"], reading) if "authorisations" in parts else None
        name = values.text(get("id"), (None, "id"), notes) if "id" in parts else default_id
        on = values.moment(get("date"), (None, "date"), notes) if "date" in parts else None
        known = values.day(get("known"), (None, "known"), notes) if "known" in parts else None
        if notes.problems or name is None:
            return None
        warnings = tuple(notes.warnings)
        return Case(name, facts, actor, parties, rows, unopened, held, on, known, warnings)

    def _item(
        self, data: object, reading: Reading, facts: dict[str, Value]
    ) -> tuple[tuple[Row, ...] | None, tuple[str, ...]]:
        """The item's own facts go into *facts*; its parts are returned."""
        elements = reading.shape.elements
        parts = reading.fill(data, elements["item"], _ITEM, facts)
        if "identifiers" in parts:
            reading.fill(parts["identifiers"], elements["item-identifiers"], (_ITEM, "identifiers"), facts)
        if "bom" in parts:
            if "components" in parts:
                message = "the item has both `bom` and `components`"
                reading.notes.refuse((_ITEM, "bom"), message, "keep the one that tells the parts")
            elif (bom := self._read_bom(parts["bom"], reading.notes)) is not None:
                for name, value in bom.facts.items():
                    facts.setdefault(name, value)
                return bom.components, bom.unopened
        return components(parts["components"], _COMPONENTS, reading) if "components" in parts else (None, ())

    def _read_bom(self, value: object, notes: Notes) -> Bom | None:
        from sekisho.formats.cyclonedx import read_bom  # noqa: PLC0415  # most cases name none

        place = (_ITEM, "bom")
        name = values.text(value, place, notes)
        if name is None:
            return None
        if self._bom is not None and self._bom[0] == name:
            return self._bom[1]
        if self.folder is None:
            hint = "give the BOM beside the case (--bom), or its parts as `item.components`"
            notes.refuse(place, "a case that is not read from a file cannot name a BOM", hint)
            return None
        try:
            with (self.folder / name).open("rb") as file:
                text = file.read(LARGEST_BOM + 1)
            if len(text) > LARGEST_BOM:
                notes.refuse(
                    place,
                    f"the BOM {quote(name)} is larger than {LARGEST_BOM >> 20} MiB",
                    "give the assemblies apart",
                )
                return None
            bom = read_bom(text, name, self.shape.facts)
        except InputError as error:
            notes.problems.extend(error.problems)
        except (OSError, ValueError) as error:  # ValueError: a NUL in the name
            why = getattr(error, "strerror", None) or error
            notes.refuse(
                place,
                f"the BOM {quote(name)} cannot be read: {why}",
                "the path is relative to the folder of the case",
            )
        else:
            self._bom = (name, bom)
            return bom
        return None


def with_bom(case: Case, bom: Bom) -> Case:
    """The case with the parts of a BOM; what the case says of its item stays as it is.

    Raises:
        InputError: the case tells its parts itself.
    """
    if case.components is not None:
        message = f"the case '{case.id}' tells its parts itself: leave out `item.components`, or the BOM"
        raise InputError(message)
    facts = {**bom.facts, **case.facts}
    return Case(
        case.id,
        facts,
        case.actor,
        case.parties,
        bom.components,
        bom.unopened,
        case.authorisations,
        case.on,
        case.known,
        case.warnings,
    )


def _company(data: object, element: Element, place: Place, address: str, reading: Reading) -> Row:
    facts: dict[str, Value] = {}
    parts = reading.fill(data, element, place, facts)
    if not parts:
        return Row(address, facts)
    owned = owners(parts["owners"], (place, "owners"), reading) if "owners" in parts else None
    listed = _listed(parts["listed"], (place, "listed"), reading) if "listed" in parts else None
    if "identifiers" in parts:
        _numbers(parts["identifiers"], (place, "identifiers"), reading, facts)
    uses = None
    if "uses" in parts:
        kind = reading.shape.elements[f"{element.stem}-use"]
        uses = things(parts["uses"], kind, (place, "uses"), f"{address}.uses", reading)
    return Row(address, facts, owned, listed, uses)


def _numbers(data: object, place: Place, reading: Reading, facts: dict[str, Value]) -> None:
    """The numbers of a company; one that its check digit contradicts stays, with a warning."""
    told: dict[str, Value] = {}
    reading.fill(data, reading.shape.elements["numbers"], place, told)
    facts.update(told)
    for name, number in told.items():
        scheme = name.partition(".")[2]
        if wrong := fault(scheme, str(number)):
            message = f"{quote(number)} is no {scheme} number: {wrong}"
            reading.notes.warn((place, scheme), message, "correct it, or it tells nobody apart")


def _parties(data: object, reading: Reading) -> tuple[Row, ...] | None:
    place: Place = (None, "parties")
    entries = reading.many(data, place)
    if entries is None:
        return None
    element = reading.shape.elements["party"]
    return tuple(
        [
            _company(entry, element, (place, index), f"parties[{index}]", reading)
            for index, entry in enumerate(entries)
        ]
    )


def _listed(data: object, place: Place, reading: Reading) -> tuple[Listed, ...] | None:
    rows: list[Listed] = []
    for index, entry in enumerate(reading.many(data, place) or ()):
        facts: dict[str, Value] = {}
        reading.fill(entry, reading.shape.elements["listing"], (place, index), facts)
        name = cast("str | None", facts.get("list"))
        since, until = span(facts, (place, index), reading)
        if name is None:
            if isinstance(entry, dict) and "list" not in entry:
                reading.notes.refuse(
                    (place, index), "a listing without its `list`", 'name it, as "list": "us-entity-list"'
                )
            continue
        reading.check_list(name, ((place, index), "list"))
        rows.append(Listed(name, since, until))
    return tuple(rows) if isinstance(data, list) else None


def _authorisations(data: object, reading: Reading) -> tuple[Row, ...] | None:
    place: Place = (None, "authorisations")
    entries = reading.many(data, place)
    if entries is None:
        return None
    rows: list[Row] = []
    for index, entry in enumerate(entries):
        facts: dict[str, Value] = {}
        reading.fill(entry, reading.shape.elements["authorisation"], (place, index), facts)
        span(facts, (place, index), reading)
        rows.append(Row(f"authorisations[{index}]", facts))
    return tuple(rows)
