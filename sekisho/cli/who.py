"""`sekisho who`: what is known of a name."""

from typing import TYPE_CHECKING, Annotated

import typer

from sekisho.cli.store import AnswerOption, BasisOption, ListsOption, Sources, SourcesOption
from sekisho.cli.times import question_times
from sekisho.errors import UsageError

if TYPE_CHECKING:
    from sekisho.model.entity import Listing, Ownership
    from sekisho.model.judgement import Judgement
    from sekisho.screen.who import Bearer
    from sekisho.store.base import Store


def who(
    name: Annotated[str, typer.Argument(help="The name, in any script.")],
    on: Annotated[str, typer.Option(help="The day asked about.")] = "",
    known: Annotated[str, typer.Option(help="The day of knowledge.")] = "",
    country: Annotated[str, typer.Option(help="Where the bearer is, as a two-letter code.")] = "",
    lists: ListsOption = None,
    store: AnswerOption = "",
    basis: BasisOption = None,
    sources: SourcesOption = None,
) -> int:
    """Tell what is known of a name: who bears it, its owners, its listings, the measures that would bite."""
    from sekisho.formats.wording import lists_of
    from sekisho.law.facts import COUNTRIES
    from sekisho.law.register import Law
    from sekisho.screen.run import Screener
    from sekisho.screen.who import who as look_up

    if country and country not in COUNTRIES:
        raise UsageError(f"'{country}' is no country; write ISO 3166-1 alpha-2 in lower case, as cn")
    law, times = Law.load(), question_times(on, known)
    with Sources(lists or [], store, basis, tuple(sources or ())).opened(times.known) as opened:
        found = look_up(name, law, Screener(law, opened).knowledge, times, country or None)
    print(f"“{found.name}” on {found.as_of}")
    if not found.bearers:
        print("  nobody in the register or on the lists given bears this name; that clears nobody")
    for each in found.set_aside:
        print(f"  set aside: {_judged(each, opened)}")
    for bearer in found.bearers:
        _print_bearer(bearer, found.name, opened)
    if found.bites:
        print("what asks about it on that day (whether it bites depends on the act):")
    for bite in found.bites:
        chain = " → ".join(
            f"{each.name} ({each.detail})" if each.detail else each.name for each in bite.steps
        )
        print(f"  {bite.clause}: {bite.outcome}, {bite.state}; {', '.join(bite.lists)}: {chain}")
    print(f"\nlaw {law.digest}, {lists_of(opened.hashes)}")
    return 0


def _judged(judgement: "Judgement", store: "Store") -> str:
    from sekisho import dates

    called = (*store.entities[judgement.entity].names, judgement.entity)[0]
    said = f"judged {judgement.verdict} by {judgement.by}, {dates.iso(judgement.day)}: {judgement.why}"
    return f"{called} ({judgement.entity}), {said}"


def _print_bearer(bearer: "Bearer", asked: str, store: "Store") -> None:
    entity, match = bearer.entity, bearer.match
    sure = "" if match.truth.word == "yes" else " — a person must judge"
    called = (*entity.names, *entity.weak)[0]
    by = "" if match.name in (called, asked) else f" (“{match.name}”)"
    print(f"  {called} ({entity.country or 'country not told'}): {match.why}{by}{sure}")
    print(f"    id: {entity.id}")
    if entity.names:
        print(f"    names: {'; '.join(entity.names)}")
    if entity.weak:
        print(f"    ambiguous: {'; '.join(entity.weak)}")
    for listing in bearer.listings:
        print(f"    listed: {_listing(listing)}")
    for ownership in bearer.owners:
        print(f"    owned by {store.entities[ownership.owner].names[0]}: {_stake(ownership)}")
    for ownership in bearer.holdings:
        print(f"    owns {store.entities[ownership.asset].names[0]}: {_stake(ownership)}")


def _listing(listing: "Listing") -> str:
    parts = "".join(f":{part}" for part in listing.parts)
    cites = f" ({listing.cites})" if listing.cites else ""
    # Of the register's own entries only doubt is worth a word; of a list's, why it ended.
    sure = "" if listing.certainty in ("", "high") else f"; {listing.certainty}"
    return f"{listing.list}{parts} as {listing.entry}, {listing.valid.words}{cites}{sure}"


def _stake(ownership: "Ownership") -> str:
    share = f"{ownership.share} %" if ownership.share is not None else "share not known"
    control = "" if ownership.control is None else ", controls" if ownership.control else ", without control"
    since = f", from {ownership.since}" if ownership.since is not None else ""
    until = f", until {ownership.until}" if ownership.until is not None else ""
    sure = f" [{ownership.certainty}]" if ownership.certainty else ""
    return f"{share}{control}{since}{until}{sure}"
