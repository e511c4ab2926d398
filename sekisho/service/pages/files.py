"""The files that pages load."""

from __future__ import annotations

from fastapi.responses import Response

from sekisho.desk.refusals import MissingError
from sekisho.service.pages.view import static
from sekisho.service.routes import Routes

FILES = {
    "style.css": "text/css",
    "little.js": "text/javascript",
    "search.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
"""What pages load; its address has a mark of what it says, so it may be kept."""
router = Routes()


@router.get("/static/{name}")
def file(name: str) -> Response:
    """A file that pages load."""
    if name not in FILES:
        raise MissingError(f"there is no file '{name}' here")
    headers = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(static(name), media_type=FILES[name], headers=headers)
