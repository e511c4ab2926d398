"""The reconciliation API 0.2, by which OpenRefine and others match the rows of a table with entities."""
