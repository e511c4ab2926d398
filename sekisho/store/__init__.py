"""What was stated: entities, listings, owners, marks. Knows no law."""
