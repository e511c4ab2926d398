"""How words of the Slavic languages end: what may stand for the asterisk of a way of writing (`технолог*`).

Only endings, and the suffixes that make an adjective or an abstract noun of a word, not any few letters:
новый and новая are `нов*`, but Новиков is a family, and Газпромбанк and Belaruskali are brands. Cyrillic
endings stand as `fold` leaves them, without marks (й is и); Latin ones in every romanisation in use.
"""

from __future__ import annotations

from typing import Final

_NOUNS: Final = (
    (
        "",
        "а ам ами ах в е еи ем и ии ия ию ия ие іи ію ія іе ке ки ка ку о ов ом ою у ъ ы ь ью ю я ям ями ях",
    ),
    (
        "",
        "a akh am ami e ei ej em ey i ia ie ies ii ij ija ije iju iu iya iye iyu j ja je ju o oi ov om oy u",
    ),
    ("", "y ya ye yi yu"),
    ("ени ани", "е и ю я ям ях"),
    ("eni ani", "e i ia ie ii ij ja je u y ya ye yu"),
    ("ств еств", "а ам ами ах о ом у"),
    ("stv estv", "a am ami akh o om u"),
)
_ADJECTIVES: Final = (
    (
        " н нн ьн ен енн ельн ительн альн ичн ск еск ськ зьк цьк іческ ическ анск янск ов ющ ующ",
        """
        ае ага аму ая его ее еи ем ему ею ие ии им ими их кі кіи кія о ого ое ои ом ому ою ую ые ыи ым ыми ых
        яе яя
        """,
    ),
    (
        " n nn en enn eln iteln aln ichn sk esk ichesk ansk yansk ov yushch uyushch",
        """
        aia aja aya ago aga ego emu eye ih ii ij ikh im imi iy iye ije ogo oho oe oi oie oj oje om omu ovo oy
        oye uju uyu y yh yi yie yj ykh ym ymi yy yye
        """,
    ),
    ("ськ зьк цьк", "а е і у"),
    ("sk esk ichesk ansk yansk", "a e i o u"),
)
ENDINGS: Final = frozenset(
    suffix + ending
    for suffixes, endings in (*_NOUNS, *_ADJECTIVES)
    for suffix in suffixes.split(" ")
    for ending in ("", *endings.split())
)
"""All of them; the empty one too, for a word that stands by itself."""
LONGEST: Final = max(map(len, ENDINGS))
