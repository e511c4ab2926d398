"""Retrieves a published file over HTTP and keeps its bytes by their hash.

Invariants: nothing appears in the folder of kept files before it is whole, within the limits and at first
sight of the expected kind; what fails for a passing reason is tried again, never beyond the total time;
every failure is an :class:`InputError` that names the address, the reason and the remedy.
"""

from __future__ import annotations

import random
import time
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final, Literal

import httpx

from sekisho import dates
from sekisho.lists.keep import BLOCK, Keep, refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sekisho.lists.keep import Draft

GONE_ON, PASSING = 304, frozenset({408, 425, 429})
AGENT: Final = "sekisho (list screening; conditional requests, one at a time)"


@dataclass(frozen=True, slots=True)
class Fetched:
    """One file as it was retrieved.

    Attributes:
        url: as declared; of an adopted file its path.
        path: where its bytes are kept.
        etag: what the publisher calls this edition; empty: it does not say.
        modified: `Last-Modified`, as the publisher wrote it; empty: it does not say.
        retrieved: ISO 8601 instant in UTC.
        status: `unchanged`: the same bytes as last time.
    """

    url: str
    path: Path
    sha256: str
    etag: str
    modified: str
    retrieved: str
    status: Literal["new", "unchanged"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a retrieval may take.

    Attributes:
        size: bytes, after decompression.
        seconds: in all, with every further attempt and every wait.
        silence: seconds without a byte before an attempt is given up.
        pause: seconds before the second attempt; doubled before each further one.
    """

    size: int = 1 << 30
    seconds: float = 900.0
    silence: float = 30.0
    redirects: int = 5
    attempts: int = 4
    pause: float = 1.0


class _PassingError(Exception):
    """This attempt failed for a reason that may pass.

    Attributes:
        wait: seconds that the publisher asks for; None: it does not say.
    """

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Retrieves files, one at a time.

    Attributes:
        progress: is told the bytes received and, where known, their total.
        sleep: waits; tests put another in its place.
    """

    client: httpx.Client
    keep: Keep
    limits: Limits = field(default_factory=Limits)
    progress: Callable[[int, int | None], None] | None = None
    sleep: Callable[[float], None] = time.sleep

    def fetch(self, url: str, kind: str = "", last: Fetched | None = None) -> Fetched:
        """Retrieve a file, unless it is unchanged since the last time.

        Args:
            url: http or https.
            kind: of the format that is expected; see :func:`sekisho.lists.keep.look`.
            last: the last retrieval of the same address.

        Raises:
            InputError: it cannot be had, or is not what is expected.
        """
        address = self._address(url)
        if last is not None and (last.url != url or not self.keep.holds(last.sha256)):
            last = None
        deadline = time.monotonic() + self.limits.seconds
        for attempt in range(1, self.limits.attempts + 1):
            try:
                return self._attempt(url, address, kind, last, deadline)
            except _PassingError as error:
                self._pause(url, error, attempt, deadline)
        raise AssertionError  # the last pause raises

    def _attempt(
        self, url: str, address: httpx.URL, kind: str, last: Fetched | None, deadline: float
    ) -> Fetched:
        with self._response(url, address, last, deadline) as response:
            if response.status_code == GONE_ON and last is not None:
                return replace(last, retrieved=dates.instant(), status="unchanged")
            self._accepted(url, response)
            with self.keep.draft(shown(url), self.limits.size) as draft:
                self._receive(url, response, draft, deadline)
                sha256 = draft.keep(kind)
            return Fetched(
                url,
                self.keep.path(sha256),
                sha256,
                response.headers.get("ETag", ""),
                response.headers.get("Last-Modified", ""),
                dates.instant(),
                "unchanged" if last is not None and last.sha256 == sha256 else "new",
            )

    @contextmanager
    def _response(
        self, url: str, address: httpx.URL, last: Fetched | None, deadline: float
    ) -> Iterator[httpx.Response]:
        """The answer that the redirects lead to."""
        headers = {"User-Agent": AGENT, "Accept-Encoding": "gzip"}
        if last is not None and last.etag:
            headers["If-None-Match"] = last.etag
        if last is not None and last.modified:
            headers["If-Modified-Since"] = last.modified
        request = self.client.build_request("GET", address, headers=headers)
        for _ in range(self.limits.redirects + 1):
            request.extensions["timeout"] = self._timeout(url, deadline).as_dict()
            with passing(url):
                response = self.client.send(request, stream=True, follow_redirects=False)
            try:
                if response.next_request is None:
                    with passing(url):
                        yield response
                    return
                request = self._onward(url, response, response.next_request)
            finally:
                response.close()
        raise refused(shown(url), f"more than {self.limits.redirects} redirects", "ask for its new address")

    def _onward(self, url: str, response: httpx.Response, request: httpx.Request) -> httpx.Request:
        target = request.url
        if response.url.scheme == "https" and target.scheme != "https":
            raise refused(
                shown(url), f"it leads from https to {target.scheme}", "ask the publisher for its new address"
            )
        return request

    def _receive(self, url: str, response: httpx.Response, draft: Draft, deadline: float) -> None:
        length = response.headers.get("Content-Length", "")
        total = int(length) if length.isdecimal() else None
        for block in _plain(url, response):
            draft.write(block)
            if self.progress is not None:
                self.progress(response.num_bytes_downloaded, total)
            self._timeout(url, deadline)

    def _accepted(self, url: str, response: httpx.Response) -> None:
        """Only a whole answer is taken."""
        code = response.status_code
        if code == httpx.codes.OK:
            return
        said = f"the publisher answers {code} {response.reason_phrase}".strip()
        if code in PASSING or code >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise _PassingError(said, _asked(response.headers.get("Retry-After", "")))
        raise refused(
            shown(url), said, "open the address in a browser; it may have moved, or refuse programs"
        )

    def _pause(self, url: str, error: _PassingError, attempt: int, deadline: float) -> None:
        """Wait before the next attempt, or say that there is none."""
        if attempt == self.limits.attempts:
            tries = f"tried {attempt} times" if attempt > 1 else "tried once"
            raise refused(
                shown(url), f"{error.reason} ({tries})", "try again later, or give the file: --from"
            )
        backoff = self.limits.pause * 2 ** (attempt - 1) * random.uniform(0.5, 1.0)  # noqa: S311  # no secret
        wait = backoff if error.wait is None else max(error.wait, 0.0)
        if time.monotonic() + wait > deadline:
            reason = (
                f"{error.reason}, and asks to wait {wait:.0f} s" if error.wait is not None else error.reason
            )
            limit = f"there are {self.limits.seconds:g} s in all"
            raise refused(shown(url), f"{reason}; {limit}", "try again later, or raise --max-time")
        self.sleep(wait)

    def _timeout(self, url: str, deadline: float) -> httpx.Timeout:
        """How long the next bytes may take.

        Raises:
            InputError: the time is used up.
        """
        left = deadline - time.monotonic()
        if left <= 0:
            hint = "try again later, or raise --max-time"
            raise refused(shown(url), f"not finished after {self.limits.seconds:g} s", hint)
        return httpx.Timeout(min(self.limits.silence, left))

    def _address(self, url: str) -> httpx.URL:
        try:
            address = httpx.URL(url)
        except httpx.InvalidURL as error:
            raise refused(shown(url), f"no address: {error}", "correct url in the declaration") from error
        if address.scheme not in {"http", "https"} or not address.host:
            raise refused(shown(url), "only http and https are retrieved", "give a file on disk with --from")
        return address


def adopt(path: Path, keep: Keep, kind: str = "", limit: int | None = None) -> Fetched:
    """Take a file that was brought by hand to a machine without a network.

    Raises:
        InputError: it cannot be read, or is not what is expected.
    """
    sha256 = keep.adopt(path, kind, limit)
    return Fetched(str(path), keep.path(sha256), sha256, "", "", dates.instant(), "new")


def shown(url: str) -> str:
    """An address without what may be secret in it: the user's part and the query."""
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL:
        return url
    if not address.host:
        return url
    return str(address.copy_with(userinfo=b"", query=None, fragment=None))


@contextmanager
def passing(url: str) -> Iterator[None]:
    """What goes wrong on the way may pass; what cannot be an HTTP answer does not.

    Raises:
        _PassingError: the connection failed, stalled or broke off.
        InputError: the answer makes no sense.
    """
    try:
        yield
    except (httpx.TimeoutException, httpx.NetworkError, httpx.RemoteProtocolError, httpx.ProxyError) as error:
        if "CERTIFICATE_VERIFY_FAILED" in str(error):
            hint = "if a proxy of yours signs for the world, name its certificate in SSL_CERT_FILE"
            raise refused(shown(url), f"its certificate is not trusted: {error}", hint) from error
        raise _PassingError(_why(error)) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise refused(shown(url), str(error) or type(error).__name__, "check the address") from error


def _why(error: httpx.TransportError) -> str:
    match error:
        case httpx.ConnectTimeout() | httpx.ConnectError():
            return f"cannot connect: {error}" if str(error) else "cannot connect"
        case httpx.TimeoutException():
            return "the publisher fell silent"
        case httpx.RemoteProtocolError() | httpx.ReadError():
            return f"the connection broke off: {error}" if str(error) else "the connection broke off"
        case _:
            return str(error) or type(error).__name__


def _asked(header: str) -> float | None:
    """The seconds of a `Retry-After`, which has seconds or a date."""
    if header.strip().isdecimal():
        return float(header)
    try:
        return max(0.0, parsedate_to_datetime(header).timestamp() - time.time())  # noqa: TID251  # how long to wait, not which day it is
    except (TypeError, ValueError):
        return None


def _plain(url: str, response: httpx.Response) -> Iterator[bytes]:
    """The body without its compression, in blocks of bounded size; a broken end is noticed.

    httpx would inflate a block at once, whatever comes of it, and take a compressed body that ends early.
    Blocks are taken as they arrive: waiting for larger ones would hide a slow publisher from the time limit.
    """
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding in {"identity", ""}:
        yield from response.iter_raw()
        return
    if coding not in {"gzip", "x-gzip"}:
        raise refused(
            shown(url), f"it is encoded as {coding}, which was not asked for", "give the file: --from"
        )
    inflate = zlib.decompressobj(wbits=31)
    try:
        for raw in response.iter_raw():
            rest = raw
            while rest:
                yield inflate.decompress(rest, BLOCK)
                rest = inflate.unconsumed_tail
                if inflate.eof and (rest := inflate.unused_data):  # gzip files may follow one another
                    inflate = zlib.decompressobj(wbits=31)
    except zlib.error as error:
        raise _PassingError(f"the compressed answer is broken: {error}") from error
    if rest := inflate.flush():
        yield rest
    if not inflate.eof:
        raise _PassingError("the compressed answer broke off")
