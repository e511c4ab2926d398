"""What is known of the specification's own documents."""

from __future__ import annotations

DIFFERENT = frozenset({"bom", "component-ref", "cryptography-implementation", "dependency"})
"""Valid documents whose forms in XML and JSON do not hold the same parts."""
