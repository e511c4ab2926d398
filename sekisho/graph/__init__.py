"""How a restriction reaches further: owners, their owners, and what a thing is made of. Never reads the law."""
