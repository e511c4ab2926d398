"""Fits the weights of `corpus/match/weights.toml` on the part `fit` of the SDN data, and writes them.

    python bench/names/fit.py

Logistic regression by Newton's method, with a little of ridge. Pairs do not count alike: `COUNTS` tells what
a pair of each sort counts, and why. A weight that would come out against what its feature means is 0. A last
step of two numbers makes the sum a probability again. Then the marks of the zones are chosen, on suppliers of
the same part whose pairs were not fitted on.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))

import data
from ours import FOLDER, Ours, chunks

from sekisho.match.features import NAMES
from sekisho.match.matcher import Matcher
from sekisho.match.query import Query
from sekisho.match.score import Model, unsound
from sekisho.names.analyse import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.match.lore import Lore

AGAINST = {
    "both_lost",
    "no_name",
    "number_differs",
    "numbers_clash",
    "place_differs",
    "trade_differs",
    "father_differs",
    "kin",
    "first_differs",
    "last_differs",
    "heard",
    "one_word",
    "short_and_unlike",
    "first_differs_or_last_differs",
    "both_lost_or_heard",
    "in_order_and_place_differs",
    "evidence_and_first_differs",
}
EITHER = {
    "words_differ",
    "by_initial",
}
FIXED = {"short_and_unlike": -4.0, "read": 0.0, "consonants_alike": 0.0}
"""What the data cannot teach: ZTX is not ZTE, since its mistyped names are all of listed ones; and that two
scripts, or some consonants in common, are no evidence by themselves: most of its pairs in two are true."""
VENDORS, PAYEES = 20_000, 6_000
"""Suppliers, none of whom is known to be listed, that are asked for too."""
COUNTS = {
    "own": 1.0,
    "innocent": 100.0,  # few, and what false alarms are made of
    "other": 0.1,  # another listed one than was asked for: who shares most of its name is no false alarm
    "made": 0.5,  # what lists lack, and readers tell apart: another number, another place
    "family": 0.3,  # another family name, of which chance makes names that somebody bears
    "given": 0.3,  # likewise: kin are not told from chance
    "father": 1.0,  # another patronymic is another person
    "supplier": 0.7,
}
COLUMNS = ("features", "truth", "counts", "person", "of_sdn", "either")
FATHERS = ("ich", "vna")
"""How patronymics end."""
SOME = 0.2
"""The part of the persons of whom names are made."""
RIDGE = 1.0
WEIGHTS = FOLDER / "match" / "weights.toml"
ALARMS = {"same": 0.75, "review": 2.5}
"""Of 1,000 suppliers, at most so many may reach a zone."""
STEP = 0.01
"""Marks are multiples of this."""


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
    fathers = [
        word
        for each in own
        if each["schema"] == "Person"
        for word in each["names"][0].split()
        if word.lower().endswith(FATHERS)
    ]
    for entity, other in zip(own, [*own[1:], own[0]], strict=True):
        words = entity["names"][0].split()
        if entity["schema"] == "Person" and len(words) > 1:
            yield from _of_person(entity, words, other["names"][0].split(), fathers)
            continue
        another = {"schema": entity["schema"], "truth": None, "part": "fit", "sort": "made"}
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


def _of_person(
    entity: data.Json, words: list[str], others: list[str], fathers: list[str]
) -> Iterator[data.Json]:
    """The name with initials, and with another family name, given name or patronymic: kin, and strangers."""
    same = {"schema": entity["schema"], "truth": entity["id"], "part": "fit"}
    another = {**same, "truth": None}
    if data.chance("initial", entity["id"]) < SOME:
        yield {**same, "name": " ".join([*(f"{word[0]}." for word in words[:-1]), words[-1]])}
    if data.chance("family", entity["id"]) < SOME and others[-1] != words[-1]:
        yield {**another, "sort": "family", "name": _with(words, len(words) - 1, others[-1])}
    if data.chance("given", entity["id"]) < SOME and others[0] != words[0]:
        yield {**another, "sort": "given", "name": _with(words, 0, others[0])}
    at = next((at for at, word in enumerate(words) if word.lower().endswith(FATHERS)), 0)
    if at and len(words) > at + 1:
        alike = [word for word in fathers if word[-3:].lower() == words[at][-3:].lower()]
        father = alike[int(data.chance("father", entity["id"]) * len(alike))]
        if father != words[at]:
            yield {**another, "sort": "father", "name": _with(words, at, father)}


def _with(words: list[str], at: int, word: str) -> str:
    return " ".join([*words[:at], word, *words[at + 1 :]])


def gather(suppliers: list[str], all_lists: Ours) -> dict[str, np.ndarray]:
    """The features of every candidate of the queries to fit on.

    Args:
        suppliers: names that are on no list, but for a few.
        all_lists: an index of every US list, which suppliers are asked of.
    """
    content = data.sdn()
    ours = Ours(content["entities"])
    columns: dict[str, list[np.ndarray]] = {name: [] for name in COLUMNS}
    queries = [query for query in content["queries"] if query["part"] == "fit"]
    _look(columns, ours, [*queries, *made(content["entities"], ours.matcher.roster.lore)])
    nobody = {"schema": "Organization", "truth": None, "sort": "supplier"}
    _look(columns, all_lists, [{**nobody, "name": name} for name in suppliers])
    content = data.scripts()
    queries = [{**query, "sort": "scripts"} for query in content["queries"] if query["part"] == "fit"]
    _look(columns, Ours(content["entities"]), queries)
    return {name: np.concatenate(each) for name, each in columns.items()}


def some(names: list[str], count: int) -> tuple[list[str], list[str]]:
    """So many of the names of the part to fit on, and the rest of that part."""
    own = {name for name in names if data.part(name) == "fit"}
    ranked = sorted(own, key=lambda name: data.chance("innocent", name))
    return ranked[:count], ranked[count:]


def _look(columns: dict[str, list[np.ndarray]], ours: Ours, queries: list[data.Json]) -> None:
    place = {bearer.id: at for at, bearer in enumerate(ours.matcher.roster.bearers)}
    for _, chunk in chunks(queries):
        looked = ours.matcher.look(ours.asked(chunk))
        truth = np.array([place.get(query["truth"], -1) for query in chunk])[looked.queries]
        own = looked.bearers == truth
        sorts = [query.get("sort") or ("innocent" if query["truth"] is None else "sdn") for query in chunk]
        counts = np.array([COUNTS.get(sort, COUNTS["own"]) for sort in sorts])[looked.queries]
        of_sdn = np.array([sort in {"sdn", "innocent"} for sort in sorts])[looked.queries]
        of_list = np.array([sort in {"sdn", "scripts"} for sort in sorts])[looked.queries]
        columns["features"].append(looked.features.T)
        columns["truth"].append(own)
        columns["counts"].append(np.where(of_list & ~own & (truth >= 0), COUNTS["other"], counts))
        columns["person"].append(looked.persons)
        columns["of_sdn"].append(of_sdn)
        found = np.array([sort in {"supplier", "innocent"} for sort in sorts])[looked.queries]
        columns["either"].append(~own & ((truth >= 0) | found))


def fit(told: dict[str, np.ndarray], *, persons: bool) -> np.ndarray:
    """The weights for persons, or for everyone else."""
    features, truth = told["features"], told["truth"]
    # Two may bear one name, and who is found may be the listed one: a name does not tell which is meant.
    shared = (features[:, NAMES.index("equal")] == 1) & told["either"]
    # What only sounds alike here and there is held back whatever the sum: nothing is to be learnt of it.
    own = (told["person"] == persons) & ~shared & ~unsound(features.T)
    weights = signed(features[own], truth[own].astype(float), told["counts"][own])
    total = features[own] @ weights[:-1] + weights[-1]
    half = told["of_sdn"][own].astype(float)  # of which every second name is listed
    scale, shift = newton(total[:, None], truth[own].astype(float), half, 0)
    weights *= scale
    weights[-1] += shift
    return weights


def marks(names: list[str], all_lists: Ours) -> dict[str, float]:
    """The lowest marks that at most so many of some suppliers reach as `ALARMS` allows."""
    asked = Matcher.of(all_lists.matcher.roster, Model.load(FOLDER))
    found = asked.match([Query(name, "Organization") for name in names], most=1)
    best = np.array([own[0].score if own else 0.0 for own in found])
    steps = [*np.arange(STEP, 1, STEP).round(2).tolist(), 0.99]
    alarms = {step: 1000 * float((best >= step).mean()) for step in steps}
    for step in steps[4::5]:
        print(f"mark {step:.2f}: {alarms[step]:.2f} of 1,000 suppliers of the part to fit on")
    return {zone: min(step for step in steps if alarms[step] <= most) for zone, most in ALARMS.items()}


def write(found: dict[str, np.ndarray], count: int, zones: dict[str, float]) -> None:
    """Write the file."""
    lines = [
        "# Weights of the features of sekisho/match/features.py, and what they come to.",
        "# Written by bench/names/fit.py; edit the qualifiers and marks by hand, not the weights.",
        f"# Fitted on {count:,} candidate pairs of the part `fit` of bench/names (SDN list of January 2022:",
        "# held-out aliases, mistyped names, innocent persons and companies; names made of them by another",
        "# number, place, given name, family name or patronymic, or with initials), of suppliers, and of the",
        "# pairs in two scripts. What is made of two features is in JOINTS of the same file.",
        "",
        "[marks]           # see docs/concepts/matching.md and `sekisho names calibrate`; of the part `fit`",
        *(
            f"{zone} = {mark:.2f}".ljust(18) + f"# at most {ALARMS[zone]} of 1,000 suppliers reach it"
            for zone, mark in zones.items()
        ),
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
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Fit, choose the marks, and write."""
    all_lists = Ours(data.lists_of_us())
    vendors, other_vendors = some(data.vendors_of_canada(), VENDORS)
    payees, other_payees = some(data.payees_of_japan(), PAYEES)
    told = gather([*vendors, *payees], all_lists)
    found = {"body": fit(told, persons=False), "person": fit(told, persons=True)}
    count = len(told["truth"])
    write(found, count, {"same": 0.9, "review": STEP})  # what is held below `review` is no alarm at any mark
    write(found, count, marks([*other_vendors, *other_payees], all_lists))


if __name__ == "__main__":
    main()
