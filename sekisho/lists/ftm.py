"""What FollowTheMoney knows of schemata and properties, and how we say to it what it does not know.

Invariants: what goes out under a FollowTheMoney property is of its type there (a test compares these tables
with the library); what it has no property for, or is too long for it, goes out in words, under its `notes`
or `description`, and is never lost. A `Category` has no counterpart: it stays here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sekisho.lists.props import ENTITY, OURS
from sekisho.lists.read.edges import PREFIX, points

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sekisho.model.statement import Statement

CATEGORY = "Category"
_DATASET = "ftm:"

_ORGANISATIONS = frozenset({"Company", "Organization", "PublicBody"})
_PARTIES = _ORGANISATIONS | {"LegalEntity", "Person"}
_CRAFT = frozenset({"Vessel", "Airplane"})

_ONLY: Mapping[frozenset[str], str] = {
    _PARTIES: """
        abbreviation classification dissolutionDate dunsCode email idNumber incorporationDate innCode
        jurisdiction legalForm leiCode mainCountry ogrnCode okpoCode phone sector status swiftBic taxNumber
        uscCode vatCode website""",
    frozenset({"Person"}): """
        appearance birthCountry birthDate birthPlace citizenship deathDate education ethnicity fatherName
        firstName gender lastName middleName motherName nationality passportNumber position religion
        secondName title""",
    frozenset({"Company"}): "kppCode ticker isinCode",
    _ORGANISATIONS: "cageCode",
    _ORGANISATIONS | {"Vessel"}: "imoNumber",
    frozenset({"Vessel"}): """
        mmsi callSign flag pastFlags tonnage grossRegisteredTonnage crsNumber deadweightTonnage""",
    _CRAFT: "type buildDate model",
    frozenset({"Airplane"}): "serialNumber manufacturer",
}
ONLY: Mapping[str, frozenset[str]] = {name: on for on, names in _ONLY.items() for name in names.split()}
"""The properties of ours that FollowTheMoney has on some schemata only."""

_TYPES: Mapping[str, str] = {
    "identifier": """
        accountId accountNumber authorityId authorityReferenceId bic bikCode brightQueryId brightQueryOrgId
        bvdId cadastralCode cageCode callId callSign caseNumber ccdNumber cikCode coatoCode cpvCode crsNumber
        cryptoAddress dunsCode figiCode fipsCode fnsCode giiNumber googlePlaceId iban ibanMentioned icaoCode
        idNumber imoNumber innCode ipoCode irsCode isin isinCode jibCode kppCode leiCode licenseNumber
        mbsCode mmsi npiCode number nutsCode ogrnCode okpoCode okvedCode osmId passportNumber permId
        personalNumber pfrNumber programId projectId publicKey registrationNumber ricCode sayariId
        serialNumber socialSecurityNumber swiftBic taxNumber territoryCode ticker titleNumber uniqueEntityId
        unscId uscCode vatCode vedCode voenCode wikidataId zipCode""",
    "date": """
        authoredAt awardNoticeDate awardingDate balanceDate birthDate buildDate clarificationDeadline
        closeDate closingDate contractDate contractNoticeDate createDate createdAt creationDate date
        deathDate declarationDate deregistrationDate dissolutionDate electionDate endDate fileDate
        inceptionDate incorporationDate issueDate listingDate maturityDate maxBalanceDate modifiedAt
        nameChangeDate openingDate periodEnd periodStart processedAt publicationDate publishedAt
        registrationDate retrievedAt startDate submissionDeadline""",
    "number": """
        amount amountEur amountUsd area balance capital confidenceScore deadweightTonnage duration fileSize
        grossRegisteredTonnage height index latitude longitude maxBalance maximumNumberOfLots numberOfLots
        numberOfSeats rowCount samplingRate tonnage weight""",
    "country": """
        birthCountry citizenship contextCountry country departureCountry destinationCountry detectedCountry
        flag jurisdiction mainCountry nationality originCountry pastFlags tradingCountry""",
    "text": """
        biography bodyText decisionReason description goodsDescription indexText notes purpose reason summary
        translatedText""",
    "url": """
        alephUrl opencorporatesUrl programUrl publisherUrl sourceUrl tedUrl website wikipediaUrl""",
    "name": """
        abbreviation alias companiesMentioned name namesMentioned peopleMentioned previousName weakAlias""",
    "phone": "callerNumber contextPhone phone phoneMentioned receiverNumber",
    "address": "address full location locationMentioned",
    "language": "detectedLanguage language spokenLanguage translatedLanguage",
    "email": "contextEmail email emailMentioned",
    "checksum": "contentHash csvHash pdfHash",
    "json": "columns headers metadata",
    "ip": "ipAddress ipMentioned",
    "topic": "topics",
    "mimetype": "mimeType",
    "html": "bodyHtml",
    "gender": "gender",
}
TYPES: Mapping[str, str] = {name: kind for kind, names in _TYPES.items() for name in names.split()}
"""The type of each property that is neither plain text nor refers to an entity."""

TYPE_LENGTHS: Mapping[str, int] = {
    "address": 250, "checksum": 40, "country": 16, "date": 32, "email": 250, "entity": 200, "gender": 16,
    "html": 65000, "identifier": 64, "ip": 64, "json": 250, "language": 16, "mimetype": 250, "name": 384,
    "number": 250, "phone": 64, "string": 1024, "text": 65000, "topic": 64, "url": 4096,
}  # fmt: skip
"""How long a value of each type may be."""

_LENGTHS: Mapping[int, str] = {
    16: """
        bic cageCode dunsCode figiCode fipsCode icaoCode imoNumber isin mmsi npiCode nutsCode permId
        postalCode ricCode swiftBic territoryCode unscId zipCode""",
    20: "giiNumber",
    32: "innCode leiCode ogrnCode phone uniqueEntityId vatCode voenCode wikidataId",
    512: "cryptoAddress publicKey",
}
LENGTHS: Mapping[str, int] = {name: most for most, names in _LENGTHS.items() for name in names.split()}
"""The properties whose values may have another length than those of their type."""

_WIDER: Mapping[str, frozenset[str]] = {
    "Company": frozenset({"Organization", "LegalEntity"}),
    "PublicBody": frozenset({"Organization", "LegalEntity"}),
    "Organization": frozenset({"LegalEntity"}),
    "Person": frozenset({"LegalEntity"}),
}
_FOREIGN = re.compile(r"[^0-9a-zA-Z.-]+")
_LABEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


class Plain(NamedTuple):
    """A statement in FollowTheMoney's own words."""

    entity: str
    schema: str
    prop: str
    value: str


def plain(said: Statement, schema: str = "") -> Plain | None:
    """A statement for FollowTheMoney, about an entity of a schema; None: it has no words for it."""
    schema = schema or said.schema
    if schema == CATEGORY:
        return None
    prop, value = said.prop, said.value
    if not knows(schema, prop) or len(value) > longest(schema, prop):
        words = _LABEL.sub(" ", prop)
        prop, value = _prose(schema), f"{words[:1].upper()}{words[1:].lower()}: {value}"
    elif kind(schema, prop) == "entity":
        value = ident(value)
    return Plain(ident(said.entity_id), schema, prop, value)


def most_exact(schemata: Collection[str]) -> str:
    """The schema of an entity of which several are told: the most exact, as far as they agree."""
    left = set(schemata)
    for schema, wider in _WIDER.items():
        if schema in left:
            left -= wider
    return min(left) if len(left) == 1 or not left <= _PARTIES else "LegalEntity"


def knows(schema: str, prop: str) -> bool:
    """Has FollowTheMoney this property on this schema?

    What was not ours to begin with came from FollowTheMoney, and is taken as it is.
    """
    if prop in OURS:
        return False
    if schema in _PARTIES | _CRAFT:
        return prop not in ENTITY or schema in ONLY.get(prop, (schema,))
    return True


def kind(schema: str, prop: str) -> str:
    """FollowTheMoney's type of a property."""
    return "entity" if points(schema, prop) else TYPES.get(prop, "string")


def longest(schema: str, prop: str) -> int:
    """The most signs that FollowTheMoney takes as a value of a property."""
    return LENGTHS.get(prop) or TYPE_LENGTHS[kind(schema, prop)]


def ident(identity: str) -> str:
    """An id with only the signs that FollowTheMoney allows: `us-csl/0a1b` is `us-csl-0a1b` there.

    One that came from FollowTheMoney is as it was.
    """
    return _FOREIGN.sub("-", identity.removeprefix(PREFIX)).strip("-.")


def dataset(listed: str) -> str:
    """The dataset of a list; one that came from FollowTheMoney is called as it was."""
    return listed.removeprefix(_DATASET)


def _prose(schema: str) -> str:
    """Where FollowTheMoney takes free text: a listing, like every relation, has no notes."""
    return "notes" if schema in _PARTIES | _CRAFT else "description"
