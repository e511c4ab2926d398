"""Is the service there, and can it answer? For whoever starts, stops and watches it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from sekisho.service.asking import TheDesk
from sekisho.service.routes import Routes

router = Routes(tags=["health"])


class Health(BaseModel):
    """That the service is there; the word is that of yente."""

    status: Literal["ok"] = "ok"


@router.get("/healthz")
def healthz() -> Health:
    """Is it there?"""
    return Health()


@router.get("/readyz")
def readyz(desk: TheDesk) -> Health:
    """Can it answer: is its store to be reached? The first to ask may wait until that is loaded."""
    desk.archive.latest()
    return Health()
