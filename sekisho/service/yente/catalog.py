"""`/catalog` and `/algorithms`: what can be asked, how fresh it is, and how it is matched."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Header
from fastapi.responses import JSONResponse, Response

from sekisho.lists import ftm
from sekisho.lists.fresh import standings
from sekisho.match.features import FEATURES
from sekisho.model.person import Right
from sekisho.screen.listed import REPORTED
from sekisho.service.asking import TheDesk, Times, may
from sekisho.service.routes import Routes
from sekisho.service.yente import shapes
from sekisho.service.yente.at import TheMatching
from sekisho.service.yente.match import ALGORITHM
from sekisho.service.yente.register import DATASET
from sekisho.service.yente.scope import ALL
from sekisho.version import __version__

if TYPE_CHECKING:
    from sekisho.desk.desk import Desk
    from sekisho.lists.declaration import Publisher
    from sekisho.lists.fresh import Standing
    from sekisho.service.yente.view import View

router = Routes(tags=["yente"], dependencies=[may(Right.LOOK_UP)])
ABOUT = (
    "Names read in any script, held against each other word by word and letter by letter; the score is a "
    "probability that both are of one bearer. Numbers of registers decide by themselves."
)


@router.get("/algorithms", responses={200: {"model": shapes.Algorithms}}, response_class=Response)
def algorithms() -> Response:
    """The way of matching, and what its features mean."""
    docs = {
        each.__name__: {"description": " ".join((each.__doc__ or "").split()), "url": None}
        for each in FEATURES
    }
    own = {"name": ALGORITHM, "description": ABOUT, "features": {}, "docs": docs}
    return JSONResponse({"algorithms": [own], "default": ALGORITHM, "best": ALGORITHM})


@router.get("/manifest", responses={200: {"model": shapes.Catalog}}, response_class=Response)
@router.get(
    "/catalog",
    responses={200: {"model": shapes.Catalog}, 304: {"description": "It is what you have."}},
    response_class=Response,
)
def catalog(
    desk: TheDesk,
    matching: TheMatching,
    as_of: Times,
    if_none_match: Annotated[str, Header()] = "",
) -> Response:
    """Every dataset that can be asked, and how fresh it is."""
    told = _catalog(desk, matching.view(as_of), as_of.known)
    text = json.dumps(told, ensure_ascii=False)
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    headers = {"etag": etag, "cache-control": "no-cache"}
    if etag in (each.strip().removeprefix("W/") for each in if_none_match.split(",")):
        return Response(status_code=304, headers=headers)
    return Response(text, headers=headers, media_type="application/json")


def _catalog(desk: Desk, view: View, known: int) -> dict[str, Any]:
    serving: dict[str, Standing] = {}
    for each in standings(desk.archive, desk.sources, known) if view.upto else ():
        serving.update(dict.fromkeys(each.serves or (), each))
    counted = Counter(listed for own in view.columns.lists().values() for listed in own)
    lists = [
        _dataset(
            ftm.dataset(name),
            ftm.dataset(info.title),  # where it has no title of its own, it is the name
            counted[name],
            _version(standing := serving.get(name)),
            standing,
            current=info.complete if standing is None else not standing.stale,
        )
        for name, info in sorted(view.store.lists.items())
        if info.kind in REPORTED
    ]
    ours = _version(None)
    own = [
        _dataset(DATASET, "The register of makers that ships with sekisho", counted[DATASET], ours),
        *lists,
    ]
    everybody = _dataset(ALL, "Everybody", len(view.columns.lists()), f"{ours}-{view.upto}")
    everybody["children"] = [each["name"] for each in own]
    outdated = [each["name"] for each in own if not each["index_current"]]
    return {
        "datasets": [everybody, *own],
        "current": [each["name"] for each in own if each["index_current"]],
        "outdated": outdated,
        "index_stale": bool(outdated),
    }


def _version(standing: Standing | None) -> str:
    """The snapshot that serves; what no source serves came with sekisho."""
    snapshot = None if standing is None else standing.snapshot
    return f"sekisho-{__version__}" if snapshot is None else f"{snapshot.retrieved[:10]}-{snapshot.id}"


def _dataset(
    name: str,
    title: str,
    entities: int,
    version: str,
    standing: Standing | None = None,
    *,
    current: bool = True,
) -> dict[str, Any]:
    source = None if standing is None else standing.source
    snapshot = None if standing is None else standing.snapshot
    at = None if snapshot is None else snapshot.retrieved
    return {
        "name": name,
        "title": title,
        "summary": None,
        "url": None if source is None else source.tables[0].url or None,
        "load": True,
        "version": version,
        "index_version": version,
        "index_current": current,
        "updated_at": at,
        "last_export": at,
        "entity_count": entities,
        "thing_count": entities,
        "publisher": None if source is None else _publisher(source.about.publisher),
        "children": [],
    }


def _publisher(publisher: Publisher) -> dict[str, Any]:
    return {
        "name": publisher.name,
        "country": publisher.country or None,
        "official": publisher.official,
        "url": None,
    }
