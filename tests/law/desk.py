"""Small laws for tests: fenced blocks, a folder to read them from, and questions put to them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from sekisho import dates
from sekisho.dates import LAST_DAY, AsOf
from sekisho.errors import Location
from sekisho.formats.case import case_of
from sekisho.law.answer import answer
from sekisho.law.assemble import assemble
from sekisho.law.columns import Batch
from sekisho.law.decide import decide
from sekisho.law.facts import Facts
from sekisho.law.register import CORPUS, Law
from sekisho.model.measure import BY_STRICTNESS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from sekisho.errors import Problem
    from sekisho.law.columns import Supplier
    from sekisho.model.case import Case
    from sekisho.model.decision import Decision

CORPUS_LAW = CORPUS / "law"
FACTS = Facts.load(CORPUS_LAW / "facts.toml")


def block(kind: str, body: str) -> str:
    """A fenced block."""
    return f"```toml {kind}\n{body.strip()}\n```\n"


def instrument(
    key: str = "T",
    more: str = "",
    *,
    rank: str = "statute",
    since: str = "from = 2018-01-01",
    published: str = "2018-01-01",
) -> str:
    """An instrument that binds everybody in Japan who buys."""
    head = f'id = "{key}"\ntitle = "title of {key}"\nissuer = "nobody"\ncountry = "jp"\nrank = "{rank}"\n'
    return block("instrument", f'{head}published = {published}\n{since}\nactions = ["buy"]\n{more}')


def measure(key: str = "T/m", more: str = "", *, outcome: str = "prohibited", target: str = "") -> str:
    """A measure about routers."""
    section = target or '[target]\n"a router" = "item.class is router"'
    return block("measure", f'id = "{key}"\noutcome = "{outcome}"\ncites = "art. 1"\n{more}\n{section}')


def write(root: Path, *texts: str) -> Path:
    """A folder of law: the corpus's facts, and some texts as one file."""
    shutil.copy(CORPUS_LAW / "facts.toml", root / "facts.toml")
    (root / "law.md").write_text("".join(texts), "utf-8")
    return root


def load(root: Path, *texts: str) -> Law:
    """The law of some texts, which must be without a problem."""
    return Law.load(write(root, *texts))


def refused(root: Path, *texts: str) -> list[Problem]:
    """What reading some texts finds wrong."""
    return assemble(write(root, *texts), examples=True)[1]


def case(data: Mapping[str, object] | None = None) -> Case:
    """A case in the case format; a purchase of a router where nothing else is said."""
    return case_of(ROUTER if data is None else data, Location("case"), FACTS, default_id="case")


ROUTER: Mapping[str, object] = {"action": "buy", "item": {"class": "router"}}


def as_of(on: str, known: str | None = None) -> AsOf:
    """The two times of a question."""
    return AsOf(dates.moment(on), LAST_DAY if known is None else dates.day(known))


def decision(
    law: Law,
    data: Mapping[str, object] | None = None,
    on: str = "2020-01-01",
    known: str | None = None,
    name: str = "T",
    readings: tuple[str, ...] = (),
    supplier: Supplier | None = None,
) -> Decision | None:
    """What an instrument decides; the columns of a batch must say the same."""
    adopted = frozenset(readings)
    batch = Batch([case(data)], as_of(on, known), law.facts, supplier)
    decided, _ = answer(law, batch, 0, name, adopted)
    board = decide(law, batch, adopted)
    in_columns = BY_STRICTNESS[int(board.codes[board.instruments.index(name), 0])]
    assert in_columns == ("no-rule" if decided is None else decided.outcome)
    return decided


def outcome(
    law: Law,
    data: Mapping[str, object] | None = None,
    on: str = "2020-01-01",
    known: str | None = None,
    name: str = "T",
    readings: tuple[str, ...] = (),
) -> str:
    """The word an instrument answers with."""
    decided = decision(law, data, on, known, name, readings)
    return "no-rule" if decided is None else str(decided.outcome)


def reader(facts: Facts = FACTS) -> Callable[[Mapping[str, object], Location], Case]:
    """What the law is given to read the cases of examples with."""
    return lambda data, at: case_of(data, at, facts, default_id="example")
