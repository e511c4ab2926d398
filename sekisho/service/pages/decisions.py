"""The list of what was decided, to be looked through; and what becomes of one decision at its page."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from fastapi.responses import Response

from sekisho.errors import UsageError
from sekisho.model.case import Called
from sekisho.model.entry import Disposition
from sekisho.model.measure import OUTCOMES
from sekisho.model.person import Right
from sekisho.record import evidence
from sekisho.service.asking import may
from sekisho.service.pages.decision import decision
from sekisho.service.pages.fields import answers, needs_of, one_of
from sekisho.service.pages.screen import Form
from sekisho.service.pages.view import AtPage, page
from sekisho.service.routes import Routes
from sekisho.store.decisions import Sought

if TYPE_CHECKING:
    from sekisho.service.pages.view import Here
    from sekisho.store.decisions import Line

SHOWN = 50
router = Routes()


@router.get("/decisions", dependencies=[may(Right.READ)])
@router.get("/decisions.json", dependencies=[may(Right.READ)])
def listed(
    at: AtPage, case: str = "", outcome: str = "", by: str = "", before: int | None = None
) -> Response:
    """Decisions, the newest first."""
    sought = Sought(case or None, outcome or None, by or None)
    lines = at.desk.decisions(sought, before=before, limit=SHOWN)
    more = lines[-1].number if len(lines) == SHOWN else None
    asked = {"case": case, "outcome": outcome, "by": by}
    data = {"decisions": list(map(_told, lines)), "before": more, "sought": asked}
    return page(at, "decisions", data, outcomes=list(map(str, OUTCOMES)))


def _told(line: Line) -> dict[str, object]:
    return {"number": line.number, "at": line.at, "by": line.by} | asdict(line.filed)


@router.get("/decisions/{number}", dependencies=[may(Right.READ)])
@router.get("/decisions/{number}.json", dependencies=[may(Right.READ)])
def one(at: AtPage, number: int) -> Response:
    """A decision, with its reasons and what came of it."""
    return decision(at, number)


@router.post("/decisions/{number}/answer", dependencies=[may(Right.RECORD)])
def answer(at: AtPage, number: int, form: Form) -> Response:
    """Answer what it asks for, and have the case decided again with that."""
    told = at.desk.decision(number)
    facts = at.desk.law.facts
    needs = dict.fromkeys(need for each in told.answer["decisions"] for need in each["needs"])
    fields = needs_of(needs, told.given, facts, at.language, Called(told.told(facts)))
    values = answers(fields, form, told.given)
    if not values:
        raise UsageError("nothing was answered; fill in one of the fields, and send it once more")
    kept = at.desk.answer(at.caller, number, values, str(form.get("why", "")))
    return at.go(f"/decisions/{kept.number}")


@router.post("/decisions/{number}/dispose", dependencies=[may(Right.JUDGE)])
def dispose(at: AtPage, number: int, form: Form) -> Response:
    """Say what becomes of it; what takes a second person is proposed."""
    word = one_of(Disposition, str(form.get("word", "")))
    to, rule, why = (str(form.get(name, "")) for name in ("to", "rule", "why"))
    at.desk.review.dispose(at.caller, number, word, why, rule, to=to or None)
    return at.go(f"/decisions/{number}#said")


@router.get("/decisions/{number}/evidence.json", dependencies=[may(Right.READ)])
def proof(at: AtPage, number: int) -> Response:
    """Evidence of the case, as a file that can be verified without us."""
    headers = {"content-disposition": f'attachment; filename="evidence-{number}.json"'}
    return Response(_evidence(at, number), media_type="application/json", headers=headers)


@router.get("/decisions/{number}/evidence.pdf", dependencies=[may(Right.READ)])
def printed(at: AtPage, number: int) -> Response:
    """The same to be read and printed, with that file inside."""
    headers = {"content-disposition": f'attachment; filename="evidence-{number}.pdf"'}
    from sekisho.record.pdf import pdf  # noqa: PLC0415  # its library would be a tenth of the start

    return Response(pdf(_evidence(at, number), at.language), media_type="application/pdf", headers=headers)


def _evidence(at: Here, number: int) -> bytes:
    told = at.desk.decision(number)
    return "".join(evidence.write(at.desk.chain, 1, None, told.case)).encode()
