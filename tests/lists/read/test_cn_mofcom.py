"""Announcements of MOFCOM: whom they list, and when a page is not believed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lists.read.declare import cells, read, refusal

if TYPE_CHECKING:
    from pathlib import Path

FORM = 'kind = "html", reader = "cn_mofcom.py:rows"'


def page(title: str, number: str, day: str, *body: str) -> str:
    paragraphs = "".join(f"<p>{line}</p>" for line in body)
    return (
        f"<html><head><title>商务部</title></head><body><div>{title}</div>"
        f"<ul><li>【发布单位】安全与管制局</li><li>【发布文号】{number}</li><li>【发文日期】{day}</li></ul>"
        f"{paragraphs}</body></html>"
    )


CONTROL = page(
    "商务部公告2025年第1号 公布将3家美国实体列入出口管制管控名单",
    "商务部公告2025年第1号",
    "2025年01月02日",
    "决定将甲公司等3家美国实体列入出口管制管控名单（见附件），并采取以下措施：",
    "一、禁止向上述3家美国实体出口两用物项；",
    "附件",
    "1. 甲公司（Alpha Dynamics）",
    "2．乙防务、空间与安全集团（Beta Defense, Space &amp; Security (BDS)）",
    "地址：1 Road, Town（邮编：12345）",
    "3、丙公司（Gamma Inc.）",
)
UNRELIABLE = page(
    "不可靠实体清单工作机制关于将丁公司等2家企业列入不可靠实体清单的公告",
    "不可靠实体清单工作机制公告〔2025〕9号",
    "2025年9月25日",
    "决定将参与对台湾地区军售的美国丁公司（Delta, Inc.）、戊防务、空间集团（Epsilon）等2家实体"
    "列入不可靠实体清单，并采取以下处理措施：",
)


def write(folder: Path, *pages: str) -> Path:
    path = folder / "pages.html"
    path.write_text("\n".join(pages), "utf-8")
    return path


def test_the_annex_is_read_party_by_party(tmp_path: Path) -> None:
    found = cells(read(write(tmp_path, CONTROL), FORM))
    assert [(row["item"], row["name_zh"], row["name_en"]) for row in found] == [
        ("1", "甲公司", "Alpha Dynamics"),
        ("2", "乙防务、空间与安全集团", "Beta Defense, Space & Security (BDS)"),
        ("3", "丙公司", "Gamma Inc."),
    ]
    assert found[1]["address"] == "1 Road, Town（邮编：12345）"
    assert (found[0]["number"], found[0]["date"]) == ("商务部公告2025年第1号", "2025-01-02")
    assert found[0]["list"] == "出口管制管控名单"


def test_a_few_are_named_in_the_sentence_itself(tmp_path: Path) -> None:
    found = cells(read(write(tmp_path, UNRELIABLE), FORM))
    assert [(row["name_zh"], row["name_en"], row["list"]) for row in found] == [
        ("丁公司", "Delta, Inc.", "不可靠实体清单"),
        ("戊防务、空间集团", "Epsilon", "不可靠实体清单"),
    ]


def test_several_pages_stand_in_one_file(tmp_path: Path) -> None:
    found = cells(read(write(tmp_path, CONTROL, UNRELIABLE), FORM))
    assert [row["date"] for row in found] == ["2025-01-02"] * 3 + ["2025-09-25"] * 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CONTROL.replace("3、丙公司（Gamma Inc.）", ""), "lists 3, and 2 are found"),
        (CONTROL.replace("公布将3家美国实体列入", "继续暂停将3家实体列入"), "changes an earlier one (暂停)"),
        (CONTROL.replace("出口管制管控名单", "某名单"), "names no list"),
        (CONTROL.replace("【发文日期】2025年01月02日", ""), "has no 【发文日期】"),
        (UNRELIABLE.replace("（", "[").replace("）", "]"), "names nobody"),
        ("<html><body>请稍候</body></html>", "no announcement is in it"),
    ],
)
def test_a_page_that_does_not_add_up_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = write(tmp_path, text)
    assert said in refusal(lambda: read(path, FORM))
