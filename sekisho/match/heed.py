"""What persons judged, applied to those who are told with scores: their word settles a pair, and is shown.

It stands apart from `judge`, so that whoever asks only for what is written need not load what scores.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.match.judge import CHANGED, called, said
from sekisho.match.matcher import Found
from sekisho.match.score import Zone
from sekisho.model.judgement import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sekisho.match.judge import Judge
    from sekisho.match.query import Query


def heed(judge: Judge, query: Query, found: Sequence[Found]) -> tuple[Found, ...]:
    """Who may bear a name, with every judgement about it applied.

    Whom a person named comes first, whether or not anything was measured; whom a person set aside is left
    out (`Judge.set_aside` tells them); whose entity has changed since stays what it was, or is a question
    again, and says so.
    """
    told = {each.bearer: each for each in found}
    for entity, judgement in judge.about(query).items():
        known, own = judge.entity(entity), told.get(entity)
        if known is None or (own is None and judgement.verdict is Verdict.DIFFERENT):
            continue
        if own is None:
            own = Found(entity, called(known), 0.0, Zone.REVIEW, False, False, None, -1)  # noqa: FBT003  # the fields are in the order of the class
        if not judge.stands(entity, judgement):
            told[entity] = own._replace(judged=f"{said(judgement)}; {CHANGED}")
        elif judgement.verdict is Verdict.DIFFERENT:
            del told[entity]
        else:
            zone = Zone.SAME if judgement.verdict is Verdict.SAME else Zone.REVIEW
            told[entity] = own._replace(zone=zone, judged=said(judgement))
    return tuple(sorted(told.values(), key=lambda each: not (each.judged and each.zone is Zone.SAME)))
