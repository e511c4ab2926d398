"""The names that the benchmark asks for, made from the shared data and written as JSON for both matchers.

Nothing is drawn by chance that a second run would draw otherwise: every choice is by a hash of the text.
An entity is in the part `fit` or in the part `report`; what is fitted looks at the first only, what is
reported at the second only. A query is one JSON object: name, schema, truth (an entity's id, or null),
kind (alias, typo, negative ...) and part.
"""

from __future__ import annotations

import csv
import gzip
import json
import random
import re
import sys
from collections import defaultdict
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.append(str(Path(__file__).resolve().parent.parent))
from machine import DATA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LETTERS = "abcdefghijklmnopqrstuvwxyz"
POSITIVES = 4_000
NEGATIVES = 3_558
NEW = "2022-03"
"""What was designated from this month on is later than the edition of the SDN list that is asked for it."""
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
THE_SAME = {
    "Uladzimir Uladzimiravich NAVUMAU",
    "Hafiz MAKHLOUF",
    "Ali HADAR",
    "Aiub Vakhaevich KATAEV",
    "Duraid DURGHAM",
    "Pyotr Piatrovich MIKLASHEVICH",
    "Igor Nikolaevich BEZLER (a.k.a. Bes (devil))",
    "Khaled MASHAL",
    "Jamil (a.k.a. Jameel) HASSAN",
    "Rustam Magomedovich Aselderov",
    "HAMZA USAMA MUHAMMAD BIN LADEN",
    "Yunos Umpara Moklis",
    "Major General Hussam LUQA",
    "Major General Rafiq (a.k.a. Rafeeq) SHAHADAH",
    "Shamil Magomedovich Ismailov",
}
"""Persons on both lists by what both say of them, though their days of birth differ."""
ASIA = {"China", "Hong Kong", "Taiwan", "Japan", "South Korea", "Singapore", "Malaysia", "CN", "HK", "TW"}

Json = dict[str, Any]


def chance(*text: str) -> float:
    """A number from 0 to 1 that depends on the text alone."""
    return int.from_bytes(blake2b("\t".join(text).encode(), digest_size=6).digest(), "big") / 2**48


def part(key: str) -> str:
    """The part of the data that an entity belongs to."""
    return "fit" if chance("part", key) < 0.5 else "report"


def words(name: str) -> frozenset[str]:
    """The words of a name, for telling whether an innocent is one of the listed."""
    return frozenset(re.findall(r"\w+", name.casefold()))


# --- the SDN list: aliases held out, primary names mistyped, innocents ---


def sdn() -> Json:
    """Persons and organisations of the SDN list with one alias of each held out, and what is asked of it."""
    entities, held = _sdn_entities()
    takers = sorted(entities, key=lambda each: chance("sdn", each))
    aliases = [each for each in takers if each in held][: POSITIVES // 2]
    queries = [_query(held[each], entities[each], "alias") for each in aliases]
    for each in takers[: POSITIVES - len(aliases)]:
        name = mistype(entities[each]["names"][0])
        queries.append(_query(name, entities[each], "typo"))
    listed = {words(name) for entity in entities.values() for name in entity["names"]} | {
        words(name) for name in held.values()
    }
    return {"entities": list(entities.values()), "queries": [*queries, *_innocents(listed)]}


def _sdn_entities() -> tuple[dict[str, Json], dict[str, str]]:
    folder = DATA / "lists" / "us" / "ofac" / "2022-01"
    entities: dict[str, Json] = {}
    for row in _rows(folder / "sdn.csv"):
        kind = row[2].strip() if len(row) > 2 else ""
        if kind in {"individual", "-0-"}:
            schema = "Person" if kind == "individual" else "Organization"
            entities[row[0]] = {"id": row[0], "schema": schema, "names": [_turned(row[1], schema)]}
    aliases: dict[str, list[str]] = defaultdict(list)
    for row in _rows(folder / "alt.csv"):
        if len(row) > 3 and row[0] in entities:
            name = _turned(row[3], entities[row[0]]["schema"])
            if name not in entities[row[0]]["names"] and name not in aliases[row[0]]:
                aliases[row[0]].append(name)
    held = {}
    for each, names in aliases.items():
        held[each] = min(names, key=lambda name: chance("alias", each, name))
        entities[each]["names"] += [name for name in names if name != held[each]]
    return entities, held


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        yield from csv.reader(file)


def _turned(name: str, schema: str) -> str:
    """A person's name as others write it: the family name last."""
    family, comma, given = name.partition(", ")
    return f"{given} {family}" if comma and schema == "Person" else name


def _query(name: str, entity: Json, kind: str) -> Json:
    return {
        "name": name,
        "schema": entity["schema"],
        "truth": entity["id"],
        "kind": kind,
        "part": part(entity["id"]),
    }


def mistype(name: str) -> str:
    """A name with one slip, or two where it is long: a letter lost, added, changed or changed places."""
    source = random.Random(chance("typo", name))
    for _ in range(1 if len(name) < 12 else source.choice((1, 1, 2))):
        places = [at for at, char in enumerate(name) if char.isalpha()]
        at = source.choice(places) if places else 0
        letter = source.choice(LETTERS)
        letter = letter.upper() if name[at].isupper() else letter
        slip = source.randrange(4)
        if slip == 0:
            name = name[:at] + name[at + 1 :]
        elif slip == 1:
            name = name[:at] + letter + name[at:]
        elif slip == 2:
            name = name[:at] + letter + name[at + 1 :]
        else:
            name = name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :]
    return name


def _innocents(listed: set[frozenset[str]]) -> Iterator[Json]:
    """Half persons, half organisations that are not listed, so far as can be told without matching names.

    Persons: whom the EU names, born on other days than any listed person. Organisations: vendors of Canada,
    and companies of East Asia that joined the US Entity List after the edition of the list that is asked.
    None of them has most of its words in common with a listed name.
    """
    by_word = defaultdict(list)
    for each in listed:
        for word in each:
            by_word[word].append(each)
    vendors = sorted(vendors_of_canada(), key=lambda name: chance("vendor", name))
    half = NEGATIVES // 2
    companies = sorted(_companies_of_asia(), key=lambda name: chance("asia", name))[: half // 2]
    asked = {"Person": sorted(_persons(), key=lambda name: chance("eu", name))}
    asked["Organization"] = [*companies, *vendors]
    for schema, candidates in asked.items():
        clean = (name for name in dict.fromkeys(candidates) if not _is_listed(name, by_word))
        for name in islice(clean, half):
            query = {"name": name, "schema": schema, "truth": None, "kind": "negative", "part": part(name)}
            yield query


def _persons() -> Iterator[str]:
    """Persons whom the EU names, with a day of birth on which no listed person was born.

    Who is listed without a day of birth might be any of those who share a family name, and were born in a
    year that is told of him, if one is: they are left out.
    """
    days: set[str] = set()
    years: dict[str, set[str]] = defaultdict(set)
    undated: set[str] = set()
    for row in _rows(DATA / "lists" / "us" / "ofac" / "2022-01" / "sdn.csv"):
        if len(row) > 11 and row[2].strip() == "individual":
            family = row[1].partition(",")[0].casefold()
            told = [text for text in row[11].split(";") if "DOB" in text]
            own = re.findall(r"DOB (\d\d [A-Z][a-z]{2} \d{4})", row[11])
            days.update(own)
            if not told:
                undated.add(family)
            elif not own:
                years[family].update(re.findall(r"\d{4}", " ".join(told)))
    for path in sorted((DATA / "lists" / "eu").glob("*.csv")):
        for person in _table(f"lists/eu/{path.name}"):
            name = person["name"]
            born = re.fullmatch(r"(\d+)\.(\d+)\.(\d{4})", person["birthDate"] or "")
            if person["schema"] != "Person" or not name.isascii() or not born or words(name) & undated:
                continue
            if any(born[3] in years.get(word, ()) for word in words(name)):
                continue
            if name not in THE_SAME and f"{int(born[1]):02} {MONTHS[int(born[2]) - 1]} {born[3]}" not in days:
                yield name


def _companies_of_asia() -> Iterator[str]:
    """Companies that joined the Entity List after the edition of the SDN list asked."""
    for row in _consolidated():
        late = (row["start_date"] or "") >= NEW and row["source"].startswith("Entity List")
        if late and any(place["country"] in ASIA for place in row["addresses"] or ()):
            yield row["name"]


def _consolidated() -> list[Json]:
    path = DATA / "lists" / "us" / "csl" / "consolidated-2026-07-09.json"
    rows: list[Json] = json.loads(path.read_text(encoding="utf-8"))["results"]
    return rows


def _is_listed(name: str, listed: dict[str, list[frozenset[str]]]) -> bool:
    """Whether most words of a name are most words of a listed one: it may well be the same."""
    own = words(name)
    near = (other for word in own for other in listed.get(word, ()))
    return any(len(own & other) >= 0.75 * len(own | other) for other in near)


# --- other scripts, variants, suppliers ---


def scripts() -> Json:
    """Pairs of names in two scripts: the first name is listed, the second asked."""
    entities, queries = [], []
    for at, row in enumerate(_table("names/cross-script-pairs.csv")):
        if not row["script_a"] or not row["script_b"] or row["script_a"] == row["script_b"]:
            continue
        latin, other = ("name_a", "name_b") if row["script_a"].strip() == "Latin" else ("name_b", "name_a")
        schema = "Person" if row["schema"] == "Person" else "Organization"
        entity = {"id": f"pair-{at}", "schema": schema, "names": [row[latin]]}
        entities.append(entity)
        query = _query(row[other], entity, f"{row['script_b' if latin == 'name_a' else 'script_a']}/{schema}")
        queries.append({**query, "part": part(row["id"])})
    return {"entities": entities, "queries": queries}


def variants_of_canada() -> Json:
    """Canadian vendors by the name of their parent, asked by the variants that were keyed in."""
    entities: dict[str, Json] = {}
    queries = []
    for row in _table("names/canada-vendor-variants.csv"):
        parent, variant = row["parent_company"].strip(), row["company_name"].strip()
        if not parent or not variant or parent == variant:
            continue
        entity = entities.setdefault(parent, {"id": parent, "schema": "Organization", "names": [parent]})
        queries.append(_query(variant, entity, "variant"))
    return {"entities": list(entities.values()), "queries": queries}


def variants_of_japan() -> Json:
    """Japanese payees by their registered name, asked by the name that was keyed in."""
    entities: dict[str, Json] = {}
    queries = []
    for row in _table("names/japan-recipients.csv"):
        number, name, asked = row["corporate_number"], row["db_name_by_cn"], row["name"]
        if not number or not name:
            continue
        entity = entities.setdefault(number, {"id": number, "schema": "Organization", "names": [name]})
        if asked != name:
            queries.append(_query(asked, entity, "variant"))
    return {"entities": list(entities.values()), "queries": queries}


def vendors_of_canada() -> list[str]:
    """Every vendor of the Canadian government."""
    return [row[0] for row in _rows(DATA / "suppliers" / "canada-federal-vendors-2022.csv")][1:]


def payees_of_japan() -> list[str]:
    """Every payee of the Japanese government."""
    with gzip.open(DATA / "suppliers" / "japan-recipients-2024.json.gz", "rt", encoding="utf-8") as file:
        return [each["name"] for each in json.load(file)["recipients"].values()]


def lists_of_us() -> list[Json]:
    """The entities of the consolidated US list and of the SDN file, with every name."""
    entities = []
    for row in _consolidated():
        names = [name for name in (row["name"], *(row["alt_names"] or ())) if name]
        if names:
            entities.append({"id": row["id"], "schema": "LegalEntity", "names": names})
    own, held = _sdn_entities()
    for each, name in held.items():
        own[each]["names"].append(name)
    return [*entities, *own.values()]


def _table(path: str) -> Iterable[dict[str, str]]:
    with (DATA / path).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


SETS: dict[str, Callable[[], Json]] = {
    "sdn": sdn,
    "scripts": scripts,
    "canada": variants_of_canada,
    "japan": variants_of_japan,
}


def write(folder: Path) -> None:
    """Write every set as one JSON file."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in SETS.items():
        content = make()
        (folder / f"{name}.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        print(f"{name}: {len(content['entities']):,} entities, {len(content['queries']):,} queries")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
