"""Retrieval against a real HTTP server on the loopback interface."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import time
from email.utils import formatdate
from typing import TYPE_CHECKING

import pytest

from sekisho.errors import InputError
from sekisho.lists.fetch import Fetched, Fetcher, Limits, adopt, shown
from sekisho.lists.keep import LEFT_OVER, Keep, digest
from sekisho.outside import open_client
from tests.publisher import Publisher, Reply, published

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LIST = b'{"results": [{"name": "Huawei Technologies Co., Ltd."}]}'
PAGE = b"<!DOCTYPE html><html><head><title>Site maintenance</title></head><body>Back soon</body></html>"
QUICK = Limits(size=1 << 20, seconds=5.0, silence=1.0, redirects=3, attempts=3, pause=0.01)


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with published() as each:
        yield each


@pytest.fixture
def keep(tmp_path: Path) -> Keep:
    return Keep(tmp_path / "keep")


def fetch(
    url: str, keep: Keep, kind: str = "json", last: Fetched | None = None, limits: Limits = QUICK
) -> Fetched:
    with open_client() as client:
        return Fetcher(client, keep, limits).fetch(url, kind, last)


def refusal(url: str, keep: Keep, kind: str = "json", limits: Limits = QUICK) -> str:
    """Why it is refused; and nothing may be left behind."""
    with pytest.raises(InputError) as caught:
        fetch(url, keep, kind, limits=limits)
    assert left_behind(keep) == []
    return caught.value.diagnostics()


def left_behind(keep: Keep) -> list[str]:
    """Every file under the folder that is not whole, and every draft beside it."""
    kept = [each for each in keep.folder.rglob("*") if each.is_file()]
    drafts = [each.name for each in keep.folder.parent.iterdir() if each.name.endswith(".part")]
    return drafts + [each.name for each in kept if each.name != digest(each)]


def test_a_file_is_kept_by_its_hash(publisher: Publisher, keep: Keep) -> None:
    url = publisher.publish("/list.json", Reply(LIST, headers={"ETag": '"1"', "Last-Modified": "Mon"}))
    got = fetch(url, keep)
    sha256 = hashlib.sha256(LIST).hexdigest()
    assert got.path == keep.folder / sha256[:2] / sha256
    assert got.path.read_bytes() == LIST
    assert (got.sha256, got.etag, got.modified, got.status) == (sha256, '"1"', "Mon", "new")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", got.retrieved)
    assert left_behind(keep) == []


def test_the_second_time_it_asks_only_for_what_is_new(publisher: Publisher, keep: Keep) -> None:
    modified = formatdate(1_750_000_000, usegmt=True)
    url = publisher.publish("/l", Reply(LIST, headers={"ETag": '"1"', "Last-Modified": modified}))
    first = fetch(url, keep)
    second = fetch(url, keep, last=first)
    assert second.status == "unchanged"
    assert (second.path, second.sha256, second.etag) == (first.path, first.sha256, first.etag)
    asked = publisher.asked[-1][1]
    assert (asked["if-none-match"], asked["if-modified-since"]) == ('"1"', modified)


def test_the_same_bytes_again_are_unchanged_without_a_word_of_the_publisher(
    publisher: Publisher, keep: Keep
) -> None:
    url = publisher.publish("/l", Reply(LIST))
    assert fetch(url, keep, last=fetch(url, keep)).status == "unchanged"


def test_a_new_edition_is_new(publisher: Publisher, keep: Keep) -> None:
    new = LIST.replace(b"Huawei", b"ZTE")
    url = publisher.publish("/l", Reply(LIST, headers={"ETag": '"1"'}), Reply(new, headers={"ETag": '"2"'}))
    first = fetch(url, keep)
    second = fetch(url, keep, last=first)
    assert (second.status, second.etag) == ("new", '"2"')
    assert first.path.read_bytes() == LIST


@pytest.mark.parametrize("damage", [b"", b"something else"])
def test_bytes_that_were_lost_are_retrieved_again(publisher: Publisher, keep: Keep, damage: bytes) -> None:
    url = publisher.publish("/l", Reply(LIST, headers={"ETag": '"1"'}))
    first = fetch(url, keep)
    if damage:
        first.path.write_bytes(damage)
    else:
        first.path.unlink()
    assert fetch(url, keep, last=first).path.read_bytes() == LIST
    assert "if-none-match" not in publisher.asked[-1][1]
    assert left_behind(keep) == []


@pytest.mark.parametrize(
    "first",
    [
        Reply(b"busy", status=503),
        Reply(b"slow down", status=429),
        Reply(broken=True),
        Reply(LIST, length=len(LIST) + 10),
        Reply(LIST[:20], length=-1, headers={"Transfer-Encoding": "chunked"}),
        Reply(gzip.compress(LIST)[:-6], headers={"Content-Encoding": "gzip"}),
        Reply(b"no gzip", headers={"Content-Encoding": "gzip"}),
    ],
    ids=["503", "429", "cut", "short", "bad chunk", "short gzip", "bad gzip"],
)
def test_what_fails_for_a_passing_reason_is_tried_again(
    publisher: Publisher, keep: Keep, first: Reply
) -> None:
    url = publisher.publish("/l", first, Reply(LIST))
    assert fetch(url, keep).path.read_bytes() == LIST
    assert len(publisher.asked) == 2
    assert left_behind(keep) == []


def test_the_waits_grow_and_end(publisher: Publisher, keep: Keep) -> None:
    url = publisher.publish("/l", Reply(b"busy", status=503))
    waits: list[float] = []
    limits = Limits(attempts=4, pause=1.0)
    with open_client() as client, pytest.raises(InputError, match="refused") as caught:
        Fetcher(client, keep, limits, sleep=waits.append).fetch(url)
    assert "503 Service Unavailable (tried 4 times)" in caught.value.diagnostics()
    assert [low <= wait <= 2 * low for low, wait in zip((0.5, 1.0, 2.0), waits, strict=True)] == [True] * 3


@pytest.mark.parametrize("asks", ["7", "date"])
def test_it_waits_as_long_as_the_publisher_asks(publisher: Publisher, keep: Keep, asks: str) -> None:
    value = formatdate(time.time() + 7.5, usegmt=True) if asks == "date" else asks  # noqa: TID251  # as the code under test asks
    url = publisher.publish("/l", Reply(b"", status=429, headers={"Retry-After": value}), Reply(LIST))
    waits: list[float] = []
    with open_client() as client:
        Fetcher(client, keep, Limits(seconds=60), sleep=waits.append).fetch(url, "json")
    assert len(waits) == 1
    assert 5.0 <= waits[0] <= 7.5


def test_it_does_not_wait_beyond_its_time(publisher: Publisher, keep: Keep) -> None:
    url = publisher.publish("/l", Reply(b"", status=503, headers={"Retry-After": "3600"}), Reply(LIST))
    assert "asks to wait 3600 s; there are 5 s in all" in refusal(url, keep)


def test_a_slow_body_meets_the_time_limit(publisher: Publisher, keep: Keep) -> None:
    url = publisher.publish("/l", Reply(b" " * 100, piece=1, delay=0.05))
    assert "not finished after 0.4 s" in refusal(url, keep, limits=Limits(seconds=0.4, silence=0.3))


def test_a_silent_publisher_is_given_up(publisher: Publisher, keep: Keep) -> None:
    url = publisher.publish("/l", Reply(LIST, delay=2.0))
    assert "fell silent (tried 2 times)" in refusal(
        url, keep, limits=Limits(silence=0.2, attempts=2, pause=0.01)
    )


@pytest.mark.parametrize("honest", [True, False])
def test_too_large_a_body_meets_the_size_limit(publisher: Publisher, keep: Keep, honest: bool) -> None:
    url = publisher.publish("/l", Reply(b"[" + b" " * (2 << 20), length=None if honest else -1))
    assert "larger than 1 MiB" in refusal(url, keep)
    assert len(publisher.asked) == 1


def test_a_compressed_body_counts_as_what_it_unfolds_to(publisher: Publisher, keep: Keep) -> None:
    bomb = gzip.compress(b"[" + b" " * (64 << 20))
    url = publisher.publish("/l", Reply(bomb, headers={"Content-Encoding": "gzip"}))
    assert "larger than 1 MiB" in refusal(url, keep)


def test_a_compressed_body_is_kept_plain(publisher: Publisher, keep: Keep) -> None:
    body = LIST + os.urandom(1 << 19).hex().encode()
    parts = gzip.compress(body[:1000]) + gzip.compress(body[1000:])  # members may follow one another
    url = publisher.publish("/l", Reply(parts, headers={"Content-Encoding": "gzip"}, piece=7777))
    assert fetch(url, keep, limits=Limits()).path.read_bytes() == body
    assert publisher.asked[0][1]["accept-encoding"] == "gzip"


def test_an_encoding_that_was_not_asked_for_is_refused(publisher: Publisher, keep: Keep) -> None:
    url = publisher.publish("/l", Reply(LIST, headers={"Content-Encoding": "br"}))
    assert "encoded as br" in refusal(url, keep)


@pytest.mark.parametrize(
    ("body", "kind", "why"),
    [
        (PAGE, "json", "a web page where json is expected: it is titled “Site maintenance”"),
        (PAGE, "csv", "a web page where csv is expected"),
        (b"\xef\xbb\xbf\r\n" + PAGE, "xml", "a web page where xml is expected"),
        (b'<?xml version="1.0"?><!-- a --><html xmlns="x">', "xml", "a web page where xml is expected"),
        (PAGE, "xlsx", "no spreadsheet"),
        (PAGE, "statements", "a web page"),
        (b"<Error><Code>AccessDenied</Code></Error>", "csv", "no csv: it begins with '<Error>"),
        (b"<Error><Code>AccessDenied</Code></Error>", "ftm", "no ftm"),
        (b'{"error": "quota"}', "tsv", "no tsv"),
        (b"name,country", "json", "no json"),
        (b"name,country", "xml", "no xml"),
        (b"just text", "html", "no html"),
        (b"", "csv", "the file is empty"),
        (b" \r\n", "xlsx", "the file is empty"),
        (b"PK\x03\x04..[Content_Types].xml..", "csv", 'say kind = "xlsx" in source.format'),
        (b"PK\x03\x04....", "csv", "a compressed archive where csv is expected"),
        (b"\x1f\x8b....", "json", "a compressed archive where json is expected"),
    ],
)
def test_what_is_plainly_something_else_is_refused(
    publisher: Publisher, keep: Keep, body: bytes, kind: str, why: str
) -> None:
    url = publisher.publish("/l", Reply(body))
    assert why in refusal(url, keep, kind)
    assert not list(keep.folder.rglob("??/*"))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xef\xbb\xbf[]", "json"),
        ("﻿name\tcountry".encode("utf-16-le"), "tsv"),
        (b'<?xml version="1.0"?><CONSOLIDATED_LIST/>', "xml"),
        (b"<!-- page --><table>", "html"),
        (PAGE, "html"),
        (b"PK\x03\x04", "xlsx"),
        (b"%PDF-1.7", "pdf"),
    ],
)
def test_what_looks_right_is_taken(publisher: Publisher, keep: Keep, body: bytes, kind: str) -> None:
    assert fetch(publisher.publish("/l", Reply(body)), keep, kind).path.read_bytes() == body


def test_redirects_are_followed(publisher: Publisher, keep: Keep) -> None:
    publisher.publish("/new", Reply(LIST, headers={"ETag": '"9"'}))
    url = publisher.publish("/old", Reply(status=302, headers={"Location": "/new"}))
    got = fetch(url, keep)
    assert (got.url, got.etag) == (url, '"9"')
    assert fetch(url, keep, last=got).status == "unchanged"


@pytest.mark.parametrize(
    ("target", "why"),
    [("/around", "more than 3 redirects"), ("file:///etc/passwd", "file"), ("//", "redirect")],
)
def test_redirects_that_lead_nowhere_are_refused(
    publisher: Publisher, keep: Keep, target: str, why: str
) -> None:
    url = publisher.publish("/around", Reply(status=301, headers={"Location": target}))
    assert why in refusal(url, keep).lower()


@pytest.mark.parametrize("status", [401, 403, 404, 410, 304, 204, 206])
def test_an_answer_that_is_no_whole_file_is_refused_at_once(
    publisher: Publisher, keep: Keep, status: int
) -> None:
    url = publisher.publish("/l", Reply(b"" if status in {304, 204} else LIST, status=status))
    assert f"the publisher answers {status}" in refusal(url, keep)
    assert len(publisher.asked) == 1


def test_nobody_listens(keep: Keep) -> None:
    with published() as gone:
        url = f"{gone.address}/l"
    assert "cannot connect" in refusal(url, keep)


@pytest.mark.parametrize(
    "url", ["ftp://example.org/l", "file:///tmp/l", "http:///l", "http://[::1/l", "list.csv"]
)
def test_only_web_addresses_are_retrieved(keep: Keep, url: str) -> None:
    with pytest.raises(InputError) as caught:
        fetch(url, keep)
    assert caught.value.problems[0].hint


def test_what_may_be_secret_in_an_address_is_not_shown(publisher: Publisher, keep: Keep) -> None:
    url = publisher.publish("/l", Reply(status=403)).replace("//", "//user:pass@") + "?key=hidden"
    said = refusal(url, keep)
    assert "/l" in said
    assert not re.search("user|pass|hidden", said)
    assert shown("no address") == "no address"


def test_progress_is_told(publisher: Publisher, keep: Keep) -> None:
    url = publisher.publish("/l", Reply(LIST))
    told: list[tuple[int, int | None]] = []
    with open_client() as client:
        Fetcher(client, keep, QUICK, progress=lambda got, total: told.append((got, total))).fetch(url)
    assert told[-1] == (len(LIST), len(LIST))


def test_a_full_disk_is_a_clear_error(
    publisher: Publisher, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    url = publisher.publish("/l", Reply(LIST))
    monkeypatch.setattr("os.fsync", full)
    assert "No space left on device (make room" in refusal(url, keep)


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "list.json").write_bytes(LIST)
    with pytest.raises(InputError, match="cannot be written"):
        adopt(tmp_path / "list.json", Keep(tmp_path / "file" / "keep"))


def test_what_a_killed_writer_left_is_swept_away(publisher: Publisher, keep: Keep) -> None:
    old, young = (keep.folder.with_name(f".keep-{each}.part") for each in ("old", "young"))
    for each in (old, young):
        each.write_bytes(b"half")
    os.utime(old, (time.time() - LEFT_OVER - 1,) * 2)  # noqa: TID251  # as above
    fetch(publisher.publish("/l", Reply(LIST)), keep)
    assert not old.exists()
    assert young.exists()


def test_a_file_brought_by_hand_is_adopted(tmp_path: Path, keep: Keep) -> None:
    brought = tmp_path / "consolidated.json"
    brought.write_bytes(LIST)
    got = adopt(brought, keep, "json")
    assert (got.url, got.status, got.path.read_bytes()) == (str(brought), "new", LIST)
    assert adopt(brought, keep, "json").path == got.path
    assert left_behind(keep) == []


def test_a_file_brought_by_hand_is_looked_at_too(tmp_path: Path, keep: Keep) -> None:
    brought = tmp_path / "consolidated.json"
    brought.write_bytes(PAGE)
    with pytest.raises(InputError) as caught:
        adopt(brought, keep, "json")
    assert "a web page where json is expected" in caught.value.diagnostics()
    with pytest.raises(InputError, match="absent"):
        adopt(tmp_path / "absent", keep)
    with pytest.raises(InputError, match="refused"):
        adopt(tmp_path, keep)
