"""How a service is set up: by options of `sekisho serve`, which tells its workers by their environment."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from sekisho.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "SEKISHO_SERVE_"
"""Before the name of a setting, in the environment."""
STORE = "SEKISHO_STORE"
SOURCES = "SEKISHO_SOURCES"


@dataclass(frozen=True, slots=True)
class Settings:
    """A service.

    Attributes:
        store: a path or URL of its archive.
        sources: folders of declarations of its own, as `os.pathsep` joins them.
        open: may anybody look up what is published, without an account or a key?
        https: is it reached by HTTPS only? Then cookies are for HTTPS only, and browsers stay with it.
        upload: bytes of a file that may be uploaded.
        body: bytes of any other request.
        cases: cases of one request; a file may have any number.
    """

    store: str
    sources: str = ""
    open: bool = False
    https: bool = False
    upload: int = 64 << 20
    body: int = 1 << 20
    cases: int = 100

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Settings:
        """The settings that :meth:`environment` wrote.

        Raises:
            UsageError: one of them is no number, or no store is named.
        """
        told: dict[str, str | int | bool] = {}
        for each in fields(cls):
            text = environment.get(_variable(each.name))
            if text is not None:
                told[each.name] = _read(each.name, text, type(each.default))
        if "store" not in told:
            raise UsageError(f"no store is named: set {STORE}")
        return cls(**told)  # type: ignore[arg-type]  # each was read as the type of its default

    def environment(self) -> dict[str, str]:
        """Themselves, as variables of the environment of a worker."""
        told = {each.name: getattr(self, each.name) for each in fields(self)}
        return {
            _variable(name): str(int(each) if isinstance(each, bool) else each) for name, each in told.items()
        }


def here() -> Settings:
    """The settings of this process."""
    return Settings.of(os.environ)


def _variable(name: str) -> str:
    return {"store": STORE, "sources": SOURCES}.get(name, PREFIX + name.upper())


def _read(name: str, text: str, kind: type) -> str | int | bool:
    if kind not in (int, bool):
        return text
    try:
        return kind(int(text))
    except ValueError as error:
        raise UsageError(f"{_variable(name)} is '{text}', which is no number") from error
