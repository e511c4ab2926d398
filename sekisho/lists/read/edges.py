"""FollowTheMoney's relations: which properties point to another entity, from which end, and for which days.

The names are the model's own; a test compares them with the followthemoney library. An edge is stated from
its own side only (`Ownership.owner`): what the other entity would say of it (`ownershipOwner`) is a view.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sekisho import dates
from sekisho.dates import ALWAYS, FIRST_DAY, LAST_DAY, Interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PREFIX = "ftm/"
"""Stands before the ids of a FollowTheMoney file."""
_FULL = len("2019-05-16")

_POINTS = """
    addressEntity agent ancestors asset associate authority bank bankAccount bankForeign bankRub beneficiary
    beneficiaryAccount callForTenders caller candidate case client contract contractHolder controlled
    controller creditor debtor declarant director document emitters employee employer endLocation entity
    holder inReplyToEmail inReplyToMessage involved issuer match member object onBehalfOf operator
    organization organizer owner parent partOf participant party payer payerAccount person pictured post
    predecessor project proof receiver recipientAccount recipients relative resolved riskSource sender
    senderAccount startLocation subject successor supplier taxee tenderers transport vehicle
"""
POINTS = frozenset(_POINTS.split())
"""Properties whose values are ids of entities."""

WORDS: Mapping[str, frozenset[str]] = {
    "authority": frozenset(("Sanction", "Risk", "Identification", "Passport")),
    "sender": frozenset(("Email",)),
    "subject": frozenset(("Email", "Message")),
}
"""Schemata in which one of those names is a plain text."""

_FAR_ENDS = """
    agencyClient=agent agentRepresentation=client associates=person associations=associate awards=contract
    bankAccounts=bank callsMade=caller callsReceived=receiver candidateSimilars=candidate children=parent
    contractAuthority=authority contractAwardSupplier=supplier contractAwards=callForTenders
    contractBankAccount=bankAccount contracts=project controlledEntities=controller
    controllingEntities=controlled courtCase=party cryptoWallets=holder debtCreditor=creditor
    debtDebtor=debtor declaredCustoms=transport delegatedCallForTenders=onBehalfOf descendants=ancestors
    directorshipDirector=director directorshipOrganization=organization documentedBy=entity
    economicActivityContract=contract economicActivityDeclarant=declarant
    economicActivityHolder=contractHolder economicActivityReceiver=receiver economicActivitySender=sender
    emailsReceived=recipients emailsSent=emitters employees=employer employers=employee
    eventsInvolved=involved eventsOrganized=organizer familyPerson=person familyRelative=relative
    foreignBankAccount=bankForeign identification=holder images=pictured matchSimilars=match
    membershipMember=member membershipOrganization=organization mentionedBy=resolved
    mentionedEntities=document messagesReceived= messagesSent= noteEntities=entity occupancies=post
    operatedVehicles=operator ownedVehicles=owner ownershipAsset=asset ownershipOwner=owner pages=document
    participants=project parties=case paymentBeneficiary=beneficiary
    paymentBeneficiaryAccount=beneficiaryAccount paymentContract=contract paymentPayer=payer
    paymentPayerAccount=payerAccount payments=project positionOccupancies=holder positions=organization
    predecessors=successor projectParticipation=participant proven=proof provenIntervals=proof
    relatedEntities=document responses= risks=entity rubBankAccount=bankRub sanctions=entity
    securities=issuer subdivisions=partOf subsidiaries=parent subunits=parent successors=predecessor
    taxRolls=taxee things=addressEntity tripsDeparting=startLocation tripsIncoming=endLocation
    tripsInvolved=vehicle unknownLinkFrom=object unknownLinkTo=subject userAccounts=owner
"""
FAR_ENDS: Mapping[str, str] = dict(pair.split("=") for pair in _FAR_ENDS.split())
"""A far end → the property of the nested entity that points back; empty: it depends on its schema."""


def points(schema: str, prop: str) -> bool:
    """Are the values of this property ids of entities?"""
    return prop in POINTS and schema not in WORDS.get(prop, ())


def validity(properties: Mapping[str, Any]) -> Interval:
    """When an entity with a start or an end holds: a listing, an ownership, a directorship."""
    if "startDate" not in properties and "endDate" not in properties:
        return ALWAYS
    return span(properties.get("startDate", ()), properties.get("endDate", ()))


def span(starts: Iterable[object], ends: Iterable[object]) -> Interval:
    """From the earliest of the starts to the last of the ends, of those that are most exact."""
    first = min((each.first for each in _days(starts)), default=FIRST_DAY)
    last = max((each.last for each in _days(ends)), default=LAST_DAY)
    return Interval(first, last) if (first, last) != (FIRST_DAY, LAST_DAY) else ALWAYS


def seen(instant: object) -> int | None:
    """The day of an instant; None: it has none."""
    day = _day(instant[:_FULL]) if isinstance(instant, str) else None
    return None if day is None else day.first


def _days(values: Iterable[object]) -> list[Interval]:
    """The dates among the values; whole days, if there are any."""
    found = [day for value in values if isinstance(value, str) and (day := _day(value[:_FULL])) is not None]
    return [day for day in found if day.first == day.last] or found


@lru_cache(maxsize=1 << 16)
def _day(text: str) -> Interval | None:
    try:
        return dates.interval(text)
    except ValueError:
        return None
