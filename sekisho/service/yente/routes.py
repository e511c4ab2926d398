"""All of yente's routes, in the order in which they are looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.service.yente import catalog, entities, match, search, update

if TYPE_CHECKING:
    from fastapi import APIRouter

ROUTERS: tuple[APIRouter, ...] = tuple(each.router for each in (match, search, entities, catalog, update))
