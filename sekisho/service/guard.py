"""What keeps a browser and its user from harm: headers, cookies, and forms that come from our own pages only.

After OWASP ASVS: no script or style but our own files; a session is a cookie that scripts cannot read and
other sites do not send; whoever changes something and shows a session must come from a page of ours, and say
the token that was on it. A key is no cookie: who shows one needs no token.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request

from sekisho.desk.refusals import ForbiddenError

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from sekisho.service.settings import Settings

SESSION, VISIT = "sekisho_session", "sekisho_visit"
"""The cookies: of whoever signed in, and of whoever has not yet. Over HTTPS they begin with `__Host-`."""
FIELD, HEADER = "csrf", "x-csrf-token"
"""Where a form, or a script, says the token."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY = (
    "default-src 'none'; object-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
"""Of every answer that does not say otherwise itself."""
STAY = "max-age=31536000; includeSubDomains"
"""To a browser that came by HTTPS: stay with it."""
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
OVERHEAD = 1 << 16
"""Bytes of an upload that are not the file: its other fields, and what separates them."""


class Guard:
    """Middleware: limits what comes in, and says with what goes out how a browser is to treat it."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Around *app*."""
        self._app = app
        self._settings = settings
        self._headers = HEADERS | ({"strict-transport-security": STAY} if settings.https else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a request through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._limit(Headers(scope=scope))
        came = 0

        async def limited() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > limit:
                raise too_large(limit)
            return message

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                visit = scope.get("state", {}).get(VISIT)
                if visit is not None:
                    headers.append("set-cookie", _cookie(VISIT, visit, self._settings))
            await send(message)

        await self._app(scope, limited, guarded)

    def _limit(self, headers: Headers) -> int:
        # A body is read before anybody knows who sends it: who shows nothing at all may not send much.
        shows = "authorization" in headers or SESSION in headers.get("cookie", "")
        if shows and headers.get("content-type", "").startswith("multipart/"):
            return self._settings.upload + OVERHEAD
        return self._settings.body


def too_large(limit: int) -> HTTPException:
    """What a body that is too large is answered with."""
    detail = f"this is larger than {limit:,} bytes; give a file of many cases in parts (POST /api/jobs)"
    return HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)


# --- cookies ---------------------------------------------------------------------------------------


def session_of(request: Request) -> str | None:
    """The token of the session that a request shows."""
    return request.cookies.get(_name(SESSION, request.app.state.settings))


def set_session(request: Request, response: Response, token: str) -> None:
    """Have a browser show a session from now on, until it is closed."""
    response.headers.append("set-cookie", _cookie(SESSION, token, request.app.state.settings))


def clear_session(request: Request, response: Response) -> None:
    """Have a browser forget its session, and whatever else it keeps of us."""
    response.headers.append("set-cookie", _cookie(SESSION, "", request.app.state.settings) + "; Max-Age=0")
    response.headers["clear-site-data"] = '"cache", "storage"'


def _name(name: str, settings: Settings) -> str:
    return f"__Host-{name}" if settings.https else name


def _cookie(name: str, value: str, settings: Settings) -> str:
    secure = "; Secure" if settings.https else ""
    return f"{_name(name, settings)}={value}; Path=/; HttpOnly; SameSite=Lax{secure}"


# --- forms -----------------------------------------------------------------------------------------


def token(request: Request) -> str:
    """What a form on a page has to say when it is sent (field `csrf`): nobody else's page can know it."""
    seed = session_of(request) or _visit(request)
    return hmac.new(seed.encode(), b"csrf", hashlib.sha256).hexdigest()


async def same_site(request: Request) -> None:
    """A dependency of every route: whoever shows a session and changes something says the token.

    Raises:
        ForbiddenError: he does not, or comes from another site.
    """
    if request.method not in SAFE and "authorization" not in request.headers and session_of(request):
        await from_our_page(request)


async def from_our_page(request: Request) -> None:
    """A dependency of forms that are sent before anybody is signed in.

    Raises:
        ForbiddenError: the form is not from a page of ours.
    """
    origin = request.headers.get("origin")
    elsewhere = request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")
    if elsewhere or (origin is not None and urlsplit(origin).netloc != request.headers.get("host")):
        raise ForbiddenError("this came from another site; open the page here, and send it from there")
    told = request.headers.get(HEADER)
    if told is None and request.headers.get("content-type", "").startswith(FORMS):
        field = (await request.form()).get(FIELD)
        told = field if isinstance(field, str) else None
    if told is None or not hmac.compare_digest(told.encode(), token(request).encode()):
        raise ForbiddenError(
            "the form is too old, or not from here: open the page again, and send it once more"
        )


def _visit(request: Request) -> str:
    """What a browser shows that is not signed in; it is given one where it has none."""
    found = request.cookies.get(_name(VISIT, request.app.state.settings)) or request.scope["state"].get(VISIT)
    if not found:
        found = request.scope["state"][VISIT] = secrets.token_urlsafe(24)
    return str(found)
