"""What this API refuses as yente does, with 400: a question that can be read, and cannot be answered."""

from __future__ import annotations

from sekisho.errors import SekishoError


class RefusedError(SekishoError):
    """A question names something that is not there, or asks for what cannot be done."""
