"""The record is kept in a store: its tests have both databases, as those of the store do."""

from tests.store.conftest import archive, cluster, empty, empty_database, empty_file, engine, place, url

__all__ = ["archive", "cluster", "empty", "empty_database", "empty_file", "engine", "place", "url"]
