"""What a service can do, as the reconciliation API has it told."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from sekisho.service.reconcile.shapes import BATCH
from sekisho.service.reconcile.words import TYPES, named
from sekisho.version import __version__

WIDTH, HEIGHT = 430, 300
"""Of a preview, in pixels."""
SCHEMA = "https://followthemoney.tech/explorer/"
TOGETHER = 50
"""Rows that a client had best send at once; it may send up to `BATCH`."""


def manifest(base: str, dataset: str, title: str) -> dict[str, Any]:
    """The manifest of a dataset.

    Args:
        base: the address of the service, with a stroke at its end.
        dataset: its name.
        title: what it is called.
    """
    own = f"{base}reconcile/{quote(dataset, safe='')}"
    return {
        "versions": ["0.2"],
        "name": f"{title} (sekisho)",
        "identifierSpace": f"{base}entities/",
        "schemaSpace": SCHEMA,
        "serviceVersion": __version__,
        "batchSize": min(TOGETHER, BATCH),
        "view": {"url": f"{own}/view/{{{{id}}}}"},
        "preview": {"url": f"{own}/preview/{{{{id}}}}", "width": WIDTH, "height": HEIGHT},
        "suggest": {
            kind: {"service_url": own, "service_path": f"/suggest/{kind}"}
            for kind in ("entity", "property", "type")
        },
        "extend": {
            "propose_properties": {"service_url": own, "service_path": "/extend/property"},
            "property_settings": [
                {
                    "name": "limit",
                    "label": "Limit",
                    "type": "number",
                    "default": 0,
                    "help_text": "How many values of the property are fetched; 0: all of them.",
                }
            ],
        },
        "defaultTypes": [named(each) for each in TYPES],
    }
