"""What a thing says of itself: identifiers and brands, and who they point to."""
