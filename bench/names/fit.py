"""Fits the weights of `corpus/match/weights.toml` on the part `fit` of the SDN data, and writes them.

    python bench/names/fit.py

Logistic regression by Newton's method, with a little of ridge; a pair of a name that is on no list counts
threefold, since those are what false alarms are made of. A weight that would come out against what its
feature means is 0. A last step of two numbers makes the sum a probability again.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))

import data
from ours import FOLDER, Ours, chunks

from sekisho.match.features import FEATURES
from sekisho.names.analyse import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.match.lore import Lore

NAMES = [feature.__name__ for feature in FEATURES]
AGAINST = {
    "asked_lost",
    "listed_lost",
    "both_lost",
    "number_differs",
    "numbers_clash",
    "place_differs",
    "trade_differs",
    "father_differs",
    "short_and_unlike",
    "heard",
    "heard_short",
    "one_word",
}
VENDORS, PAYEES = 20_000, 6_000
"""Suppliers, none of whom is known to be listed, that are asked for too."""
EITHER = {"words_differ", "by_initial"}
FIXED = {"short_and_unlike": -3.0}
"""What the data cannot teach, since its mistyped names are all of listed ones: ZTX is not ZTE."""
INNOCENT = 3.0
SOME = 0.2
"""The part of the persons of whom names are made."""
RIDGE = 0.3


def newton(
    features: np.ndarray,
    truth: np.ndarray,
    counts: np.ndarray,
    ridge: float = RIDGE,
    given: np.ndarray | float = 0.0,
) -> np.ndarray:
    """Weights, the bias last; what is *given* is added to the sum before."""
    rows = np.column_stack([features, np.ones(len(features))])
    weights = np.zeros(rows.shape[1])
    penalty = np.full(rows.shape[1], ridge)
    penalty[-1] = 0
    for _ in range(30):
        told = 1 / (1 + np.exp(-(rows @ weights + given)))
        gradient = rows.T @ (counts * (truth - told)) - penalty * weights
        slope = (rows * (counts * told * (1 - told))[:, None]).T @ rows + np.diag(penalty + 1e-9)
        step = np.linalg.solve(slope, gradient)
        weights += step
        if abs(step).max() < 1e-6:
            break
    return weights


def signed(features: np.ndarray, truth: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Weights of which none goes against what its feature means."""
    kept = [at for at in range(len(NAMES)) if features[:, at].any() and NAMES[at] not in FIXED]
    given = sum(features[:, NAMES.index(name)] * weight for name, weight in FIXED.items())
    while True:
        found = newton(features[:, kept], truth, counts, given=given)
        wrong = [
            at
            for at, weight in zip(kept, found, strict=False)
            if NAMES[at] not in EITHER and (weight > 0) == (NAMES[at] in AGAINST)
        ]
        if not wrong:
            break
        kept = [at for at in kept if at not in wrong]
    weights = np.zeros(len(NAMES) + 1)
    weights[[*kept, -1]] = found
    for name, weight in FIXED.items():
        weights[NAMES.index(name)] = weight
    return weights


def made(entities: list[data.Json], lore: Lore) -> Iterator[data.Json]:
    """Names made of listed ones of the part to fit on: what lists lack, and what readers tell apart."""
    own = [entity for entity in entities if data.part(entity["id"]) == "fit"]
    own.sort(key=lambda entity: data.chance("made", entity["id"]))
    places = [word for word, token in lore.meant.items() if token.kind == Kind.PLACE]
    for entity, other in zip(own, [*own[1:], own[0]], strict=True):
        words, others = entity["names"][0].split(), other["names"][0].split()
        same = {"schema": entity["schema"], "truth": entity["id"], "part": "fit"}
        another = {**same, "truth": None}
        if entity["schema"] == "Person" and len(words) > 1:
            if data.chance("initial", entity["id"]) < SOME:
                yield {**same, "name": " ".join([*(f"{word[0]}." for word in words[:-1]), words[-1]])}
            if data.chance("family", entity["id"]) < SOME and others[-1] != words[-1]:
                yield {**another, "name": " ".join([*words[:-1], others[-1]])}
            continue
        numbers = [at for at, word in enumerate(words) if word.isdigit()]
        if numbers:
            yield {**another, "name": _with(words, numbers[0], str(int(words[numbers[0]]) + 1))}
        for at, word in enumerate(words):
            token = lore.meant.get(word.lower())
            if token is not None and token.kind == Kind.PLACE and len(words) > 1:
                place = places[int(data.chance("place", entity["id"]) * len(places))]
                if lore.meant[place].text != token.text:
                    yield {**another, "name": _with(words, at, place.upper())}
                break


def _with(words: list[str], at: int, word: str) -> str:
    return " ".join([*words[:at], word, *words[at + 1 :]])


def gather() -> dict[str, np.ndarray]:
    """The features of every candidate of the queries to fit on."""
    columns: dict[str, list] = {"features": [], "truth": [], "innocent": [], "person": [], "sdn": []}
    content = data.sdn()
    ours = Ours(content["entities"])
    queries = [query for query in content["queries"] if query["part"] == "fit"]
    _look(columns, ours, [*queries, *made(content["entities"], ours.matcher.roster.lore)], sdn=True)
    others = [*_some(data.vendors_of_canada(), VENDORS), *_some(data.payees_of_japan(), PAYEES)]
    nobody = {"schema": "Organization", "truth": None}
    _look(columns, ours, [{**nobody, "name": name} for name in others], sdn=False)
    content = data.scripts()
    queries = [query for query in content["queries"] if query["part"] == "fit"]
    _look(columns, Ours(content["entities"]), queries, sdn=False)
    return {name: np.concatenate(each) for name, each in columns.items()}


def _some(names: list[str], count: int) -> list[str]:
    own = [name for name in names if data.part(name) == "fit"]
    return sorted(own, key=lambda name: data.chance("innocent", name))[:count]


def _look(columns: dict[str, list], ours: Ours, queries: list[data.Json], *, sdn: bool) -> None:
    place = {bearer.id: at for at, bearer in enumerate(ours.matcher.roster.bearers)}
    for _, chunk in chunks(queries):
        looked = ours.matcher.look(ours.asked(chunk))
        truth = np.array([place.get(query["truth"], -1) for query in chunk])[looked.queries]
        columns["features"].append(looked.features.T)
        columns["truth"].append(looked.bearers == truth)
        columns["innocent"].append(truth < 0)
        columns["person"].append(looked.persons)
        columns["sdn"].append(np.full(len(truth), sdn))


def fit(told: dict[str, np.ndarray], *, persons: bool) -> np.ndarray:
    """The weights for persons, or for everyone else."""
    features, truth, innocent = told["features"], told["truth"], told["innocent"]
    # Two entities may bear one name: which of them was meant cannot be learnt from the name.
    shared = (features[:, NAMES.index("equal")] == 1) & ~truth & ~innocent
    own = (told["person"] == persons) & ~shared
    counts = np.where(innocent[own] & told["sdn"][own], INNOCENT, 1.0)
    weights = signed(features[own], truth[own].astype(float), counts)
    total = features[own] @ weights[:-1] + weights[-1]
    half = told["sdn"][own].astype(float)  # of which every second name is listed
    scale, shift = newton(total[:, None], truth[own].astype(float), half, 0)
    weights *= scale
    weights[-1] += shift
    return weights


def write(found: dict[str, np.ndarray], count: int) -> str:
    """The file as text."""
    lines = [
        "# Weights of the features of sekisho/match/features.py, and what they come to.",
        "# Written by bench/names/fit.py; edit the qualifiers and marks by hand, not the weights.",
        f"# Fitted on {count:,} candidate pairs of the part `fit` of bench/names (SDN list of January 2022:",
        "# held-out aliases, mistyped names, innocent persons and companies; names made of them by another",
        "# number, place or family name, or with initials), of suppliers, and of the pairs in two scripts.",
        "",
        "[marks]           # see docs/concepts/matching.md and `sekisho names calibrate`",
        "same = 0.9",
        "review = 0.55",
        "",
        "[qualifiers]      # added to the sum of evidence where both sides tell",
        "country_differs = -1.0",
        "born_same = 2.0",
        "born_differs = -2.5",
        "id_differs = -2.5",
    ]
    for kind, weights in found.items():
        lines += ["", f"[{kind}]", f"bias = {weights[-1]:.3f}", "", f"[{kind}.weights]"]
        lines += [f"{name} = {weight:.3f}" for name, weight in zip(NAMES, weights, strict=False)]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Fit and write."""
    told = gather()
    found = {"body": fit(told, persons=False), "person": fit(told, persons=True)}
    (FOLDER / "match" / "weights.toml").write_text(write(found, len(told["truth"])), encoding="utf-8")


if __name__ == "__main__":
    main()
