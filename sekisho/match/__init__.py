"""Names to entities. Reads a store, never the law.

From the outside in:

    ask, index        the calls of most programs, and all that is known of who is who in a store
    written, likely   whoever is named as it is written, or by an identifier; then whoever may be
    judge, heed       what persons said of a pair, and their word before any score
    matcher           a roster asked: names in, bearers with scores out
    roster            the listed names in columns (columns, vocabulary, postings, texts), kept in a cache
    spell, asked      a name asked for, as words of the roster's vocabulary (near: with a slip or two)
    way               in columns, or in compiled loops (loops/), with the same answers
    pairs, features   two names laid word against word, and what is measured of that
    score, explain    what it adds up to, and why, in words

A pair costs a microsecond or more, so what cannot come to a score is left out before, by what costs less:

    sieve             names that nobody listed can bear, of thousands at once: by what each of their words can
                      do at most (potential, against gist), with or without legal forms (trims)
    ceiling, bags     how likely a pair can be at most, by one of its names, and by letters in any order
    able              pairs that cannot reach a score, at a glance
"""
