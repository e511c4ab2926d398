"""The corpus and the given list files, as one store."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.dates import FIRST_DAY
from sekisho.lists.corpus import Corpus
from sekisho.lists.csl import read_csl
from sekisho.names.legal_form import Forms
from sekisho.store.base import Store, gather

if TYPE_CHECKING:
    from collections.abc import Iterable

CORPUS = Path(__file__).parent.parent / "corpus"


def open_store(files: Iterable[Path] = (), root: Path = CORPUS) -> Store:
    """Everything that is stated of anybody.

    Args:
        files: official list files; a list that is in one counts as complete.
        root: the corpus.

    Raises:
        InputError: a file is refused.
    """
    forms = Forms.load(root / "words" / "legal_forms.toml")
    corpus = Corpus(root, forms)
    entities = list(corpus.entities.values())
    listings = list(corpus.listings)
    lists = {info.id: info for info in corpus.lists}
    hashes = dict(corpus.hashes)
    for path in files:
        official = read_csl(path)
        entities += official.entities
        listings += official.listings
        for info in official.lists:
            known = lists.get(info.id, info)
            since = FIRST_DAY if known.complete and info is not known else official.newest
            lists[info.id] = replace(known, complete=True, complete_from=since, loaded=info.loaded)
            hashes[info.id] = f"{official.sha256[:16]} {info.loaded}"
    marks, makers = corpus.marks, corpus.entities
    return gather(entities, forms, listings, corpus.ownerships, marks, lists.values(), hashes, makers)
