"""Names to entities. Reads a store, never the law."""
