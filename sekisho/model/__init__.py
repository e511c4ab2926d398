"""The nouns: frozen, without I/O; they import only dates, truths and errors."""
