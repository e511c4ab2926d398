"""The properties and schemata that a list may state: FollowTheMoney's, and a few of ours.

Invariants: a property that is not ours is FollowTheMoney's, with its meaning there (a test compares them).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMATA = (
    "LegalEntity", "Company", "Organization", "PublicBody", "Person", "Vessel", "Airplane", "Category",
)  # fmt: skip
"""What a row may be about. `Category` is ours: a class of goods or services, never matched as a party."""

NAMES = ("name", "alias", "weakAlias", "previousName")

OURS: Mapping[str, str] = {
    "affiliateOf": "name of the party whose affiliate the entry says it is",
    "origin": "where the goods of a `Category` are made, or `foreign`",
    "parentName": "name of its parent, where the list gives no more than a name",
    "vesselOwner": "name of a vessel's owner",
    "unread": "a value that could not be brought into form, as published",
    "entry": "the name as the list has it, with everything that stood in it",
    "reviewPolicy": "how applications for a licence are reviewed",
    "footnote": "mark of a footnote to the entry",
    "scope": "who else the entry reaches: successors, subsidiaries, affiliates, sub-units, parents …",
    "exception": "what the entry does not reach, as published",
    "standardOrder": "does the standard denial order apply",
    "votes": "share of the votes that an owner holds: `51`, `25..50`",
    "control": "does the owner control: `yes` or `no`",
    "sinceWithin": "the days within which a holding began, where the day itself is not known",
    "untilWithin": "the days within which a holding ended, where the day itself is not known",
    "saidBy": "what a holding rests on, in words",
}

_ENTITY = """
    name alias weakAlias previousName abbreviation
    country jurisdiction nationality citizenship mainCountry birthCountry address
    notes topics website email phone description sector legalForm status classification keywords summary
    incorporationDate dissolutionDate sourceUrl
    registrationNumber taxNumber idNumber passportNumber innCode ogrnCode kppCode okpoCode leiCode
    swiftBic ticker isinCode uscCode dunsCode cageCode vatCode wikidataId
    birthDate birthPlace deathDate gender title firstName secondName middleName lastName
    fatherName motherName position appearance ethnicity education religion
    imoNumber mmsi callSign flag pastFlags type tonnage grossRegisteredTonnage buildDate crsNumber
    serialNumber model manufacturer deadweightTonnage
"""
_LISTING = """
    startDate endDate listingDate authority authorityId unscId program programId programUrl provisions
    reason status duration country sourceUrl summary description recordId date modifiedAt publisher
"""
_LISTING_OURS = ("entry", "reviewPolicy", "footnote", "scope", "exception", "standardOrder", "unread")
HOLDING_OURS = ("votes", "control", "sinceWithin", "untilWithin", "saidBy")

ENTITY: Mapping[str, str] = {
    **dict.fromkeys(_ENTITY.split(), ""),
    **{name: why for name, why in OURS.items() if name not in (*_LISTING_OURS, *HOLDING_OURS)},
    "unread": OURS["unread"],
}
"""What may be said of an entity."""

LISTING: Mapping[str, str] = {
    **dict.fromkeys(_LISTING.split(), ""),
    **{name: why for name, why in OURS.items() if name in _LISTING_OURS},
}
"""What may be said of a listing (FollowTheMoney: Sanction)."""
