"""How lists are told in pages: the newest first, and where the next page begins."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

MOST = 200
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at most.")]
Before = Annotated[
    int | None,
    Query(ge=1, le=2**53 - 1, description="Only those before this number: `next` of the page before."),
]
After = Annotated[int, Query(ge=0, le=2**53 - 1, description="Only those after this number.")]
