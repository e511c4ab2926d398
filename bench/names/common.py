"""Counts the words that suppliers of the world share, and writes `corpus/words/common.toml`.

    python bench/names/common.py

Counted are the distinct names of the part `fit` of the suppliers of two governments. A word counts if it is
neither a place nor a trade nor any other word that the corpus knows; in other letters than Latin, in every
way it is read.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from pathlib import Path
from textwrap import wrap

sys.path.insert(0, str(Path(__file__).resolve().parent))

import data
from ours import FOLDER

from sekisho.match.lore import FEWEST, PER
from sekisho.names.analyse import Analyser, Kind

WIDE = 112
HEAD = """\
# Words that many firms share, and that say little of which firm it is, though a list may have them once:
# under a number, those that at least so many of 100,000 suppliers have in their names. Counted over suppliers
# of the governments of Canada and Japan by bench/names/common.py; counts are rounded down to the next number.
"""


def counted() -> tuple[Counter[str], int]:
    """How many names have each word, and how many names there are."""
    analyser = Analyser.load(FOLDER)
    names = sorted({*data.vendors_of_canada(), *data.payees_of_japan()})
    own = [name for name in names if data.part(name) == "fit"]
    found: Counter[str] = Counter()
    for analysis in analyser.analyse_many(own):
        words = {token.text for token in analysis.tokens if token.kind is Kind.NAME}
        known = {token.text for token in analysis.tokens if token.kind is not Kind.NAME}
        words.update(word for reading in analysis.readings for word in reading if word not in known)
        found.update(word for word in words if len(word) > 1 and word.isascii())
    return found, len(own)


def write(found: Counter[str], names: int) -> str:
    """The file as text: by levels, each twice the one before."""
    levels: dict[int, list[str]] = defaultdict(list)
    for word, count in found.items():
        level = FEWEST
        if count * PER < level * names:
            continue
        while count * PER >= 2 * level * names:
            level *= 2
        levels[level].append(word)
    lines = [HEAD]
    for level in sorted(levels, reverse=True):
        lines.append(f'{level} = """')
        lines += [*wrap(" ".join(sorted(levels[level])), WIDE), '"""']
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    (FOLDER / "words" / "common.toml").write_text(write(*counted()), encoding="utf-8")
