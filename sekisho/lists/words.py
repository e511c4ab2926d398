"""What a published name says besides the name: other names, who else is meant, whose affiliate it is.

Publishers write whole sentences into the field of the name. Each rule here takes one kind of addition out
and keeps what it means; what no rule knows stays in the name. Invariants: no text is lost (the caller keeps
the published one); a rule that would leave no name is not applied.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

SCOPES = (
    ("successors", r"successors?(?:[\s-]in[\s-]interest)?"),
    ("predecessors", r"predecessors?"),
    ("subsidiaries", r"(?:wholly[\s-]owned\s+)?subsidiar(?:y|ies)"),
    ("sub-units", r"sub-?units?"),
    ("subordinates", r"subordinate(?:s|\s+(?:institutions?|institutes?|entit(?:y|ies)))?"),
    ("affiliates", r"affiliate(?:s|d(?:\s+entit(?:y|ies))?)?"),
    ("parents", r"parents?"),
    ("assigns", r"assign(?:s|ees?)"),
    ("branches", r"branch(?:es)?"),
)
"""Whom an entry reaches besides the one it names, and the words for it."""

_ONE = "|".join(pattern for _, pattern in SCOPES)
_BETWEEN = r"(?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or|and/or)\s+)"
_SCOPE = re.compile(
    rf"[\s,;(]+(?:(?:and|or|including|with)\s+)(?:(?:any|all)\s+(?:of\s+)?)?(?:(?:its|their|the)\s+)?"
    rf"(?:{_ONE})(?:{_BETWEEN}(?:(?:any|all|its)\s+)?(?:{_ONE}))*"
    rf"(?:\s+(?:thereof|of\s+such\s+entit(?:y|ies)))?[\s).,;]*$",
    re.IGNORECASE,
)
_SCOPE_WORDS = tuple((word, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for word, pattern in SCOPES)

# Without dots the letters may be a name (Aka Bank): then only in small letters, and never first.
_ALIAS = r"a[./]\s?k[./]\s?a\b\.?|also\s+known\s+as|d[./]\s?b[./]\s?a\b\.?|doing\s+business\s+as"
_FORMER = r"f[./]\s?k[./]\s?a\b\.?|formerly(?:\s+known\s+as)?|(?<=[\s(])(?-i:fka)\b"
_NEWER = r"n[./]\s?k[./]\s?a\b\.?|now\s+known\s+as|(?<=[\s(])(?-i:aka|dba|nka)\b"
_COUNT = r"(?:the\s+following\s+)?(?:one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|twenty|\d+)?"
_LISTED = rf"(?:and|including)?\s*{_COUNT}\s*alias(?:es)?\s*:"
_MARK = re.compile(
    rf"(?:\b(?:and|including)\s+)?(?<![\w.])(?:(?P<former>{_FORMER})|(?P<alias>{_ALIAS}|{_NEWER}))"
    rf"(?:[\s,:]+(?:{_COUNT}\s*(?:alias(?:es)?)\s*:)?)?\s*|(?<=\()\s*(?P<listed>{_LISTED})\s*",
    re.IGNORECASE,
)
_OPEN = re.compile(r"[\s,;]*(?P<open>\()?\s*$")
_APART = re.compile(
    r"\s*(?:;|—|–|(?:^|\s)-(?=\S))\s*|(?<=\bCo\.)\s+and\s+(?=[A-Z])|(?<=td\.)\s+and\s+(?=[A-Z])"
)
_AND = re.compile(r"^(?:and|or)\b[\s,]*|[\s,;]+(?:and|or)?[\s,;]*$", re.IGNORECASE)

_AFFILIATE = re.compile(
    r"^(?P<of>.+?)[\s.,;]*\b(?:affiliated\s+entit(?:y|ies)|subordinate\s+institut(?:ion|e)s?|branch)\s*:\s*",
    re.IGNORECASE,
)
_PARENT = re.compile(r"[\s,]*\(\s*parent\s+(?:organization|company)\s*:\s*(?P<of>.+)\)\s*$", re.IGNORECASE)
_OF = re.compile(
    r"[\s,]*\(\s*an?\s+(?:subordinate\s+institut(?:e|ion)|subsidiary|affiliate|branch)\s+of\s+(?P<of>[^()]+)\)\s*$",
    re.IGNORECASE,
)
_STAR = re.compile(r"\s*([*#]+)\s*$")
_SIGN = re.compile(r"[†‡^]+")
_TYPE = re.compile(r"\s*\([^()]*\b(?:individual|entity|person)\s*\)\s*$", re.IGNORECASE)
_SHORT = re.compile(r"\s*\(\s*[“\"']?(?P<short>[^()“”\"]{2,40}?)[”\"']?\s*\)\s*$")
_SPACE = re.compile(r"\s+")
_SIGNS = (
    "(", ";", ":", "*", "†", "‡", "^", "#", "  ", "\n", "\t",
    "a.k", "a/k", "a. k", " aka", "f.k", "f/k", "f. k", " fka", "n.k", "n/k", " nka", "d.b", "d/b", "d. b",
    " dba",
    "known as", "formerly", "doing bus", "success", "subsid", "affiliat", "sub-unit", "subunit", "subordinat",
    "branch", "parent", "assign", "predecess", "alias",
)  # fmt: skip
"""What none of the rules can do without, in small letters; and a comma or `and` at the end."""

_WEAK = 3
"""An abbreviation of so few letters is anybody's."""

_FOOTNOTE = re.compile(r"(?<=\))\s?,?\s?([1-9])(?=[\s,.]|$)|(?<=EAR)\s([1-9])\s*$")
_SHUT = re.compile(r"\s+(?=[,.)]|$)")


class Name(NamedTuple):
    """What a published name says.

    Attributes:
        name: the name itself.
        weak: abbreviations that others may bear too.
        affiliate_of: the party whose affiliate or branch the entry says it is.
        parent: the party that it says is its parent.
        scope: words of `SCOPES`.
        marks: footnote marks that stood behind it.
    """

    name: str
    aliases: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    affiliate_of: str = ""
    parent: str = ""
    marks: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Is it nothing but a name?"""
        return not any(self[1:])


@lru_cache(maxsize=1 << 14)
def name_of(text: str) -> Name:
    """Take a published name apart."""
    small = text.lower()
    for sign in _SIGNS:
        if sign in small:
            break
    else:
        if not small.endswith((",", " and", " or")):
            return Name(text)
    taker = _Taker(_SPACE.sub(" ", _SIGN.sub("", text)).strip(), _SIGN.findall(text))
    taker.affiliate()
    taker.end()
    taker.others()
    taker.end()
    return taker.done()


@lru_cache(maxsize=1 << 12)
def footnotes(text: str) -> tuple[str, tuple[str, ...]]:
    """A licence requirement without the digits of its footnotes, and the digits.

    `See §§ 734.9(e) 1 and 744.11 of the EAR 2` has the footnotes 1 and 2.
    """
    marks = tuple(dict.fromkeys(found[1] or found[2] for found in _FOOTNOTE.finditer(text)))
    if not marks:
        return text, ()
    without = _FOOTNOTE.sub(lambda found: "," if "," in found[0] else "", text)
    return _SHUT.sub("", without), marks


def scopes(text: str) -> tuple[str, ...]:
    """The words of `SCOPES` in a text."""
    return tuple(word for word, pattern in _SCOPE_WORDS if pattern.search(text))


class _Taker:
    """A name from which one addition after the other is taken."""

    def __init__(self, text: str, marks: list[str]) -> None:
        self._text = self._whole = text
        self._aliases: list[str] = []
        self._weak: list[str] = []
        self._former: list[str] = []
        self._scope: list[str] = []
        self._marks = marks
        self._of = self._parent = ""

    def done(self) -> Name:
        """What has been found."""
        name = _AND.sub("", self._text).strip(" ,;:")
        if name.count("(") > name.count(")"):
            name = name.rstrip("( ")
        name = name or next(iter((*self._aliases, *self._former, *self._weak)), self._whole)
        return Name(
            name,
            _others(self._aliases, name),
            _others(self._weak, name),
            _others(self._former, name),
            tuple(dict.fromkeys(self._scope)),
            self._of,
            self._parent,
            tuple(self._marks),
        )

    def affiliate(self) -> None:
        """`X (Short). Affiliated Entity: Y` lists Y."""
        found = _AFFILIATE.match(self._text)
        if found is None:
            return
        if rest := self._text[found.end() :].strip(" -—–,;"):
            self._of = name_of(found["of"]).name
            self._text = rest
        else:
            self._text = found["of"]

    def end(self) -> None:
        """What stands at the end, in any order."""
        before = ""
        while before != self._text:
            before = self._text
            for pattern, keep in _ENDS:
                found = pattern.search(self._text)
                if found is not None and found.start() > 0 and keep(self, found):
                    self._text = self._text[: found.start()].rstrip()

    def others(self) -> None:
        """`X (also known as Y; and Z)`, `X, f.k.a. Y`, `(including two aliases: Y; and Z)`."""
        marks = list(_MARK.finditer(self._text))
        if not marks:
            return
        first = marks[0].start()
        lead = _OPEN.search(self._text[:first])
        start, enclosed = (lead.start(), lead["open"] is not None) if lead else (first, False)
        end = self._closing(marks[0].end()) if enclosed else len(self._text)
        inside = [mark for mark in marks if mark.start() < end]
        for mark, after in zip(inside, [*[each.start() for each in inside[1:]], end], strict=True):
            kept = self._former if mark["former"] else self._aliases
            kept.extend(_listed(self._text[mark.end() : after]))
        self._text = (self._text[:start] + " " + self._text[end + 1 :]).strip()

    def _closing(self, start: int) -> int:
        """Where the bracket that is open at *start* closes; the end, if it never does."""
        depth = 1
        for at in range(start, len(self._text)):
            depth += {"(": 1, ")": -1}.get(self._text[at], 0)
            if depth == 0:
                return at
        return len(self._text)

    def star(self, found: re.Match[str]) -> bool:
        """A footnote mark."""
        self._marks.append(found[1])
        return True

    def reach(self, found: re.Match[str]) -> bool:
        """`and any successor, sub-unit, or subsidiary thereof`."""
        self._scope.extend(scopes(found[0]))
        return True

    def owner(self, found: re.Match[str]) -> bool:
        """`(Parent Organization: Y)`."""
        self._parent = found["of"].strip()
        return True

    def member(self, found: re.Match[str]) -> bool:
        """`(a subsidiary of Y)`."""
        self._of = found["of"].strip()
        return True

    def kind(self, found: re.Match[str]) -> bool:
        """`(DPRK individual)`."""
        return bool(found)

    def short(self, found: re.Match[str]) -> bool:
        """`Huawei Technologies Co., Ltd. (Huawei)`; but not `Huawei Device (Dongguan)`."""
        short, name = found["short"].strip(), self._text[: found.start()]
        if not _is_short(short, name):
            return False
        (self._weak if short.isupper() and len(short) <= _WEAK else self._aliases).append(short)
        return True


_ENDS = (
    (_STAR, _Taker.star),
    (_SCOPE, _Taker.reach),
    (_PARENT, _Taker.owner),
    (_OF, _Taker.member),
    (_TYPE, _Taker.kind),
    (_SHORT, _Taker.short),
)


def _listed(text: str) -> list[str]:
    """The names of an enumeration, each without the short form behind it."""
    parts = (_AND.sub("", part).strip(' ,:“”"') for part in _APART.split(text))
    return [part if part.count("(") == part.count(")") else part.strip("()") for part in parts if part]


def _others(names: list[str], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in names if each != name))


def _is_short(short: str, name: str) -> bool:
    """Is it a part of the name, or the initials of its words?"""
    if re.search(rf"\b{re.escape(short)}\b", name, re.IGNORECASE):
        return True
    letters = [letter for letter in short if letter.isalnum()]
    if not short.replace("-", "").isalnum() or sum(map(str.isupper, letters)) < len(letters) / 2:
        return False
    initials = iter(re.findall(r"\b\w|(?<=[a-z])[A-Z]|(?<=-)\w", name))
    return all(any(letter.upper() == each.upper() for each in initials) for letter in letters)
