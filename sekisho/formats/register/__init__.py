"""The register as people look at it: timeline, matrix, a case across the world."""
