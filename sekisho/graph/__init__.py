"""How a restriction reaches further: owners, and their owners. Never reads the law."""
