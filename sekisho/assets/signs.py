"""From one thing that a device says of itself to whom it points: a sign, with its weight.

How the weights are to be read (docs/concepts/evidence.md has the table): words that a device uses for its
own maker count most; a number that somebody registered counts for the registrant, who may have made only the
board or the agent; makers of adapters and publishers of software count for nothing but themselves.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sekisho.assets.makers import PARTS, SOFTWARE, Maker, Makers
from sekisho.assets.marks import NULL, below_enterprises, candidates
from sekisho.model.device import Sign

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sekisho.assets.registry import Registry
    from sekisho.model.entity import Identifier

WEIGHTS: Mapping[str, float] = {
    "entity": 4.0,
    "dmi": 4.0,
    "sysdescr": 3.5,
    "vendor": 3.0,
    "snmp": 3.0,
    "fcc": 3.0,
    "model": 2.0,
    "cpe": 2.0,
    "brand": 2.0,
    "banner": 2.0,
    "object": 2.0,
    "mac": 2.0,
    "registrant": 1.0,
    "guess": 1.0,
    "pnp": 1.0,
    "pci": 1.0,
    "usb": 1.0,
}
"""How much a sign of each kind counts for whom it names; kinds are weighed in this order."""
ALSO = 1.5
"""What a maker counts for that a description names after another one."""
LIGHT = 1.0
"""What a registrant counts for whose number others are known to use, and who builds for a brand."""
DOUBT = 0.75
"""What a mark of the corpus counts for that nobody has verified."""
STRANGER = 0.6
"""What a registrant counts for whom the table does not know to make devices: operators and makers of cards
register numbers, too."""
TEXTS = ("entity", "dmi", "vendor", "brand", "registrant", "guess")
"""Kinds whose value is the name of a maker."""
_SAYS = {
    "vendor": "a table of the inventory says so",
    "registrant": "a scanner says so of the registrant of its address",
    "guess": "a scanner takes it for one of theirs",
}
SHOWN = 80
WHOLE, PARTED = 6, 9
"""Digits of a block that one firm has as a whole, and of the smallest part of one that several share."""
_NUMBERED = re.compile(r"[\w/.+-]*\d[\w/.+-]*", re.ASCII)
"""A number of a part where the name of its maker is expected."""


class Reader:
    """Everything that tells makers by signs, ready to be asked."""

    def __init__(
        self,
        makers: Makers,
        marks: Iterable[Identifier],
        registries: Iterable[Registry],
    ) -> None:
        """Take what to ask.

        Args:
            makers: the table of makers.
            marks: identifiers of the corpus.
            registries: what was fetched; the first that knows a prefix speaks.
        """
        self._makers = makers
        self._marks = {(each.kind, each.value.lower()): each for each in marks if each.kind != "brand"}
        self._registries: dict[str, list[Registry]] = {}
        for each in registries:
            self._registries.setdefault(each.kind, []).append(each)
        known = [value for kind, value in self._marks if kind == "mac"]
        known += (each for one in self._registries.get("mac", ()) for each in one.names)
        self._parted = frozenset(each[:WHOLE] for each in known if len(each) > WHOLE)
        self._read: dict[tuple[str, str], tuple[Sign, ...]] = {}

    def read(self, kind: str, value: str) -> tuple[Sign, ...]:
        """The signs in one value of a kind; looked up once."""
        asked = (kind, self._block(value) if kind == "mac" else value)
        found = self._read.get(asked)
        if found is None:
            found = self._read[asked] = tuple(self._look(*asked))
        return found

    def _block(self, value: str) -> str:
        """The block of an address, as it is shown: its first six digits, or nine where blocks are parted."""
        digits = value.upper().replace(":", "").replace("-", "").replace(".", "")
        if digits.startswith(NULL):
            return digits
        block = digits[:WHOLE] if digits[:WHOLE].lower() not in self._parted else digits[:PARTED]
        return ":".join(block[start : start + 2] for start in range(0, len(block), 2))

    def _look(self, kind: str, value: str) -> Iterator[Sign]:
        if kind in ("sysdescr", "banner"):
            yield from self._described(kind, value)
        elif kind == "model":
            maker = self._makers.of_model(value)
            if maker is not None:
                yield _sign(kind, value, maker, WEIGHTS[kind], "looks like a model or part number of theirs")
        elif kind in TEXTS:
            yield from self._written(kind, value)
        else:
            yield from self._registered(kind, value)
            if kind == "snmp":
                yield from self._whole(value)

    def _described(self, kind: str, text: str) -> Iterator[Sign]:
        """A description: the maker it names first counts in full, others lightly."""
        weight = WEIGHTS[kind]
        for maker, words in self._makers.within(text):
            yield _sign(kind, text, maker, weight, f"says “{words}”")
            if not maker.role:
                weight = ALSO
        if weight == WEIGHTS[kind]:
            models = (self._makers.of_model(word) for word in text.split()[:3])
            model = next((each for each in models if each is not None), None)
            if model is not None:
                yield _sign(kind, text, model, WEIGHTS["model"], "names a model of theirs")

    def _written(self, kind: str, text: str) -> Iterator[Sign]:
        """The name of a maker, as the device gives it; `name*3` counts the parts that bear it."""
        head, _, count = text.rpartition("*")
        name = head if head and count.isdigit() else text
        maker = self._makers.named(name)
        if maker is None or _NUMBERED.fullmatch(name):
            return
        if maker.name not in self._makers.by_name:
            # Of those that are companies of the corpus only the whole name counts: others have namesakes.
            inside = (each for each, _ in self._makers.within(name) if not each.entities)
            maker = next(inside, maker)
        share = 0.0 if maker.role == SOFTWARE else 0.5 if maker.role == PARTS else 1.0
        yield Sign(
            kind,
            cut(text),
            maker.name,
            entity_of(maker),
            WEIGHTS[kind] * share,
            _SAYS.get(kind, "names itself so"),
        )

    def _registered(self, kind: str, value: str) -> Iterator[Sign]:
        prefixes = candidates(kind, value)
        name, source = self._registrant(kind, prefixes)
        mark = next((self._marks[kind, each] for each in prefixes if (kind, each) in self._marks), None)
        if mark is not None:
            yield from self._marked(mark, value, name, source)
            return
        if (registered := self._makers.named(name)) is not None:
            known = registered.name in self._makers.by_name
            weight = WEIGHTS[kind] * (1 if known else STRANGER)
            says = f"registered to {name}" + ("" if known else ", of whom the table of makers has nothing")
            yield _sign(kind, value, registered, weight, says, source)

    def _marked(self, mark: Identifier, value: str, name: str, source: str) -> Iterator[Sign]:
        """A mark of the corpus; where its number is registered to somebody else, both are told."""
        maker, registered = self._company(mark.entity), self._makers.named(name)
        other = registered is not None and registered.name != maker.name
        own = "has the block: who registered it, not the brand"
        says = f"{maker.name} {own}" if mark.kind == "mac" else f"points to {maker.name}"
        says += f"; registered to {name}" if other else ""
        weight = WEIGHTS[mark.kind] * (1 if mark.certainty == "high" else DOUBT)
        doubt = f" ({mark.certainty})" if mark.certainty not in ("", "high") else ""
        yield Sign(mark.kind, value, maker.name, mark.entity, weight, says, mark.source + doubt)
        if other and registered is not None:
            says = f"registered to {name}, whose number others use"
            yield _sign(mark.kind, value, registered, LIGHT, says, source)

    def _whole(self, value: str) -> Iterator[Sign]:
        """What a list of whole object ids says: the longest that the device's begins with."""
        parts = below_enterprises(value)
        for registry in self._registries.get("object", ()):
            # The number of the enterprise alone is the registry of numbers' business.
            begins = (".".join(parts[:length]) for length in range(len(parts), 1, -1))
            name = next((registry.names[each] for each in begins if each in registry.names), "")
            maker = self._makers.named(name)
            if maker is not None:
                yield _sign(
                    "object", value, maker, WEIGHTS["object"], f"listed as of {name}", registry.source
                )

    def _registrant(self, kind: str, prefixes: Iterable[str]) -> tuple[str, str]:
        """The registrant by the longest prefix, and the source; empty: nobody, or none that is told."""
        for prefix in prefixes:
            for registry in self._registries.get(kind, ()):
                if prefix in registry.names:
                    return registry.names[prefix], registry.source
        return "", ""

    def _company(self, entity: str) -> Maker:
        return self._makers.of_entity.get(entity) or Maker(entity, "", (entity,))


def entity_of(maker: Maker) -> str:
    """The company of the corpus that a maker is, if only its name is known."""
    return maker.entities[0] if maker.entities else ""


def cut(text: str, most: int = SHOWN) -> str:
    """A value as it is shown."""
    return text if len(text) <= most else text[: most - 1] + "…"


def _sign(kind: str, value: str, maker: Maker, weight: float, says: str, source: str = "") -> Sign:
    if maker.role == SOFTWARE:
        weight, says = 0.0, f"{says}: names software, not who made the device"
    elif maker.role == PARTS and kind not in (*TEXTS, "sysdescr", "banner"):
        weight, says = 0.0, f"{says}: makes parts of others' devices"
    return Sign(kind, cut(value), maker.name, entity_of(maker), weight, says, source)
