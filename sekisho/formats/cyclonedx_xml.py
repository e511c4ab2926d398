"""CycloneDX in XML, brought into the shape that the same bill has in JSON, with the line of every place.

Only what is read or checked of a bill is brought over: its number and day, the subject, the parts,
compositions and dependencies. The version is that of the namespace; elements of other namespaces are
extensions and left alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.errors import InputError, Location, Problem
from sekisho.formats.lined import Lined
from sekisho.formats.notes import quote
from sekisho.formats.xml import parse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sekisho.formats.xml import Element

SPACE = "http://cyclonedx.org/schema/bom/"
"""Before the version in the namespace of a bill."""

_TEXTS = ("name", "version", "cpe", "scope")
_COMPANIES = ("manufacturer", "supplier")

Table = dict[str, object]


def read_xml(data: bytes, file: str) -> tuple[Table, Lined]:
    """The bill as JSON would have it, and its places.

    Raises:
        InputError: it is no XML, or no CycloneDX.
    """
    root = parse(data, file)
    if root.tag != "bom" or not root.space.startswith(SPACE):
        message = (
            f"this is no CycloneDX BOM: the outermost element is {quote(root.tag)} of {quote(root.space)}"
        )
        hint = f"give <bom xmlns='{SPACE}1.6'>; other formats have to be converted"
        raise InputError(
            f"the BOM {file} cannot be read", [Problem(Location(file, root.line), message, hint)]
        )
    shape = _Shape()
    return shape.bom(root), Lined(file, shape.lines)


class _Shape:
    """Elements to tables."""

    def __init__(self) -> None:
        self.lines: dict[str, int] = {}

    def bom(self, root: Element) -> Table:
        table: Table = {"bomFormat": "CycloneDX", "specVersion": root.space.removeprefix(SPACE)}
        self.lines["specVersion"] = self.lines["serialNumber"] = root.line
        if "serialNumber" in root.attributes:
            table["serialNumber"] = root.attributes["serialNumber"]
        if (metadata := root.first("metadata")) is not None:
            table["metadata"] = self._metadata(metadata)
        if (parts := root.first("components")) is not None:
            table["components"] = self._components(parts, "components")
        if (compositions := root.first("compositions")) is not None:
            table["compositions"] = [
                self._composition(each, f"compositions[{index}]")
                for index, each in enumerate(compositions.inner("composition"))
            ]
        if (dependencies := root.first("dependencies")) is not None:
            table["dependencies"] = self._dependencies(dependencies)
        return table

    def _metadata(self, element: Element) -> Table:
        self.lines["metadata"] = element.line
        table = self._companies(element, "metadata", ("manufacture", "supplier"))
        if (written := element.first("timestamp")) is not None:
            self.lines["metadata.timestamp"] = written.line
            table["timestamp"] = written.text
        if (subject := element.first("component")) is not None:
            table["component"] = self._component(subject, "metadata.component")
        return table

    def _components(self, element: Element, path: str) -> list[object]:
        self.lines[path] = element.line
        parts = enumerate(element.inner("component"))
        return [self._component(each, f"{path}[{index}]") for index, each in parts]

    def _component(self, element: Element, path: str) -> Table:
        self.lines[path] = element.line
        table: Table = {k: v for k, v in element.attributes.items() if k in ("type", "bom-ref")}
        for tag in _TEXTS:
            if (child := element.first(tag)) is not None:
                self.lines[f"{path}.{tag}"] = child.line
                table[tag] = child.text
        table |= self._companies(element, path, _COMPANIES)
        if (properties := element.first("properties")) is not None:
            table["properties"] = [
                self._property(each, f"{path}.properties[{index}]")
                for index, each in enumerate(properties.inner("property"))
            ]
        if (hashes := element.first("hashes")) is not None:
            table["hashes"] = [
                self._hash(each, f"{path}.hashes[{index}]") for index, each in enumerate(hashes.inner("hash"))
            ]
        if (parts := element.first("components")) is not None:
            table["components"] = self._components(parts, f"{path}.components")
        return table

    def _hash(self, element: Element, path: str) -> Table:
        self.lines[path] = element.line
        return {"alg": element.attributes.get("alg"), "content": element.text}

    def _companies(self, element: Element, path: str, tags: Iterable[str]) -> Table:
        found: Table = {}
        for tag in tags:
            if (child := element.first(tag)) is not None:
                self.lines[f"{path}.{tag}"] = child.line
                name = child.first("name")
                found[tag] = {} if name is None or not name.text else {"name": name.text}
        return found

    def _property(self, element: Element, path: str) -> Table:
        self.lines[path] = element.line
        return {**element.attributes, "value": element.text or None}

    def _composition(self, element: Element, path: str) -> Table:
        self.lines[path] = element.line
        aggregate, assemblies = element.first("aggregate"), element.first("assemblies")
        inner = () if assemblies is None else assemblies.inner("assembly")
        return {
            "aggregate": None if aggregate is None else aggregate.text,
            "assemblies": [each.attributes.get("ref", "") for each in inner],
        }

    def _dependencies(self, element: Element) -> list[object]:
        """Each dependency names those inside it; what is inside those is said of them in its turn."""
        found: list[object] = []
        todo = list(element.inner("dependency"))
        for each in todo:
            self.lines[f"dependencies[{len(found)}]"] = each.line
            inner = list(each.inner("dependency"))
            on = [inside.attributes.get("ref", "") for inside in inner]
            found.append({**each.attributes, "dependsOn": on})
            todo += [inside for inside in inner if inside.children]
        return found
