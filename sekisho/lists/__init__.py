"""Published sources to a store: the corpus's own sets and makers, and official list files."""
