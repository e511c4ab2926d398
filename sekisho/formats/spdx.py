"""SPDX documents, 2.2 and 2.3 (JSON, tag and value) and 3.0 (JSON-LD as its schema prescribes).

A package is a part. Who made it is its originator, an organisation or a person; its supplier is who handed
it on and is never taken for the maker. What a package contains, depends on at run time or is linked with is
inside it; what was only needed to build or test it is not. Files, licences and checksums are left alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sekisho.errors import InputError
from sekisho.formats.classes import derive
from sekisho.formats.json import Text, decode
from sekisho.formats.layout import Plan, lay_out
from sekisho.formats.notes import Notes, quote
from sekisho.formats.spdx_graph import is_graph, plain
from sekisho.formats.spdx_tag import read_tags
from sekisho.model.bom import ITEM

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sekisho.formats.cyclonedx import Placed
    from sekisho.formats.notes import Place
    from sekisho.model.bom import Bom
    from sekisho.model.case import Value

VERSIONS = ("SPDX-2.2", "SPDX-2.3", "SPDX-3.0")

HOLDS = frozenset({"CONTAINS", "DEPENDS_ON", "DYNAMIC_LINK", "STATIC_LINK", "HAS_PREREQUISITE"})
"""Relationships from an assembly to its part."""
HELD = frozenset(
    {
        *("CONTAINED_BY", "DEPENDENCY_OF", "RUNTIME_DEPENDENCY_OF", "PROVIDED_DEPENDENCY_OF", "PACKAGE_OF"),
        *("OPTIONAL_DEPENDENCY_OF", "OPTIONAL_COMPONENT_OF", "PREREQUISITE_FOR"),
    }
)
"""Relationships from a part to its assembly."""

_NOBODY = ("NOASSERTION", "NONE", "")
_WHO = re.compile(r"(?:Organization|Person):\s*(.*?)\s*(?:\([^()]*\))?$")
_DOCUMENT = "SPDXRef-DOCUMENT"


def read_spdx(data: bytes, name: str) -> Bom:
    """Read a document.

    Raises:
        InputError: it is none, or something in it that matters here is wrong.
    """
    text = decode(data, name)
    if text.lstrip().startswith("{"):
        json = Text(text, name)
        return spdx_of(json.whole(), json)
    return spdx_of(*read_tags(text, name))


def is_spdx(data: object) -> bool:
    """Does this look like SPDX in JSON?"""
    return isinstance(data, dict) and ("spdxVersion" in data or is_graph(data))


def spdx_of(data: object, text: Placed) -> Bom:
    """The same, of a text that is read already."""
    notes = Notes(text.file)
    read = plain(data) if isinstance(data, dict) and is_graph(data) else data
    bom = _Reader(notes).read(read) if isinstance(read, dict) and _known(read, notes) else None
    if notes.problems or bom is None:
        raise InputError(f"the SPDX document {text.file} cannot be read", text.placed(notes.problems))
    return bom


def _known(data: Mapping[str, object], notes: Notes) -> bool:
    version = data.get("spdxVersion")
    if isinstance(version, str) and version.startswith(VERSIONS):
        return True
    message = f"version {quote(version)} of SPDX is not known here"
    notes.refuse((None, "spdxVersion"), message, f"known are {', '.join(VERSIONS)}")
    return False


class _Reader:
    """Reads one document in the shape of 2.3."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.facts: dict[str, dict[str, Value]] = {}
        self.places: dict[str, Place] = {}
        self.inside: dict[str, dict[str, None]] = {}
        self.roots: dict[str, None] = {}
        self.complete: set[str] = set()

    def read(self, data: Mapping[str, object]) -> Bom:
        for place, package in self._tables(data, "packages"):
            self._package(place, package)
        described = data.get("documentDescribes")
        self.roots |= dict.fromkeys(r for r in _list(described) if isinstance(r, str) and r in self.facts)
        for place, relation in self._tables(data, "relationships"):
            self._relation(place, relation)
        item: dict[str, Value] = {}
        (subject, roots) = self._subject()
        if subject:
            item |= {f"item.{key}": value for key, value in self.facts.pop(subject).items()}
            self.complete |= {ITEM} if subject in self.complete else set()
        elif isinstance(name := data.get("name"), str) and name.strip():
            item["item.name"] = name
        inside = {part: tuple(inner) for part, inner in self.inside.items() if part != subject}
        plan = Plan(self.facts, self.places, inside, roots, frozenset(self.complete))
        return lay_out(plan, self.notes.file, item, self.notes)

    def _subject(self) -> tuple[str, list[str]]:
        """The one package that is described, if it is one, and what is directly in the item."""
        inner = {part for parts in self.inside.values() for part in parts}
        subject = next(iter(self.roots)) if len(self.roots) == 1 else ""
        if subject and subject in inner:  # described and held: the document is about the whole
            subject = ""
        own = dict(self.inside.get(subject, {})) if subject else dict(self.roots)
        own |= dict.fromkeys(part for part in self.facts if part not in inner and part != subject)
        return subject, [*own, *self._circling(own, subject)]

    def _circling(self, own: Mapping[str, None], subject: str) -> Iterator[str]:
        """Parts that only each other lead to: laid out too, so that their circle is refused."""
        reached, todo = {subject, *own}, list(own)
        while todo:
            todo += (new := [each for each in self.inside.get(todo.pop(), ()) if each not in reached])
            reached.update(new)
        yield from (part for part in self.facts if part not in reached)

    def _package(self, place: Place, data: Mapping[str, object]) -> None:
        ref, name = data.get("SPDXID"), data.get("name")
        if not isinstance(ref, str) or not ref:
            self.notes.refuse(place, "a package without its `SPDXID`", "give it a reference of its own")
            return
        if not isinstance(name, str) or not name.strip():
            self.notes.refuse(place, "a package without its name", "give its name")
            return
        if ref in self.facts:
            hint = "give each package a reference of its own"
            self.notes.refuse((place, "SPDXID"), f"two packages have the SPDXID {quote(ref)}", hint)
            return
        facts: dict[str, Value] = {"name": name}
        for key, fact in (("originator", "manufacturer"), ("supplier", "supplier")):
            found = _WHO.match(str(data.get(key, "")))
            if found is not None and found[1] not in _NOBODY:
                facts[fact] = found[1]
        if isinstance(version := data.get("versionInfo"), str) and version not in _NOBODY:
            facts["version"] = version
        for _, each in self._tables(data, "externalRefs", place):
            if str(each.get("referenceType")) in ("cpe23Type", "cpe22Type") and each.get("referenceLocator"):
                facts["identifiers.cpe"] = str(each["referenceLocator"])
        derive("spdx", str(data.get("primaryPackagePurpose", "")), "", facts)
        self.facts[ref], self.places[ref] = facts, place

    def _relation(self, place: Place, data: Mapping[str, object]) -> None:
        kind = str(data.get("relationshipType", "")).upper()
        one, other = data.get("spdxElementId"), data.get("relatedSpdxElement")
        if not isinstance(one, str) or not isinstance(other, str) or not one or not other:
            self.notes.refuse(place, "a relationship without its two ends", "name both elements")
            return
        if kind in HELD or kind == "DESCRIBED_BY":
            one, other = other, one
        if kind in ("DESCRIBES", "DESCRIBED_BY"):
            self.roots |= {other: None} if other in self.facts else {}
        elif kind in HOLDS | HELD and one in self.facts:
            if other == "NONE" and kind == "CONTAINS":
                self.complete.add(one)
            elif other in self.facts and other != one:
                self.inside.setdefault(one, {})[other] = None
        elif kind in HOLDS | HELD and one == _DOCUMENT and other in self.facts:
            self.roots[other] = None

    def _tables(
        self, data: Mapping[str, object], key: str, around: Place = None
    ) -> Iterator[tuple[Place, Mapping[str, object]]]:
        place: Place = (around, key)
        entries = data.get(key)
        if entries is not None and not isinstance(entries, list):
            self.notes.refuse(place, "a list is needed here", "write a list")
        for index, each in enumerate(_list(entries)):
            if isinstance(each, dict):
                yield (place, index), each
            else:
                self.notes.refuse((place, index), "a table is needed here", "write a table")


def _list(data: object) -> list[object]:
    return data if isinstance(data, list) else []
