"""Keys of names."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.names.keys import NameKey, key
from sekisho.names.legal_form import Forms
from sekisho.names.normal import normalise

FORMS = Forms.load(Path(__file__).resolve().parents[2] / "sekisho" / "corpus" / "words" / "legal_forms.toml")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ZTE Corporation", NameKey("zte corporation", "zte", ("corporation",))),
        ("华为技术 有限公司", NameKey("华为技术有限公司", "华为技术", ("company-limited",))),
        ("ZTE ジャパン 株式会社", NameKey("zteジャパン株式会社", "zteジャパン", ("stock-company",))),
        ("화웨이 코리아 (주)", NameKey("화웨이코리아주", "화웨이코리아", ("stock-company",))),
        ("Хуавэй Россия", NameKey("хуавэи россия", "хуавэи россия", ())),
        ("***", NameKey("", "", ())),
    ],
)
def test_keys_of_a_name(name: str, expected: NameKey) -> None:
    assert key(name, FORMS) == expected


@given(st.text())
def test_keys_see_the_normal_form_only(name: str) -> None:
    assert key(normalise(name), FORMS) == key(name, FORMS)


@given(st.text(alphabet="Zte Corp.,&()株式会社华为"))
def test_case_and_edges_say_nothing(name: str) -> None:
    assert key(f"  {name.upper()} ", FORMS) == key(name.lower(), FORMS)


@given(st.text())
def test_a_core_is_empty_only_if_the_name_is(name: str) -> None:
    found = key(name, FORMS)
    assert bool(found.core) == bool(found.full)
    assert len(found.core) <= len(found.full)
