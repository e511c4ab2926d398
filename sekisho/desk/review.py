"""Four eyes: what would let somebody or something pass, one person proposes and another one approves.

That the bearer of a name is *not* an entity, and that a finding is *waived*, takes two persons; that he is
the entity, that one is not sure, that a finding is accepted or escalated, takes one. Invariants: what is
settled is written in the transaction that settles it, and once; the table of proposals refuses whoever
proposed (`store/tasks.py`); each word is an entry of the record under the name of whose it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from sekisho import dates
from sekisho.desk.queue import check_colleague
from sekisho.desk.refusals import ForbiddenError, MissingError, SettledError
from sekisho.desk.rights import require
from sekisho.errors import UsageError
from sekisho.law.facts import COUNTRIES
from sekisho.model.entry import Disposition, Kind
from sekisho.model.judgement import Judgement, Verdict
from sekisho.model.person import Right
from sekisho.model.task import Changed, Different, Doubt, Open, Proposal, State, Waiver
from sekisho.record import said
from sekisho.record.chain import Chain, ready
from sekisho.store import judgements, people, tasks

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from sekisho.model.entry import Entry
    from sekisho.model.person import Caller
    from sekisho.record.chain import Said
    from sekisho.store.engine import Archive

Settled: TypeAlias = "Proposal | Entry"
"""What came of a word: a proposal that awaits a second person, or the entry that has it."""


class Review:
    """What persons say to names and decisions of a store, by one or by two."""

    def __init__(self, archive: Archive, clock: Callable[[], str] = dates.instant) -> None:
        """Of *archive*, which stays open; *clock* gives instants as :func:`sekisho.dates.instant` does."""
        self._archive = archive
        self._chain = Chain(archive)
        self._clock = clock

    # --- to say something ---

    def judge(
        self, caller: Caller, doubt: Doubt, verdict: Verdict, seen: str, why: str, to: str | None = None
    ) -> Settled:
        """Say whether the bearer of a name is an entity; *different* is a proposal.

        Args:
            caller: who judges.
            doubt: the name and the entity.
            verdict: his word.
            seen: :func:`sekisho.model.judgement.appearance` of the entity as he saw it.
            why: his reason.
            to: the colleague who is asked to approve; None: anybody who may.

        Raises:
            ForbiddenError: he may not.
            UsageError: name, country or reason is missing or wrong, or no such colleague could approve.
            SettledError: that is proposed already.
        """
        require(caller, Right.JUDGE)
        _check_reason(why)
        if not doubt.name.strip() or not doubt.entity:
            raise UsageError("a judgement has a name and the id of an entity")
        if doubt.country is not None and doubt.country not in COUNTRIES:
            raise UsageError(
                f"'{doubt.country}' is no country; write ISO 3166-1 alpha-2 in lower case, as cn"
            )
        made = _judgement(doubt, verdict, caller.name, why, seen)
        if verdict is Verdict.DIFFERENT:
            _, body = said.judgement(made, None)
            return self._propose(caller, Different(doubt, seen), (Kind.JUDGEMENT, body), why, to)
        with self._archive.writing() as connection:
            now = self._clock()
            entry = self._judged(connection, made, now)
            if verdict is Verdict.SAME:
                _done(connection, doubt, caller.name, now)
        return entry

    def dispose(
        self,
        caller: Caller,
        decision: int,
        word: Disposition,
        why: str,
        rule: str = "",
        to: str | None = None,
    ) -> Settled:
        """Say what becomes of a decision, or of what one rule of it found; *waived* is a proposal.

        Where nobody has an account, there is no second person, and it is settled as it is said.

        Raises:
            ForbiddenError: the caller may not.
            UsageError: the entry is no decision, no such rule spoke in it, or there is no reason.
            SettledError: that is proposed already.
        """
        require(caller, Right.JUDGE)
        entry = self._chain.entry(decision)
        told = said.disposition(entry, word, why, rule)
        about = Waiver(said.decided(entry).case, decision, rule)
        if word is Disposition.WAIVED and self._has_accounts():
            return self._propose(caller, about, told, why, to)
        prepared = ready(told, caller.name)
        with self._archive.writing() as connection:
            now = self._clock()
            (made,) = self._chain.add(connection, [prepared], now)
            if word is not Disposition.ESCALATED:
                _disposed(connection, about, caller.name, now)
        return made

    def _propose(
        self, caller: Caller, what: Different | Waiver, would: Said, why: str, to: str | None
    ) -> Proposal:
        about = _about(what)
        prepared = ready(said.proposal(*would), caller.name)
        with self._archive.writing() as connection:
            now = self._clock()
            other = tasks.proposed(connection, about)
            if other is not None:
                raise SettledError(f"that is proposed already: {other.number}, by {other.by}")
            (entry,) = self._chain.add(connection, [prepared], now)
            made = Proposal(entry.number, what, caller.name, now, why)
            tasks.propose(connection, made)
            id_ = tasks.put(connection, about, now)
            tasks.attach(connection, id_, made.number)
            task = tasks.task(connection, id_)
            if to is not None and task is not None:
                check_colleague(connection, to, task)
            tasks.assign(connection, id_, to)
        return made

    # --- to be the second person ---

    def proposals(self, state: State | None = State.OPEN) -> tuple[Proposal, ...]:
        """Proposals in a state, or all, the newest first."""
        with self._archive.reading() as connection:
            return tasks.proposals(connection, state)

    def proposal(self, number: int) -> Proposal:
        """One proposal.

        Raises:
            MissingError: there is none of that number.
        """
        with self._archive.reading() as connection:
            return _found(connection, number)

    def approve(self, caller: Caller, number: int, why: str = "") -> Entry:
        """Settle what another person proposed, as it was proposed; returns the entry that has it.

        Raises:
            ForbiddenError: the caller may not, or proposed it himself.
            MissingError: there is no such proposal.
            SettledError: it was settled before.
        """
        require(caller, Right.APPROVE)
        proposal = self.proposal(number)
        if isinstance(proposal.what, Waiver):
            return self._waive(caller, proposal, proposal.what, why)
        return self._differ(caller, proposal, proposal.what, why)

    def _waive(self, caller: Caller, proposal: Proposal, what: Waiver, why: str) -> Entry:
        # Read before: whoever holds the writer's lock should not wait for a second connection.
        decision = self._chain.entry(what.decision)
        told = said.disposition(decision, Disposition.WAIVED, proposal.why, what.rule)
        with self._archive.writing() as connection:
            now = self._clock()
            self._settle(connection, caller, proposal.number, State.APPROVED, why, now)
            entry = self._kept(connection, told, proposal, caller, now)
            _disposed(connection, what, caller.name, now)
            _done(connection, what, caller.name, now)
        return entry

    def _differ(self, caller: Caller, proposal: Proposal, what: Different, why: str) -> Entry:
        made = _judgement(what.doubt, Verdict.DIFFERENT, proposal.by, proposal.why, what.seen)
        with self._archive.writing() as connection:
            now = self._clock()
            self._settle(connection, caller, proposal.number, State.APPROVED, why, now)
            snapshot = judgements.add(connection, (made,), made.day, now)
            entry = self._kept(connection, said.judgement(made, snapshot), proposal, caller, now)
            _done(connection, what.doubt, caller.name, now)
        return entry

    def reject(self, caller: Caller, number: int, why: str) -> Entry:
        """Let what another person proposed not be; it goes back to him. Returns the entry that says so.

        Raises:
            ForbiddenError: the caller may not, or proposed it himself.
            MissingError: there is no such proposal.
            SettledError: it was settled before.
            UsageError: there is no reason.
        """
        require(caller, Right.APPROVE)
        _check_reason(why)
        return self._let_be(caller, number, State.REJECTED, why)

    def withdraw(self, caller: Caller, number: int, why: str = "") -> Entry:
        """Take back what one proposed oneself.

        Raises:
            ForbiddenError: somebody else proposed it.
            MissingError: there is no such proposal.
            SettledError: it was settled before.
        """
        require(caller, Right.JUDGE)
        return self._let_be(caller, number, State.WITHDRAWN, why)

    def _let_be(self, caller: Caller, number: int, state: State, why: str) -> Entry:
        with self._archive.writing() as connection:
            now = self._clock()
            proposal, entry = self._settle(connection, caller, number, state, why, now)
            about = _about(proposal.what)
            task = tasks.task_about(connection, about)
            if task is None:
                return entry
            if isinstance(about, Doubt) and task.decisions:  # it is as doubtful as before
                tasks.attach(connection, task.id, None)
                tasks.assign(connection, task.id, proposal.by if state is State.REJECTED else None)
            else:
                tasks.close(connection, task.id, caller.name, now)
        return entry

    def _settle(
        self, connection: Connection, caller: Caller, number: int, state: State, why: str, now: str
    ) -> tuple[Proposal, Entry]:
        """Let a proposal be settled, once, by whom it may be; an entry says so."""
        proposal = _found(connection, number)
        own = caller.name == proposal.by
        if state is State.WITHDRAWN and not own:
            raise ForbiddenError(f"{proposal.by} proposed that, and only he takes it back; reject it")
        if state is not State.WITHDRAWN and own:
            raise ForbiddenError("whoever proposed something does not settle it: it takes a second person")
        if not tasks.settle(connection, number, state, caller.name, now, why):
            settled = f"{proposal.state} by {proposal.settled_by} on {proposal.settled}"
            raise SettledError(f"proposal {number} is settled: {settled}")
        case = proposal.what.case if isinstance(proposal.what, Waiver) else ""
        told = said.review(number, state, why, case)
        (entry,) = self._chain.add(connection, [ready(told, caller.name)], now)
        return proposal, entry

    # --- within ---

    def _has_accounts(self) -> bool:
        with self._archive.reading() as connection:
            return people.known(connection)

    def _kept(
        self, connection: Connection, told: Said, proposal: Proposal, caller: Caller, now: str
    ) -> Entry:
        """Keep what was approved, under the name of whoever proposed it, with the one who approved."""
        kind, body = told
        whole = {**body, "proposal": proposal.number, "approved_by": caller.name}
        (entry,) = self._chain.add(connection, [ready((kind, whole), proposal.by)], now)
        return entry

    def _judged(self, connection: Connection, made: Judgement, now: str) -> Entry:
        snapshot = judgements.add(connection, (made,), made.day, now)
        (entry,) = self._chain.add(connection, [ready(said.judgement(made, snapshot), made.by)], now)
        return entry


def _about(what: Different | Waiver) -> Doubt | Waiver:
    return what.doubt if isinstance(what, Different) else what


def _disposed(connection: Connection, about: Waiver, by: str, now: str) -> None:
    """Close what a decision waits for, where somebody stands by it as a whole."""
    if about.rule:
        return
    for other in (Open(about.case, 0, ()), Changed(about.case, 0, 0, "", "")):
        task = tasks.task_about(connection, other)
        if task is not None and about.decision in task.decisions:
            tasks.close(connection, task.id, by, now)


def _done(connection: Connection, about: Doubt | Waiver, by: str, now: str) -> None:
    """Close the task about something, unless it is proposed to settle it otherwise."""
    task = tasks.task_about(connection, about)
    if task is not None and tasks.proposed(connection, about) is None:
        tasks.close(connection, task.id, by, now)


def _judgement(doubt: Doubt, verdict: Verdict, by: str, why: str, seen: str) -> Judgement:
    return Judgement(doubt.name, doubt.country, doubt.entity, verdict, by, dates.today(), why, seen)


def _check_reason(why: str) -> None:
    if not why.strip():
        raise UsageError("no reason is given; whoever says something here says why")


def _found(connection: Connection, number: int) -> Proposal:
    found = tasks.proposal(connection, number)
    if found is None:
        raise MissingError(f"there is no proposal {number}")
    return found
