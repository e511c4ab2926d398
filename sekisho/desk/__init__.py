"""What persons do together: who may what, the queue of doubts, and decisions that take two."""
