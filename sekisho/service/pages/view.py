"""A page: the same data for a person as HTML and, where the address ends in `.json`, for a program as JSON.

Invariants: everything is escaped that is not markup of our own; a page loads nothing but the one sheet and
the one script, and can be used without the script; the two times of an address stay in the links of its page.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sekisho.dates import iso
from sekisho.desk.rights import may
from sekisho.formats.register.style import SCRIPT, STYLE
from sekisho.formats.register.words import outcome_word, state_word
from sekisho.model.measure import Outcome, State
from sekisho.model.person import Right
from sekisho.service import guard
from sekisho.service.asking import TheDesk, Times, WhoAsks
from sekisho.service.pages.words import LANGUAGES, meaner, sayer, worder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi.responses import Response

    from sekisho.dates import AsOf
    from sekisho.desk.desk import Desk
    from sekisho.desk.keys import Keys
    from sekisho.desk.people import People
    from sekisho.model.person import Caller

_HERE = Path(__file__).parent
JSON = ".json"
CHOSEN = "sekisho_language"
"""The cookie with the language that a reader chose; it says nothing of him."""
TIMES = ("on", "known")
WAYS: tuple[tuple[str, str, Right], ...] = (
    ("/", "overview", Right.READ),
    ("/screen", "screen", Right.SCREEN),
    ("/decisions", "decisions", Right.READ),
    ("/queue", "queue", Right.READ),
    ("/entity", "names", Right.LOOK_UP),
    ("/register", "register", Right.LOOK_UP),
    ("/lists", "lists", Right.LOOK_UP),
    ("/people", "people", Right.PEOPLE),
)
"""The pages that the head of each page leads to, and who sees that they are there."""


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody in front of a page.

    Attributes:
        language: `en` or `ja`.
        as_of: the two times of the page.
    """

    request: Request
    desk: Desk
    caller: Caller
    as_of: AsOf
    language: str

    @property
    def path(self) -> str:
        """The address of the page, whether it is asked for as JSON or not."""
        return self.request.url.path.removesuffix(JSON) or "/"

    @property
    def wants_json(self) -> bool:
        """Is the page asked for as JSON?"""
        return self.request.url.path.endswith(JSON)

    def href(self, path: str, **query: object) -> str:
        """What leads to another page: the two times go along, where the address has them."""
        own = {name: self.request.query_params[name] for name in TIMES if self.request.query_params.get(name)}
        path, mark, anchor = path.partition("#")
        told = urlencode(own | {name: str(each) for name, each in query.items() if each not in (None, "")})
        return f"{path}{'?' if told else ''}{told}{mark}{anchor}"

    @property
    def people(self) -> People:
        """The accounts."""
        found: People = self.request.app.state.people
        return found

    @property
    def keys(self) -> Keys:
        """The keys of programs."""
        found: Keys = self.request.app.state.keys
        return found

    def may(self, right: Right) -> bool:
        """Would he be let?"""
        return may(self.caller, right)

    def go(self, path: str, **query: object) -> Response:
        """Lead him to another page after something was done."""
        return RedirectResponse(self.href(path, **query), 303)


def here(request: Request, desk: TheDesk, caller: WhoAsks, as_of: Times) -> Here:
    """Who is in front of the page."""
    return Here(request, desk, caller, as_of, language_of(request, caller.lang if caller.name else ""))


AtPage = Annotated[Here, Depends(here)]


def language_of(request: Request, own: str = "") -> str:
    """The language of a reader: what he asks for, chose before, has in his account, or his browser says."""
    asked = request.query_params.get("lang", ""), request.cookies.get(CHOSEN, ""), own
    spoken = (each[:2].lower() for each in request.headers.get("accept-language", "").split(","))
    return next((each for each in (*asked, *spoken) if each in LANGUAGES), LANGUAGES[0])


def page(at: Here, template: str, data: Mapping[str, Any], status: int = 200, **shown: object) -> Response:
    """Show a page.

    Args:
        at: who is in front of it.
        template: its name, without suffix; it is also the key of the title.
        data: what is told, as JSON has it.
        status: of the answer.
        shown: what HTML has beside that: pictures, trees.
    """
    if at.wants_json:
        times = {"on": str(at.as_of.on), "known": iso(at.as_of.known)}
        return JSONResponse({"as_of": times, **data}, status)
    text = (
        environment()
        .get_template(f"{template}.html")
        .render({**_around(at.request, at.language), **_of(at), **data, **shown, "here": template})
    )
    return _remembered(at.request, HTMLResponse(text, status))


def plain(request: Request, template: str, status: int = 200, **shown: object) -> Response:
    """Show a page to whoever it is: he need not be known, and it has no times."""
    language = language_of(request)
    told = {"who": None, "ways": (), "reader": None, "here": template, "href": str}
    text = (
        environment().get_template(f"{template}.html").render({**_around(request, language), **told, **shown})
    )
    return _remembered(request, HTMLResponse(text, status))


def _around(request: Request, language: str) -> dict[str, object]:
    """What every page has, whoever looks at it."""
    say = sayer(language)
    others = tuple(each for each in LANGUAGES if each != language)
    query = [pair for pair in request.query_params.multi_items() if pair[0] != "lang"]
    links = {each: f"?{urlencode([*query, ('lang', each)])}" for each in others}
    return {
        "say": say,
        "language": language,
        "languages": links,
        "csrf": guard.token(request),
        "outcome": lambda word: outcome_word(Outcome(word), language),
        "word": worder(language),
        "means": meaner(language),
        "state": lambda word: state_word(State(word), language),
        "sheet": f"/static/style.css?{digest('style.css')}",
        "script": f"/static/little.js?{digest('little.js')}",
        "search": f"/static/search.js?{digest('search.js')}",
    }


def _of(at: Here) -> dict[str, object]:
    """What a page has by who looks at it, and when."""
    query = at.request.query_params
    beside = [pair for pair in query.multi_items() if pair[0] not in (*TIMES, "lang")]
    return {
        "reader": at,
        "who": at.caller,
        "href": at.href,
        "may": lambda right: at.may(Right(right)),
        "ways": [(at.href(path), key, path) for path, key, right in WAYS if at.may(right)],
        "times": {"on": str(at.as_of.on), "known": iso(at.as_of.known)},
        "travelled": any(query.get(name) for name in TIMES),
        "beside": beside,
    }


def _remembered(request: Request, response: Response) -> Response:
    if (chosen := request.query_params.get("lang")) in LANGUAGES:
        response.set_cookie(CHOSEN, chosen, max_age=365 * 24 * 3600, samesite="lax", httponly=True)
    return response


@cache
def environment() -> Environment:
    """The templates."""
    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["drawn"] = Markup  # pictures that formats/ has drawn, and escaped
    return made


@cache
def static(name: str) -> bytes:
    """A file that pages load; the sheet has the looks of the register, and what only these pages need."""
    if name == "search.js":  # the register's own
        return SCRIPT.encode()
    text = (_HERE / "static" / name).read_text("utf-8")
    return (STYLE + text if name == "style.css" else text).encode()


@cache
def digest(name: str) -> str:
    """A mark of what a file says, so that a browser may keep it."""
    return hashlib.sha256(static(name)).hexdigest()[:12]
