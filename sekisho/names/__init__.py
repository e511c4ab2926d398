"""Names as strings: script, normal form, legal form, keys.

Nothing here knows a list, a company or a law; what depends on words is read from `corpus/words/`.
"""
