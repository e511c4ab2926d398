"""FollowTheMoney's schemata: what each is a kind of, what is matched, and what a far end calls a relation.

The names are the model's own; a test compares them with the model that yente's own client ships.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from sekisho.lists import ftm
from sekisho.lists.props import ENTITY

if TYPE_CHECKING:
    from collections.abc import Mapping

THING = "Thing"
"""What all entities are that are no relations."""
MATCHED = frozenset((
    "LegalEntity", "Company", "Organization", "PublicBody", "Person", "Vehicle", "Vessel", "Airplane",
))  # fmt: skip
"""What has names that are compared here. To FollowTheMoney addresses and accounts can be matched, too."""

_WIDER = """
    Address<Thing Airplane<Vehicle Analyzable Article<Document Asset<Thing,Value Associate<Interval
    Audio<Document BankAccount<Asset Call<Interval CallForTenders<Interval,Thing Company<Asset,Organization
    Contract<Asset ContractAward<Interest,Value CourtCase<Thing CourtCaseParty<Interest
    CryptoWallet<Thing,Value Debt<Interval,Value Directorship<Interest Document<Analyzable,Thing
    Documentation<Interest EconomicActivity<Interval Email<Folder,HyperText,PlainText Employment<Interest
    Event<Analyzable,Interval,Thing Family<Interval Folder<Document HyperText<Document
    Identification<Interval Image<Document Interest<Interval Interval LegalEntity<Thing License<Contract
    Membership<Interest Mention Message<Folder,HyperText,Interval,PlainText Note<Analyzable,Thing
    Occupancy<Interval Organization<LegalEntity Ownership<Interest Package<Folder Page Pages<Document
    Passport<Identification Payment<Interval,Value Person<LegalEntity PlainText<Document Position<Thing
    Project<Interval,Thing,Value ProjectParticipant<Interest PublicBody<Organization RealEstate<Asset
    Representation<Interest Risk<Interval Sanction<Interval Security<Asset Similar Succession<Interest
    Table<Document TaxRoll<Interval Thing Trip<Event UnknownLink<Interest UserAccount<Thing Value
    Vehicle<Asset Vessel<Vehicle Video<Document Workbook<Folder
"""
WIDER: Mapping[str, tuple[str, ...]] = {
    name: tuple(filter(None, wider.split(",")))
    for name, _, wider in (each.partition("<") for each in _WIDER.split())
}
"""What each schema extends."""

_FAR = """
    Associate.associate=associations Associate.person=associates BankAccount.bank=bankAccounts
    Call.caller=callsMade Call.receiver=callsReceived CallForTenders.authority=callForTenders
    CallForTenders.onBehalfOf=delegatedCallForTenders CallForTenders.tenderers=callForTenders
    Contract.authority=contractAuthority Contract.project=contracts
    ContractAward.callForTenders=contractAwards ContractAward.contract=awards
    ContractAward.supplier=contractAwardSupplier CourtCaseParty.case=parties CourtCaseParty.party=courtCase
    CryptoWallet.holder=cryptoWallets Debt.creditor=debtCreditor Debt.debtor=debtDebtor
    Directorship.director=directorshipDirector Directorship.organization=directorshipOrganization
    Document.ancestors=descendants Document.parent=children Documentation.document=relatedEntities
    Documentation.entity=documentedBy EconomicActivity.bankAccount=contractBankAccount
    EconomicActivity.bankForeign=foreignBankAccount EconomicActivity.bankRub=rubBankAccount
    EconomicActivity.contract=economicActivityContract
    EconomicActivity.contractHolder=economicActivityHolder
    EconomicActivity.declarant=economicActivityDeclarant EconomicActivity.receiver=economicActivityReceiver
    EconomicActivity.sender=economicActivitySender EconomicActivity.transport=declaredCustoms
    Email.emitters=emailsSent Email.inReplyToEmail=responses Email.recipients=emailsReceived
    Employment.employee=employers Employment.employer=employees Event.involved=eventsInvolved
    Event.organizer=eventsOrganized Family.person=familyPerson Family.relative=familyRelative
    Identification.holder=identification Image.pictured=images Interval.proof=provenIntervals
    LegalEntity.parent=subsidiaries Membership.member=membershipMember
    Membership.organization=membershipOrganization Mention.document=mentionedEntities
    Mention.resolved=mentionedBy Message.inReplyToMessage=responses
    Message.recipientAccount=messagesReceived Message.recipients=messagesReceived
    Message.sender=messagesSent Message.senderAccount=messagesSent Note.entity=noteEntities
    Occupancy.holder=positionOccupancies Occupancy.post=occupancies Ownership.asset=ownershipAsset
    Ownership.owner=ownershipOwner Page.document=pages Payment.beneficiary=paymentBeneficiary
    Payment.beneficiaryAccount=paymentBeneficiaryAccount Payment.contract=paymentContract
    Payment.payer=paymentPayer Payment.payerAccount=paymentPayerAccount Payment.project=payments
    Position.organization=positions ProjectParticipant.participant=projectParticipation
    ProjectParticipant.project=participants RealEstate.parent=subunits Representation.agent=agencyClient
    Representation.client=agentRepresentation Risk.entity=risks Sanction.entity=sanctions
    Security.issuer=securities Similar.candidate=candidateSimilars Similar.match=matchSimilars
    Succession.predecessor=successors Succession.successor=predecessors TaxRoll.taxee=taxRolls
    Thing.addressEntity=things Thing.proof=proven Trip.endLocation=tripsIncoming
    Trip.startLocation=tripsDeparting Trip.vehicle=tripsInvolved UnknownLink.object=unknownLinkFrom
    UnknownLink.subject=unknownLinkTo UserAccount.owner=userAccounts Vehicle.operator=operatedVehicles
    Vehicle.owner=ownedVehicles
"""
FAR: Mapping[str, str] = dict(each.split("=") for each in _FAR.split())
"""A property that points to an entity, and what that entity's own property is called, which leads back."""

_LETTERS = re.compile(r"(?<=[a-z])(?=[A-Z])")


@cache
def line(schema: str) -> tuple[str, ...]:
    """A schema and all that it is a kind of, the nearest first."""
    found = dict.fromkeys((schema,))
    for wider in WIDER.get(schema, ()):
        found.update(dict.fromkeys(line(wider)))
    return tuple(found)


@cache
def kinds(schema: str) -> frozenset[str]:
    """A schema and all that are a kind of it."""
    return frozenset(each for each in WIDER if schema in line(each)) | {schema}


@cache
def far_end(schema: str, prop: str) -> str | None:
    """What the property of the far end is called that leads back here; None: none does."""
    return next((FAR[name] for each in line(schema) if (name := f"{each}.{prop}") in FAR), None)


@cache
def props(schema: str) -> tuple[str, ...]:
    """The properties with plain values that an entity may have, in the order of `lists/props.py`.

    Of what is more than one of ours, as `Thing` and `LegalEntity` are, whatever some of them have.
    """
    own = (kinds(schema) | set(line(schema))) & MATCHED
    return tuple(prop for prop in ENTITY if any(ftm.knows(each, prop) for each in own))


def label(name: str) -> str:
    """A schema or property in words: `Public body`."""
    words = _LETTERS.sub(" ", name)
    return words[:1].upper() + words[1:].lower()
