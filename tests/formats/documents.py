"""What the specification's own invalid documents get wrong that a reader of parts and makers need not know.

Such a document is read: nothing that is taken from it is wrong. All others are refused with their place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_LICENCE = "licences of software are not read"
_RANGE = "version ranges are not read"

ACCEPTED: Mapping[str, str] = {
    "citations": "citations are not read",
    "component-external-version-and-range": _RANGE,
    "component-swid": "SWID tags are not read",
    "component-versionRange-non-external-explicit": _RANGE,
    "component-versionRange-non-external-implicit": _RANGE,
    "issue-type": "the pedigree is not read",
    "license-choice": _LICENCE,
    "license-declared-concluded-mix": _LICENCE,
    "license-encoding": _LICENCE,
    "license-id": _LICENCE,
    "license-id-count": _LICENCE,
    "license-missing-id-and-name": _LICENCE,
    "license-name-count": _LICENCE,
    "metadata-distribution": "to whom a bill may be given is not read",
    "metadata-license": _LICENCE,
    "patch-type": "the pedigree is not read",
    "service-data": "services are not parts",
}
"""By the fault that a document is named after, why it is of no matter here."""

DIFFERENT = frozenset({"bom", "component-ref", "cryptography-implementation", "dependency"})
"""Valid documents whose forms in XML and JSON do not hold the same parts."""
