"""CycloneDX bills of materials, JSON and XML, 1.2 to 1.7: the item, its parts at any depth, what they state.

Who made a part is `manufacturer` and nobody else: supplier, publisher, author and group are never
taken for it, nor is `metadata.manufacturer`, which is who made the *bill* (1.6). Before 1.6 the bill
could name the maker of its subject only, as `metadata.manufacture`. A list of parts is complete where
a composition says `complete` of its assembly, and otherwise not: silence is not completeness.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from sekisho.errors import InputError
from sekisho.formats import values
from sekisho.formats.classes import derive
from sekisho.formats.cyclonedx_words import check_bill, check_component
from sekisho.formats.cyclonedx_xml import read_xml
from sekisho.formats.json import Text, decode
from sekisho.formats.keys import shape_of
from sekisho.formats.links import check_cycles, completeness, shared
from sekisho.formats.notes import Notes, Place, kind_of, quote, remedy
from sekisho.formats.parts import DEEPEST, FLATTEN, TOO_DEEP
from sekisho.formats.properties import read_properties
from sekisho.formats.schema import check_json, check_xml
from sekisho.formats.table import Reading
from sekisho.model.bom import ITEM, Bom
from sekisho.model.case import Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sekisho.errors import Problem
    from sekisho.formats.keys import Element
    from sekisho.law.facts import Facts
    from sekisho.model.case import Value

VERSIONS = ("1.2", "1.3", "1.4", "1.5", "1.6", "1.7")

TYPES = frozenset(
    {
        *("application", "framework", "library", "container", "platform", "operating-system", "device"),
        *("device-driver", "firmware", "file", "machine-learning-model", "data", "cryptographic-asset"),
    }
)


def read_bom(data: bytes, name: str, facts: Facts) -> Bom:
    """Read a bill of materials, in JSON or in XML.

    Raises:
        InputError: it is none, or something in it that matters here is wrong; all problems are listed.
    """
    if is_xml(data):
        table, lines = read_xml(data, name)
        bom = _read(table, lines, Notes(name), facts)
        if faults := check_xml(data, str(table["specVersion"]), name):
            raise InputError(f"the BOM {name} cannot be read", faults)
        return bom
    text = Text(decode(data, name), name)
    return bom_of(text.whole(), text, facts)


def is_xml(data: bytes) -> bool:
    """Does this text begin as XML does, in UTF-8 or UTF-16?"""
    begin = data[:64].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return begin.startswith(b"<")


class Placed(Protocol):
    """A text that has been read, and knows where things stand in it."""

    @property
    def file(self) -> str:
        """Its name."""
        ...

    def placed(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Problems of this text, each with its line."""
        ...


def bom_of(data: object, text: Placed, facts: Facts) -> Bom:
    """The same, of a text in JSON that is read already."""
    notes = Notes(text.file)
    bom = _read(data, text, notes, facts)
    assert isinstance(data, dict), "nothing else is read"  # noqa: S101
    check_json(data, data["specVersion"], notes)
    _raise(notes, text)
    return bom


def _read(data: object, text: Placed, notes: Notes, facts: Facts) -> Bom:
    """What is read of a bill. Its faults are told before those that only the schema sees: they say more."""
    bom = _Reader(Reading(shape_of(facts), notes), text.file).read(data)
    _raise(notes, text)
    assert bom is not None, "a bill that is none has been refused"  # noqa: S101
    return bom


def _raise(notes: Notes, text: Placed) -> None:
    if notes.problems:
        raise InputError(f"the BOM {text.file} cannot be read", text.placed(notes.problems))


class _Part(NamedTuple):
    """A part that is still to be read."""

    data: object
    place: Place
    address: str
    depth: int


class _Reader:
    """Reads one bill."""

    def __init__(self, reading: Reading, name: str) -> None:
        self.reading = reading
        self.notes = reading.notes
        self.name = name
        self.refs: dict[str, str] = {}

    def read(self, data: object) -> Bom | None:
        if not isinstance(data, dict) or not self._is_known(data):
            self._no_bom(data)
            return None
        check_bill(data, self.notes)
        complete = completeness(data.get("compositions"), self.notes)
        facts: dict[str, Value] = {}
        ref, own = self._subject(data.get("metadata"), facts)
        self.refs |= {ref: ITEM} if ref else {}
        inside: Place = ((None, "metadata"), "component")
        todo = self._push(data.get("components"), (None, "components"), "item.components", 1, len(own))
        todo += self._push(own, (inside, "components"), "item.components", 1)
        rows: list[Row] = []
        unopened = [] if ref in complete else ["item"]
        while todo:
            part = todo.pop()
            own_facts: dict[str, Value] = {}
            ref, inner = self._thing(
                part.data, self.reading.shape.elements["component"], part.place, own_facts
            )
            rows.append(Row(part.address, own_facts))
            self.refs |= {ref: part.address} if ref else {}
            if ref not in complete:
                unopened.append(part.address)
            todo += self._inner(part, inner)
        check_cycles(data.get("dependencies"), self.notes)
        parts = None if not rows and unopened else tuple(rows)
        elsewhere = shared(data.get("dependencies"), self.refs)
        return Bom(self.name, facts, parts, () if parts is None else tuple(unopened), elsewhere)

    def _is_known(self, data: Mapping[str, object]) -> bool:
        return data.get("bomFormat") == "CycloneDX" and data.get("specVersion") in VERSIONS

    def _no_bom(self, data: object) -> None:
        if not isinstance(data, dict) or data.get("bomFormat") != "CycloneDX":
            found = (
                f", not {quote(data['bomFormat'])}" if isinstance(data, dict) and "bomFormat" in data else ""
            )
            hint = "give a CycloneDX document; other formats have to be converted"
            self.notes.refuse(
                None, f"this is no CycloneDX BOM: `bomFormat` has to be 'CycloneDX'{found}", hint
            )
        else:
            message = f"version {quote(data.get('specVersion'))} of CycloneDX is not known here"
            self.notes.refuse(
                (None, "specVersion"), message, f"known are {', '.join(VERSIONS)}, written as text"
            )

    def _subject(self, metadata: object, facts: dict[str, Value]) -> tuple[str, list[object]]:
        """What the bill describes: its facts, its reference and its own parts."""
        if not isinstance(metadata, dict):
            if metadata is not None:
                self.notes.refuse(
                    (None, "metadata"), f"a table is needed here, not {kind_of(metadata)}", "write a table"
                )
            return "", []
        place: Place = (None, "metadata")
        ref, inner = "", None
        if "component" in metadata:
            ref, inner = self._thing(
                metadata["component"], self.reading.shape.elements["item"], (place, "component"), facts
            )
        for name, key in (("item.manufacturer", "manufacture"), ("item.supplier", "supplier")):
            if name not in facts:
                self._organisation(metadata.get(key), (place, key), name, facts)
        return ref, self._list(inner, ((place, "component"), "components"))

    def _thing(
        self, data: object, element: Element, place: Place, facts: dict[str, Value]
    ) -> tuple[str, object]:
        """One component: its facts, its reference (or nothing) and its parts, unread."""
        if not isinstance(data, dict):
            self.notes.refuse(place, f"a component has to be a table, not {kind_of(data)}", "write a table")
            return "", None
        kind, prefix = data.get("type"), element.prefix
        if kind not in TYPES if isinstance(kind, str) else True:
            message = (
                "a component without its `type`" if kind is None else f"{quote(kind)} is no type of component"
            )
            self.notes.refuse(
                (place, "type") if kind is not None else place, message, remedy(str(kind), TYPES)
            )
        if "name" not in data:
            self.notes.refuse(place, "a component without its `name`", "give its name")
        for key, name in (("name", "name"), ("version", "version"), ("cpe", "identifiers.cpe")):
            value = data.get(key)
            if value is not None and not (key == "version" and value == ""):
                read = values.text(value, (place, key), self.notes)
                facts |= {} if read is None else {prefix + name: read}
        check_component(data, place, self.notes)
        for key in ("manufacturer", "supplier"):
            self._organisation(data.get(key), (place, key), prefix + key, facts)
        read_properties(data.get("properties"), element, (place, "properties"), self.reading, facts)
        if isinstance(kind, str):
            derive("cyclonedx", kind, prefix, facts)
        return self._ref(data, place), data.get("components")

    def _organisation(self, data: object, place: Place, name: str, facts: dict[str, Value]) -> None:
        if isinstance(data, dict):
            if (
                "name" in data
                and (read := values.text(data["name"], (place, "name"), self.notes)) is not None
            ):
                facts[name] = read
        elif data is not None:
            hint = 'write {"name": "…"}'
            self.notes.refuse(place, f"an organisation has to be a table, not {kind_of(data)}", hint)

    def _ref(self, data: Mapping[str, object], place: Place) -> str:
        if "bom-ref" not in data:
            return ""
        ref = values.text(data["bom-ref"], (place, "bom-ref"), self.notes)
        if ref in self.refs:
            message = f"two components have the bom-ref {quote(ref)}"
            self.notes.refuse((place, "bom-ref"), message, "give each component a reference of its own")
        elif ref is not None:
            self.refs[ref] = ""
        return ref or ""

    def _inner(self, part: _Part, inner: object) -> list[_Part]:
        place = (part.place, "components")
        if part.depth < DEEPEST:
            return self._push(inner, place, f"{part.address}.components", part.depth + 1)
        if inner:
            self.notes.refuse(place, TOO_DEEP, FLATTEN)
        return []

    def _push(self, data: object, place: Place, address: str, depth: int, first: int = 0) -> list[_Part]:
        """The entries of a list, last first: the first comes off the stack first."""
        parts = self._list(data, place)
        return [
            _Part(parts[index], (place, index), f"{address}[{first + index}]", depth)
            for index in range(len(parts) - 1, -1, -1)
        ]

    def _list(self, data: object, place: Place) -> list[object]:
        if data is None:
            return []
        return self.reading.many(data, place) or []
