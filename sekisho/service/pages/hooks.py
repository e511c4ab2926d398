"""The page of where one's news is sent to: added, tried and ended, with what became of the last of it."""

from __future__ import annotations

import json
from typing import Any

from fastapi.responses import Response

from sekisho.model.person import Right
from sekisho.model.watch import Hook, Way
from sekisho.service.asking import may
from sekisho.service.pages.fields import one_of
from sekisho.service.pages.screen import Form
from sekisho.service.pages.view import AtPage, Here, page
from sekisho.service.routes import Routes

LAST = 5
"""News of a hook that is shown."""
router = Routes()


@router.get("/hooks", dependencies=[may(Right.READ)])
@router.get("/hooks.json", dependencies=[may(Right.READ)])
def hooks(at: AtPage) -> Response:
    """Where one's news is sent to."""
    return _page(at)


@router.post("/hooks", dependencies=[may(Right.RECORD)])
def add(at: AtPage, form: Form) -> Response:
    """Have news sent somewhere; the secret by which it is signed is shown once."""
    way, target = one_of(Way, str(form.get("way", ""))), str(form.get("target", "")).strip()
    made, secret = at.desk.notices.hook(at.caller, way, target, mine="all" not in form)
    return _page(at, secret=secret if made.way is Way.WEBHOOK else "")


@router.post("/hooks/{number}/test", dependencies=[may(Right.RECORD)])
def test(at: AtPage, number: int) -> Response:
    """Send something there that is no news, and show whether it arrives."""
    at.desk.notices.test(at.caller, number)
    return at.go(f"/hooks#hook-{number}")


@router.post("/hooks/{number}/end", dependencies=[may(Right.RECORD)])
def end(at: AtPage, number: int) -> Response:
    """Send nothing there any more."""
    at.desk.notices.unhook(at.caller, number)
    return at.go("/hooks")


def _page(at: Here, secret: str = "") -> Response:
    data = {"hooks": [_hook(at, each) for each in at.desk.notices.hooks(at.caller)]}
    return page(at, "hooks", data, ways_of_news=[each.value for each in Way], secret=secret)


def _hook(at: Here, each: Hook) -> dict[str, Any]:
    news = [
        {
            "event": json.loads(one.body)["event"],
            "at": one.at,
            "attempts": one.attempts,
            "sent": one.sent,
            "failure": one.failure,
        }
        for one in at.desk.notices.sent(at.caller, each.id, LAST)
    ]
    return {
        "id": each.id,
        "way": each.way.value,
        "target": each.target,
        "mine": each.mine,
        "since": each.since,
        "news": news,
    }
