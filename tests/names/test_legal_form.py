"""Legal forms taken off names."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.names.legal_form import Forms, split
from sekisho.names.normal import normalise

PATH = Path(__file__).resolve().parents[2] / "sekisho" / "corpus" / "words" / "legal_forms.toml"
FORMS = Forms.load(PATH)
LATIN = [
    "huawei",
    "zte",
    "co",
    "ltd",
    "ag",
    "sa",
    "company",
    "limited",
    "corporation",
    "pt",
    "and",
    "sp",
    "z",
    "oo",
]
OTHERS = ["ооо", "شركة", "株", "华为", "株式会社", "有限公司", "股份有限公司", "公司", "주식회사", "화웨이"]
TWICE = """
[class]
a = "one"
b = "another"
[[form]]
class = "a"
names = ["X."]
[[form]]
class = "b"
names = ["x"]
"""
WORDS = st.sampled_from(LATIN + OTHERS)


@pytest.mark.parametrize(
    ("name", "core", "classes"),
    [
        ("Huawei Technologies Co., Ltd.", "huawei technologies", ("company-limited",)),
        ("Huawei Technologies Company Limited", "huawei technologies", ("company-limited",)),
        ("ZTE Corporation", "zte", ("corporation",)),
        ("Hytera Communications Corporation Limited", "hytera communications", ("corporation", "limited")),
        ("Hytera Communications Limited", "hytera communications", ("limited",)),
        ("Futurewei Technologies, Inc.", "futurewei technologies", ("incorporated",)),
        ("ZTEX GmbH", "ztex", ("limited-liability",)),
        ("Müller GmbH & Co. KG", "muller", ("partnership",)),
        ("Huawei Technologies Switzerland AG", "huawei technologies switzerland", ("stock-company",)),
        ("Huawei Chile S.A.", "huawei chile", ("stock-company",)),
        ("Huawei Technologies Madagascar Sarl", "huawei technologies madagascar", ("limited-liability",)),
        ("Huawei Technologies (Bolivia) S.R.L.", "huawei technologies bolivia", ("limited-liability",)),
        ("Telecom Italia S.p.A.", "telecom italia", ("stock-company",)),
        ("Huawei Technologies De Mexico S.A. de C.V.", "huawei technologies de mexico", ("stock-company",)),
        ("Huawei Technologies Netherlands B.V.", "huawei technologies netherlands", ("limited-liability",)),
        ("Naamloos N.V.", "naamloos", ("stock-company",)),
        ("TDC A/S", "tdc", ("stock-company",)),
        ("Axis Communications AB", "axis communications", ("stock-company",)),
        ("Nokia Oyj", "nokia", ("stock-company",)),
        ("Exatel Sp. z o.o.", "exatel", ("limited-liability",)),
        ("Netaş Telekomünikasyon A.Ş.", "netas telekomunikasyon", ("stock-company",)),
        ("Huawei Technologies India Pvt. Ltd.", "huawei technologies india", ("private-limited",)),
        ("Huawei Technologies (Australia) Pty Ltd.", "huawei technologies australia", ("private-limited",)),
        ("BT Group plc", "bt group", ("public-limited",)),
        ("PT Telkom Indonesia (Persero) Tbk", "telkom indonesia", ("stock-company", "stock-company")),
        ("ООО «Техкомпания Хуавэй»", "техкомпания хуавэи", ("limited-liability",)),
        ("Ростелеком ПАО", "ростелеком", ("stock-company",)),
        ("华为技术有限公司", "华为技术", ("company-limited",)),
        ("中兴通讯股份有限公司", "中兴通讯", ("stock-company",)),
        ("华为公司", "华为", ("company",)),
        ("中興保全科技(股)有限公司", "中興保全科技", ("stock-company", "company-limited")),
        ("大华会计师事务所(特殊普通合伙)", "大华会计师事务所", ("partnership",)),
        ("華為技術日本株式会社", "華為技術日本", ("stock-company",)),
        ("株式会社日立製作所", "日立製作所", ("stock-company",)),
        ("㈱日立製作所", "日立製作所", ("stock-company",)),
        ("日立製作所(株)", "日立製作所", ("stock-company",)),
        ("合同会社 西友", "西友", ("limited-liability",)),
        ("独立行政法人国立病院機構", "国立病院機構", ("institution",)),
        ("주식회사 화웨이", "화웨이", ("stock-company",)),
        ("화웨이(주)", "화웨이", ("stock-company",)),
        ("شركة هواوي المحدودة", "هواوي", ("company", "limited")),
        ("Huawei", "huawei", ()),
        ("大株", "大株", ()),
        ("Ziraatco", "ziraatco", ()),
        ("", "", ()),
    ],
)
def test_core_and_classes(name: str, core: str, classes: tuple[str, ...]) -> None:
    assert split(normalise(name), FORMS) == (core, classes)


@pytest.mark.parametrize(
    "name",
    ["Company Limited", "Co., Ltd.", "GmbH & Co. KG", "株式会社", "有限公司", "주식회사", "ООО", "شركة"],
)
def test_a_name_that_is_a_legal_form_keeps_itself(name: str) -> None:
    assert split(normalise(name), FORMS) == (normalise(name), ())


@given(st.lists(WORDS, max_size=6).map(" ".join) | st.lists(WORDS, max_size=5).map("".join))
def test_splitting_twice_is_splitting_once(name: str) -> None:
    core, _ = split(name, FORMS)
    assert split(core, FORMS) == (core, ())
    assert bool(core) == bool(name)
    assert core == " ".join(core.split())


@given(st.text())
def test_a_core_is_part_of_its_name(name: str) -> None:
    normal = normalise(name)
    core, classes = split(normal, FORMS)
    assert core in normal
    assert (core == normal) == (not classes)
    assert set(classes) <= set(FORMS.classes)


def test_every_written_form_is_found() -> None:
    for entry in tomllib.loads(PATH.read_text(encoding="utf-8"))["form"]:
        for form in map(normalise, entry["names"]):
            for name in ([f"huawei {form}"] if entry.get("place") != "start" else []) + (
                [f"{form} huawei"] if entry.get("place", "end") != "end" else []
            ):
                assert split(name, FORMS) == ("huawei", (entry["class"],)), name


def test_the_file_has_no_idle_class_and_no_unknown_key() -> None:
    data = tomllib.loads(PATH.read_text(encoding="utf-8"))
    assert set(data) == {"class", "form"}
    assert {entry["class"] for entry in data["form"]} == set(data["class"])
    assert all(set(entry) <= {"class", "place", "in", "names"} for entry in data["form"])
    assert all(len(code) == 2 and code.islower() for entry in data["form"] for code in entry["in"])
    assert len({code for entry in data["form"] for code in entry["in"]}) >= 40


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[class]\na = ""\n[[form]]\nclass = "b"\nnames = ["X"]\n', "is no class"),
        ('[class]\na = ""\n[[form]]\nclass = "a"\nplace = "top"\nnames = ["X"]\n', "at 'top'"),
        (TWICE, "of class a and of b"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "forms.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        Forms.load(path)
