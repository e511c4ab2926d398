"""A bill of materials: the item, its parts at any depth, and where a part is used a second time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sekisho.model.case import Case, Row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sekisho.model.case import Value

ITEM = "item"
"""Address of the item itself; those of its parts begin with `item.components`."""


@dataclass(frozen=True, slots=True)
class Bom:
    """A bill of materials, in the words of a case.

    Attributes:
        name: of the file.
        facts: of the item, as a case holds them: `item.name`, `item.manufacturer` …
        components: every part, outer before inner; None: it lists none, nor says that there are none.
        unopened: addresses of those whose list of parts is not said to be complete; `item` for the whole.
        shared: pairs of addresses, an assembly and a part that it uses though the part is listed elsewhere.
    """

    name: str
    facts: Mapping[str, Value]
    components: tuple[Row, ...] | None
    unopened: tuple[str, ...] = ()
    shared: tuple[tuple[str, str], ...] = ()

    def case(self, name: str) -> Case:
        """A case that tells nothing but this item."""
        return Case(name, self.facts, components=self.components, unopened=self.unopened)


def holder_of(address: str) -> str:
    """The address of what a part is listed in: of `item.components[1].components[0]`, the one before."""
    return address[: address.rindex(".components[")]
