"""From what a device says of itself to its maker: every sign is weighed, kept and shown.

Invariants: no sign that points to a company of the corpus is dropped; without a weighty sign the maker is
unknown, never somebody harmless; the order in which signs are told decides nothing; one device is weighed as
a thousand are.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.assets.makers import Makers
from sekisho.assets.marks import candidates
from sekisho.assets.signs import LIGHT, WEIGHTS, Reader, cut, entity_of
from sekisho.model.device import Attribution, Confidence, Sign

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sekisho.assets.registry import Registry
    from sekisho.model.device import Device
    from sekisho.model.entity import Identifier

CORPUS = Path(__file__).parent.parent / "corpus" / "marks"
WEIGHTY = 2.0
SURE = 5.0
"""Together from two kinds or more: the maker is as sure as signs can make it."""
SECOND, INSIDE = 0.5, 0.25
"""What a maker counts for that fewer values of a kind name; of few parts of a device, still less."""


class Assets:
    """Tells who made a device."""

    def __init__(self, makers: Makers, reader: Reader) -> None:
        """Take the table of makers, and what reads signs by it."""
        self.makers = makers
        self._reader = reader

    @classmethod
    def load(
        cls, marks: Iterable[Identifier], registries: Iterable[Registry] = (), root: Path = CORPUS
    ) -> Assets:
        """With the table of makers that ships.

        Args:
            marks: identifiers of the corpus.
            registries: what was fetched.
            root: the folder of the table.

        Raises:
            InputError: the table is refused.
        """
        makers = Makers.load(root / "makers.toml")
        return cls(makers, Reader(makers, marks, registries))

    def attribute(self, device: Device, day: int) -> Attribution:
        """Who made a device, on what signs.

        Args:
            device: what it says of itself, and what a person says of it.
            day: on which the brands are asked about.
        """
        kinds = [kind for kind in WEIGHTS if kind in device.told]
        signs = [sign for kind in kinds for sign in self._signs(kind, device.told[kind])]
        ranked = tuple(sorted(signs, key=lambda sign: -sign.weight))
        scores = self._scores(ranked)
        if device.maker:
            return self._stated(device.maker, ranked, scores, day)
        best = max(scores, key=lambda name: scores[name], default="")
        if not best:
            return Attribution("", "", Confidence.UNKNOWN, ranked, (), _nobody(device, ranked))
        own = tuple(sign for sign in ranked if sign.weight > 0 and self.makers.key(sign.maker) == best)
        against = self._against(best, ranked, scores)
        entity = next((sign.entity for sign in own if sign.entity), "")
        confidence = _confidence(scores[best], len({sign.kind for sign in own}), against)
        signs = [*ranked, *self._rebrands((own[0].maker, *against), day)]
        return Attribution(own[0].maker, entity, confidence, tuple(signs), against, _why(own, against))

    def _stated(
        self, stated: str, signs: tuple[Sign, ...], scores: Mapping[str, float], day: int
    ) -> Attribution:
        maker = self.makers.named(stated)
        against = self._against(self.makers.key(stated), signs, scores)
        why = f"stated as {stated}" + (f"; its signs speak of {', '.join(against)}" if against else "")
        entity = "" if maker is None else entity_of(maker)
        brand = stated if maker is None else maker.name
        signs = (*signs, *self._rebrands((brand, *against), day))
        return Attribution(stated, entity, Confidence.STATED, signs, against, why)

    def _against(self, best: str, signs: Iterable[Sign], scores: Mapping[str, float]) -> tuple[str, ...]:
        """The other makers that what is told points to with weight."""
        keys = {self.makers.key(sign.maker): sign.maker for sign in signs}
        return tuple(keys[key] for key in scores if key != best and scores[key] >= WEIGHTY)

    def _scores(self, signs: Iterable[Sign]) -> dict[str, float]:
        """For each maker that is a candidate, by its key, what counts for it."""
        scores: dict[str, float] = {}
        for sign in signs:
            if sign.weight > 0:
                key = self.makers.key(sign.maker)
                scores[key] = scores.get(key, 0.0) + sign.weight
        return scores

    def _signs(self, kind: str, values: tuple[str, ...]) -> Iterator[Sign]:
        """The signs of one kind; of several values, the maker that most of them name counts in full."""
        if len(values) == 1:
            yield from self._reader.read(kind, values[0])
            return
        found = Counter(sign for value in values for sign in self._reader.read(kind, value))
        counted: Counter[str] = Counter()
        for sign, times in found.items():
            counted[sign.maker] += times
        share = 1.0
        for maker, _ in counted.most_common():
            # The second address of one registrant says nothing new.
            own = max((sign for sign in found if sign.maker == maker), key=lambda sign: sign.weight)
            yield own if share == 1 else replace(own, weight=own.weight * share)
            if own.weight > 0:
                share = INSIDE if kind == "entity" else SECOND

    def _rebrands(self, makers: Iterable[str], day: int) -> list[Sign]:
        """Who builds for a brand that a device is taken for; a part of a brand inside does not count."""
        found = []
        for brand in (each for name in makers for each in self.makers.brands.get(name, ())):
            if day in brand.valid:
                maker = self.makers.by_name[brand.maker]
                says = f"{maker.name} builds for {brand.brand}: {brand.cites}"
                found.append(
                    Sign("rebrand", brand.brand, maker.name, entity_of(maker), LIGHT, says, brand.certainty)
                )
        return found


def _confidence(score: float, kinds: int, against: tuple[str, ...]) -> Confidence:
    if against:
        return Confidence.LOW
    if score >= SURE and kinds > 1:
        return Confidence.HIGH
    return Confidence.MEDIUM if score >= WEIGHTY else Confidence.LOW


def _why(own: tuple[Sign, ...], against: tuple[str, ...]) -> str:
    why = "; ".join(f"{sign.kind} {cut(sign.value, 40)} {sign.says}" for sign in own[:3])
    return f"{why}; contradicted by signs of {', '.join(against)}" if against else why


def _nobody(device: Device, signs: tuple[Sign, ...]) -> str:
    """Why the maker is unknown, in a sentence."""
    told = {kind: values for kind, values in device.told.items() if any(each.strip() for each in values)}
    if not told:
        return "nothing is told of it that could name a maker"
    named = tuple(dict.fromkeys(sign.maker for sign in signs))
    if named:
        return f"its signs name only software, or makers of parts: {', '.join(named)}"
    if set(told) == {"mac"} and not any(candidates("mac", each) for each in told["mac"]):
        return "its addresses are locally administered, of groups or of zeros: they identify nobody"
    kinds = ", ".join(sorted(told))
    return f"no table or registry at hand knows its {kinds}; that says nothing about who made it"
