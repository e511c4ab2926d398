"""The sources that the users of a store write themselves: nothing of them is retrieved or grows stale."""

from __future__ import annotations

from sekisho.store import judgements, licences

OWN = frozenset({judgements.LIST, licences.LIST})
