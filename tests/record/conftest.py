"""The record is kept in a store: its tests have both databases, as those of the store do."""

from tests.store.conftest import archive, cluster, place, url

__all__ = ["archive", "cluster", "place", "url"]
