"""The PDF of evidence: readable in any script, the same bytes each time, and verified to the last of them."""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from sekisho.errors import InputError
from sekisho.model.entry import Anchor
from sekisho.record.file import read
from sekisho.record.pdf import INSIDE, pdf
from tests.record.evil import EVIL, written

if TYPE_CHECKING:
    from sekisho.screen.run import Screener


@pytest.fixture(scope="module")
def inside(screener: Screener, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return written(screener, tmp_path_factory.mktemp("pdf"))


@pytest.fixture(scope="module")
def made(inside: bytes) -> bytes:
    return pdf(inside)


def problems(data: bytes, anchor: Anchor | None = None) -> list[str]:
    """What is said of the bytes of a file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "evidence.pdf"
        path.write_bytes(data)
        try:
            return [str(each) for each in read(path, anchor).links.problems]
        except InputError as error:
            return [error.diagnostics()]


def pages(data: bytes) -> str:
    """What stands on all pages, without line breaks."""
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).replace("\n", "")


def test_it_holds_and_has_the_evidence_in_it(made: bytes, inside: bytes) -> None:
    assert problems(made) == []
    assert PdfReader(io.BytesIO(made)).attachments[INSIDE] == [inside]


def test_it_is_made_the_same_again(made: bytes, inside: bytes) -> None:
    assert pdf(inside) == made
    assert pdf(inside, "ja") != made
    assert problems(pdf(inside, "ja")) == []


def test_all_scripts_stand_on_its_pages(made: bytes) -> None:
    text = pages(made)
    for name in ("関所", "华为技术有限公司", "화웨이", "[U+0647][U+0648]", EVIL, "US-2018-ZTE-DENIAL"):
        assert name in text


def test_it_speaks_japanese(inside: bytes) -> None:
    text = pages(pdf(inside, "ja"))
    for label in ("判断の証拠書類", "第1号：判断", "禁止"):
        assert label in text


@settings(max_examples=10)
@given(st.data())
def test_any_changed_byte_shows(made: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(made) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != made[at]))
    assert problems(made[:at] + bytes([other]) + made[at + 1 :])


@settings(max_examples=8)
@given(st.integers(1, 400))
def test_a_dropped_end_shows(made: bytes, count: int) -> None:
    assert problems(made[:-count])


def test_other_pages_around_true_evidence_show(inside: bytes) -> None:
    other = pdf(inside).replace(b"as known", b"as shown")
    assert other != pdf(inside)
    assert any("its pages are not those" in each for each in problems(other))


def test_an_anchor_beyond_its_end_shows(made: bytes) -> None:
    assert any(
        "its end is missing" in each for each in problems(made, Anchor(12, "0" * 64, "2026-11-30T00:00:00Z"))
    )


def test_a_pdf_of_something_else_is_refused() -> None:
    (told,) = problems(b"%PDF-1.4\nnothing")
    assert "is no evidence" in told
