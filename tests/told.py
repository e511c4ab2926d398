"""Cases that tests tell again and again, each so that one clear thing follows from it."""

from __future__ import annotations

from typing import Any

Told = dict[str, Any]

MINISTRY: Told = {
    "id": "ministry",
    "date": "2019-06-03",
    "action": "buy",
    "actor": {"name": "A ministry", "country": "jp", "kinds": ["central-government"], "owners": []},
    "parties": [{"role": "supplier", "name": "Fujitsu Limited", "country": "jp", "owners": []}],
    "item": {
        "name": "server",
        "class": "server",
        "manufacturer": "Fujitsu Limited",
        "components": [
            {
                "name": "controller",
                "class": "network-interface",
                "manufacturer": "HiSilicon Technologies Co., Ltd.",
                "components": [],
            }
        ],
    },
    "use": {"network": "internal"},
    "authorisations": [],
    "facts": {"system.importance": "core-infrastructure", "advice.concern": "open"},
}
"""Review under Japan's agreement; prohibited by two readings of the press."""

DENIED: Told = {
    "id": "denied",
    "date": "2018-05-01",
    "action": "export",
    "actor": {"name": "A chip maker", "country": "us", "kinds": ["private-company"]},
    "parties": [{"role": "purchaser", "name": "中兴通讯", "country": "cn"}],
    "item": {"name": "chip", "class": "semiconductor", "origin": "us"},
    "use": {"from": "us", "destination": "cn"},
    "authorisations": [],
    "facts": {"transaction.support": "none"},
}
"""Prohibited while the denial order of April 2018 was in force."""

PRIVATE: Told = {
    "id": "private",
    "date": "2018-12-10",
    "action": "buy",
    "actor": {"name": "A factory", "country": "jp", "kinds": ["private-company"]},
    "parties": [{"role": "supplier", "name": "ファーウェイ", "country": "cn"}],
    "item": {"name": "router", "class": "router", "manufacturer": "华为技术有限公司", "components": []},
    "authorisations": [],
}
"""No rule; the register says so in as many words."""

NOTHING: Told = {
    "id": "nothing",
    "date": "2018-12-10",
    "action": "buy",
    "actor": {"name": "A farm", "country": "fr", "kinds": ["private-company"]},
    "parties": [],
    "item": {"name": "hay", "class": "other-goods", "manufacturer": "A farmer", "components": []},
    "authorisations": [],
}
"""No instrument of the register touches it."""

OPEN: Told = {"id": "open", "action": "export"}
"""Nearly nothing is told: unknown."""


def _buyer(name: str, country: str, kind: str) -> Told:
    return {"name": name, "country": country, "kinds": [kind], "owners": []}


def _party(role: str, name: str = "Alpha Works", **more: object) -> Told:
    return {
        "role": role,
        "name": name,
        "owners": [],
        **({"listed": []} if name == "Alpha Works" else {}),
        **more,
    }


AGENCY: Told = {
    "date": "2021-06-01",
    "action": "buy",
    "actor": _buyer("An agency", "us", "federal-agency"),
    "parties": [_party("supplier"), _party("manufacturer", "Beta Trading")],
    "item": {"name": "router", "class": "router", "manufacturer": "Beta Trading", "components": []},
    "use": {"purpose": "other", "site": "government"},
    "authorisations": [],
    "facts": {"equipment.user-data": True, "service.interconnection": False, "icts.determination": "none"},
}
CONTRACTOR: Told = {
    "date": "2021-06-01",
    "action": "contract",
    "actor": {**_buyer("A contractor", "us", "federal-contractor"), "uses": []},
    "parties": [_party("contracting-agency", "An agency", country="us", kinds=["federal-agency"])],
    "item": {"name": "cleaning", "class": "other-service"},
    "authorisations": [],
    "facts": {"equipment.user-data": True, "service.interconnection": False, "icts.determination": "none"},
}
CHIPS: Told = {
    "date": "2019-09-01",
    "action": "export",
    "actor": _buyer("An exporter", "us", "private-company"),
    "parties": [_party("purchaser", country="cn")],
    "item": {"name": "chip", "class": "semiconductor", "origin": "us", "eccn": "EAR99", "components": []},
    "use": {"from": "us", "destination": "cn"},
    "authorisations": [],
    "facts": {"transaction.support": "none", "ear.direct-product": False, "icts.determination": "none"},
}
CARRIER: Told = {
    "date": "2019-09-01",
    "action": "buy",
    "actor": _buyer("A carrier", "au", "telecom-operator"),
    "parties": [_party("supplier"), _party("manufacturer", "Beta Trading", country="cn")],
    "item": {"name": "radio", "class": "base-station", "manufacturer": "Beta Trading", "components": []},
    "use": {"network": "5g", "part": "core"},
    "authorisations": [],
    "facts": {
        "vendor.foreign-direction": True,
        "nz.security-interest-area": True,
        "network.vendor-share": 40,
    },
}
BITING = (MINISTRY, DENIED, PRIVATE, AGENCY, CONTRACTOR, CHIPS, CARRIER)
"""Cases that a rule bites, or that one fact, part or owner more would make it bite."""
