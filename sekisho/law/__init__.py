"""Law: text to measures to findings. Knows no store, no list and no name."""
