"""What was decided, kept for good: a chain of entries that shows whatever is done to it afterwards."""
