"""The facts a law may test, from `facts.toml`: type, values, groups of values, questions.

Derived facts (`party.on.us-entity-list`) are recognised here by their shape; who answers them is
none of the law's business.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import tomli

from sekisho.errors import LawError, Location, Problem
from sekisho.model.measure import FactRef

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

Type: TypeAlias = Literal["word", "words", "yes-no", "number", "date"]

ELEMENTS = ("party", "component", "actor-use", "party-use", "authorisation", "it")
"""Elements that a `some` or a definition binds; every other fact is the case's own."""

THINGS = ("item", "component", "actor-use", "party-use", "it")
"""What `meets` can be asked of."""

_CODES = """
ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs bt bv bw
by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg eh er es et fi
fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in
io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me
mf mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf
pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st sv
sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug um us uy uz va vc ve vg vi vn vu wf ws xk
ye yt za zm zw eu
"""
COUNTRIES = frozenset(_CODES.split())
"""ISO 3166-1 alpha-2 in lower case, `xk`, and `eu`: an EU institution or an unspecified member state."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: what it may hold and how it is asked.

    Attributes:
        values: the closed list of words; None: free text.
        groups: names of sets of these words, which a test may use in their place.
        question: by language, `en` and `ja`; `{name}` stands for the element's name.
    """

    name: str
    type: Type
    values: frozenset[str] | None = None
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    question: Mapping[str, str] = field(default_factory=dict)
    means: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""

    def expand(self, words: Iterable[str]) -> frozenset[str]:
        """The words with every group replaced by its values."""
        return frozenset().union(*(self.groups.get(word, frozenset((word,))) for word in words))


@dataclass(frozen=True, slots=True)
class Facts:
    """Every fact of `facts.toml`."""

    told: Mapping[str, Fact]
    derived: Mapping[str, Fact]
    of: Mapping[str, str]
    asks: Mapping[str, Mapping[str, str]]

    @classmethod
    def load(cls, path: Path) -> Facts:
        """Read a file of facts.

        Raises:
            LawError: it cannot be read, or is not as its own header describes.
        """
        try:
            return cls.read(path.read_bytes(), path.name)
        except OSError as error:
            raise _unread(path.name, error) from error

    @classmethod
    def read(cls, text: bytes, name: str = "facts.toml") -> Facts:
        """Read the text of a file of facts.

        Raises:
            LawError: it is not as its own header describes.
        """
        try:
            data = tomli.loads(text.decode("utf-8"))
            values = {name: _values(entry, data["fact"]) for name, entry in data["fact"].items()}
            groups = _groups(data.get("group", {}))
            told = {
                name: _fact(name, entry, data["fact"], values[name], groups)
                for name, entry in data["fact"].items()
            }
            derived = {
                name: _fact(name, entry, {}, _values(entry, {}), {})
                for name, entry in data["derived"].items()
            }
        except (ValueError, KeyError, TypeError) as error:  # of the first kind: not UTF-8, not TOML
            raise _unread(name, error) from error
        return cls(
            told, derived, {name: entry["of"] for name, entry in data["derived"].items()}, data.get("ask", {})
        )

    def refer(self, name: str) -> FactRef:
        """A fact as a test names it, taken apart; whether it exists is asked of :meth:`lookup`."""
        element, dot, rest = name.partition(".")
        if not dot or element not in ELEMENTS:
            element, rest = "case", name
        subject, relation, listed = _derived_parts(element, rest)
        return FactRef(element, rest, subject, relation, listed)

    def lookup(self, ref: FactRef) -> Fact | None:
        """What the fact is; None: there is no such fact."""
        if ref.relation:
            if not ref.list and ref.relation in _RELATIONS:
                return None
            return self.derived.get(ref.relation) if _fits(ref, self.of.get(ref.relation, "")) else None
        return self.told.get(ref.attr if ref.element == "case" else f"{ref.element}.{ref.attr}")

    def question(self, key: str, language: str = "en", **words: str) -> str:
        """How a fact or a need is asked, in plain words; the key itself where nobody wrote a question."""
        entry = self.told.get(key)
        wording = entry.question if entry is not None else self.asks.get(key, {})
        text = wording.get(language) or wording.get("en") or key
        for word, value in words.items():
            text = text.replace("{" + word + "}", value)
        return text

    def names(self) -> tuple[str, ...]:
        """Every told fact's name, and every derived one's shape."""
        shapes = {"company": "party.{}", "thing": "item.{}", "authorisation": "authorisation.{}"}
        lists = {name: "" if name in ("maker.country", "valid") else ".L" for name in self.derived}
        return (*self.told, *(shapes[self.of[name]].format(name) + lists[name] for name in self.derived))


def _unread(name: str, error: Exception) -> LawError:
    return LawError(f"{name} cannot be read", [Problem(Location(name), f"{type(error).__name__}: {error}")])


_RELATIONS = ("on", "entered", "under", "was-under", "share", "near", "sign")


def _derived_parts(element: str, attr: str) -> tuple[str, str, str]:
    """Subject, relation and list of a derived fact; three empty strings for a told one."""
    if element == "authorisation" and attr == "valid":
        return "", "valid", ""
    if attr == "maker.country" or (element == "case" and attr == "item.maker.country"):
        return attr.removesuffix(".country"), "maker.country", ""
    parts = attr.split(".")
    for place, part in enumerate(parts[:-1]):
        if part in _RELATIONS:
            return ".".join(parts[:place]), part, ".".join(parts[place + 1 :])
    return "", "", ""


_SUBJECTS: Mapping[str, tuple[str, str, str]] = {
    "company": ("actor", "item.maker", "maker"),
    "thing": ("item", "item", ""),
    "maker.country": ("item.maker", "item.maker", "maker"),
}
"""Whose relation may be asked: two subjects of the case, and the one of a thing that is bound."""


def _fits(ref: FactRef, kind: str) -> bool:
    """May this relation be asked of this subject?"""
    if kind == "authorisation":
        return ref.element == "authorisation"
    if ref.element == "party":
        return kind == "company" and not ref.subject
    *of_case, of_thing = _SUBJECTS["maker.country" if ref.relation == "maker.country" else kind]
    return (
        ref.subject in of_case if ref.element == "case" else ref.element in THINGS and ref.subject == of_thing
    )


def _values(entry: Mapping[str, Any], facts: Mapping[str, Any]) -> frozenset[str] | None:
    values = facts[entry["same"]].get("values", "any") if "same" in entry else entry.get("values", "any")
    if values == "country":
        return COUNTRIES
    return None if values == "any" else frozenset(values)


def _groups(entries: Mapping[str, Any]) -> dict[str, dict[str, frozenset[str]]]:
    groups: dict[str, dict[str, frozenset[str]]] = {}
    for name, entry in entries.items():
        groups.setdefault(entry["of"], {})[name] = frozenset(entry["values"])
    return groups


def _fact(
    name: str,
    entry: Mapping[str, Any],
    facts: Mapping[str, Any],
    values: frozenset[str] | None,
    groups: Mapping[str, Mapping[str, frozenset[str]]],
) -> Fact:
    model = entry.get("same", name)
    kind: Type = facts[model]["type"] if "same" in entry else entry["type"]
    question = {language: entry[language] for language in ("en", "ja") if language in entry}
    means = entry.get("means", facts.get(model, {}).get("means", {}))
    return Fact(name, kind, values, groups.get(model, {}), question, means, entry.get("unit", ""))
