"""What these routes ask of a request besides: the desk's entities, matched and told."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from sekisho.service.yente.matching import Matching


async def matching(request: Request) -> Matching:
    """The entities of the service."""
    found: Matching = request.app.state.matching
    return found


TheMatching = Annotated[Matching, Depends(matching)]
