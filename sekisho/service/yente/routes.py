"""All of yente's routes, in one router."""

from __future__ import annotations

from fastapi import APIRouter

from sekisho.service.yente import catalog, entities, match, search, update

router = APIRouter()
for each in (match, search, entities, catalog, update):
    router.include_router(each.router)
