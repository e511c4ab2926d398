"""What these routes ask of a request besides: the desk's entities, matched and told."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from sekisho.service.yente.matching import Matching


async def matching(request: Request) -> Matching:
    """The entities of the service, which are made ready for whoever asks first."""
    state = request.app.state
    if state.matching is None:
        state.matching = Matching(state.desk)
    found: Matching = state.matching
    return found


TheMatching = Annotated[Matching, Depends(matching)]
