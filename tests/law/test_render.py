"""The law as text: an instrument with its prose, the list and the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sekisho import dates
from sekisho.dates import LAST_DAY, AsOf
from sekisho.law.overview import rows, width_of
from sekisho.law.register import Law
from sekisho.law.render import listing, show
from tests.law.desk import CORPUS_LAW, block, instrument, load, measure

if TYPE_CHECKING:
    from pathlib import Path


def on(day: str, known: str | None = None) -> AsOf:
    return AsOf(dates.moment(day), LAST_DAY if known is None else dates.day(known))


NOW = on("2020-06-01", "2020-06-02")
MORE = (
    'title_en = "An Act"\ncites = "Gazette 1"\ncertainty = "high"\nunverified = ["the day", "the hour"]\n'
    'note = "a note"\nreviewed = { on = 2020-01-01, by = "A. Reader", against = "the gazette" }\n'
    '[binds]\n"in Japan" = "actor.country is jp"\n[ja]\n"in Japan" = "日本の"\n"title of T" = "Tの題名"\n'
)
TARGET = (
    '[target.any]\n"a router" = "item.class is router"\n'
    '[target.any."a part".some.component]\n"Huawei" = "component.maker.under.huawei is yes"\n'
    '[target.any."not old".not]\n"old" = "item.acquired before 2018-01-01"'
)
WAIVER = block(
    "derogation",
    (
        'id = "T/w"\nof = "T/m"\ntitle = "a waiver"\ncites = "art. 2"\nuntil = 2021-12-31\n'
        '[when]\n"core" = "use.part is core"'
    ),
)
AMENDED = block(
    "amendment",
    'of = "T"\npublished = 2019-06-01\nfrom = 2019-07-01\nactions = ["buy", "deploy"]\ncites = "Gazette 2"',
)
PAGE = (
    "# A law\n\nIt says this.\n\n"
    + instrument(more=MORE)
    + "\nBelow it.\n\n## The rule\n\nNobody may.\n\n"
    + measure("T/m", 'notice = "beware"', target=TARGET)
    + "\n### Exceptions\n\n"
    + WAIVER
    + "\n## Later\n\n"
    + AMENDED
    + "\n## Examples\n\n"
    + block("example", 'name = "x"\n[case]\naction = "buy"\n[expect]\nT = { 2020-01-01 = "unknown" }')
)


def test_an_instrument_as_it_reads(tmp_path: Path) -> None:
    assert (
        show(load(tmp_path, PAGE), "T", NOW)
        == """\
T: An Act
  issued by      nobody
  country        jp
  rank           statute
  published      2018-01-01
  from           2018-01-01
  state          in force (2020-06-01 as known on 2020-06-02)
  acts           buy, deploy
  cites          Gazette 2
  certainty      high
  not confirmed  the day
  not confirmed  the hour
  reviewed       2020-01-01, A. Reader, the gazette
  note           a note
  texts          from 2019-07-01 (published 2019-06-01): actions, cites
  who is bound
    in Japan  [actor.country is jp]

# A law

It says this.

Below it.

## The rule

Nobody may.

Measure T/m
  state          in force
  outcome        prohibited
  notice         beware
  cites          art. 1
  lifted by      T/w
  whose goods, or to whom — one of these
    a router  [item.class is router]
    a part — some component
      Huawei  [component.maker.under.huawei is yes]
    not old — not
      old  [item.acquired before 2018-01-01]

### Exceptions

Exception T/w: a waiver
  until          2021-12-31
  state          in force
  cites          art. 2
  lifts          T/m
  when
    core  [use.part is core]"""
    )


def test_the_same_in_japanese(tmp_path: Path) -> None:
    text = show(load(tmp_path, PAGE), "T", NOW, "ja")
    assert text.startswith("T: Tの題名\n  制定者         nobody\n")
    assert "  義務を負う者\n    日本の  [actor.country is jp]" in text
    assert "  誰の製品か、誰に対してか — 次のいずれか\n    a router" in text
    assert "規制 T/m\n" in text


def test_as_it_was_known(tmp_path: Path) -> None:
    law = load(tmp_path, PAGE)
    before = show(law, "T", on("2020-06-01", "2019-05-31"))
    assert "acts           buy\n" in before
    assert "texts" not in before
    assert show(law, "T", on("2020-06-01", "2017-01-01")) == "T: nothing of it was published by 2017-01-01"
    late = measure("T/late", "published = 2020-12-01\nfrom = 2021-01-01")
    text = show(load(tmp_path, instrument(), measure(), late), "T", NOW)
    assert text.endswith("Measure T/late: not published by 2020-06-02")


def test_each_instrument_has_the_prose_from_its_heading_on(tmp_path: Path) -> None:
    text = (
        "# Two\n\nAbout both.\n\n"
        + instrument("T")
        + measure("T/m")
        + "\nEnds the first.\n\n## The second\n\nOpens the second.\n\n"
        + instrument("U")
        + measure("U/m")
        + "\nEnds the second.\n"
        + instrument("V")
        + measure("V/m")
    )
    law = load(tmp_path, text)
    first, second, third = (show(law, name, NOW) for name in "TUV")
    assert "About both." in first
    assert "Ends the first." in first
    assert "second" not in first
    assert "About both." not in second
    assert "## The second\n\nOpens the second.\n\nMeasure U/m" in second
    assert "Ends the second." in second
    assert third.endswith("a router  [item.class is router]")
    assert "second" not in third


def test_a_law_whose_file_is_gone_has_no_prose(tmp_path: Path) -> None:
    law = load(tmp_path, PAGE)
    (tmp_path / "law.md").unlink()
    text = show(law, "T", NOW)
    assert "Measure T/m" in text
    assert "Nobody may." not in text


def test_groups_without_words_are_shown_by_how_they_join(tmp_path: Path) -> None:
    target = (
        '[target.all.any]\n"a" = "item.class is router"\n"b" = "item.class is switch"\n'
        '[target.all.some.party.some.party-use]\n"c" = "party-use.class is router"'
    ).replace("[target.all.some", '[covers."p".not.some')
    off = block(
        "derogation",
        'id = "T/off"\nof = "T/m"\ntitle = "off"\ncites = "x"\neffect = "suspends"\nwhen = "always"',
    )
    text = show(load(tmp_path, instrument(), measure(target=target), off), "T", NOW)
    assert "whose goods, or to whom\n    one of these\n      a  [item.class is router]" in text
    assert (
        "    p — not\n      some party\n        some party-use\n          c  [party-use.class is router]"
        in text
    )
    assert "  when — always" in text
    assert "  effect         suspends" in text


def test_a_definition_and_a_flag_and_a_reading(tmp_path: Path) -> None:
    words = instrument("W", since="") + block(
        "definition", 'id = "W/d"\ncites = "x"\n[means]\n"r" = "it.class is router"'
    )
    flag = block("flag", 'id = "T/f"\ncites = "look"\n[target]\n"s" = "item.class is switch"')
    read = block(
        "reading",
        'id = "T/r"\nname = "press"\noutcome = "review"\ncites = "x"\n[target]\n"s" = "item.class is switch"',
    )
    law = load(tmp_path, words, instrument(), measure(), flag, read)
    assert show(law, "W", NOW).endswith(
        "Definition W/d\n  cites          x\n  means\n    r  [it.class is router]"
    )
    assert "  state          words used elsewhere (" in show(law, "W", NOW)
    text = show(law, "T", NOW)
    assert "Red flag T/f\n  state          in force\n  outcome        red-flag\n" in text
    assert "Reading T/r\n  state          in force\n  outcome        review\n  read by        press\n" in text


# --- the list ---


def test_the_list(tmp_path: Path) -> None:
    removal = measure("U/a", 'by = 2021-12-31\nthen = "capped"', outcome="remove-by")
    open_end = measure("U/b", 'by = "open"', outcome="remove-by")
    general = instrument("G", "until = 2020-12-31\n").replace('actions = ["buy"]\n', "") + WAIVER.replace(
        "T/w", "G/w"
    )
    announced = instrument("N", since="") + measure("N/m", outcome="review")
    law = load(tmp_path, PAGE, instrument("U") + removal + open_end, general, announced)
    assert [row[:7] for row in rows(law, NOW)] == [
        ("T", "jp", "statute", "in force", "2018-01-01", "", "prohibited"),
        (
            "U",
            "jp",
            "statute",
            "in force",
            "2018-01-01",
            "",
            "remove-by",
        ),
        ("G", "jp", "statute", "in force", "2018-01-01", "2020-12-31", "permitted"),
        ("N", "jp", "statute", "announced", "", "", "review"),
    ]
    lines = listing(law, NOW).split("\n")
    assert lines[0].split() == ["ID", "COUNTRY", "RANK", "STATE", "SINCE", "UNTIL", "OUTCOMES", "TITLE"]
    assert lines[1].endswith("An Act")
    assert (
        len({line.index(word) for line, word in zip(lines, ("TITLE", "An Act", "title of U"), strict=False)})
        == 1
    )


def test_what_is_not_published_is_not_listed(tmp_path: Path) -> None:
    later = instrument("U", published="2020-06-03") + measure("U/m")
    assert [row.id for row in rows(load(tmp_path, PAGE, later), NOW)] == ["T"]


def test_an_amended_title(tmp_path: Path) -> None:
    renamed = block(
        "amendment", 'of = "T"\npublished = 2019-06-01\nfrom = 2019-07-01\ntitle = "the new title"'
    )
    law = load(tmp_path, instrument(), measure(), renamed)
    assert [rows(law, on(day))[0].title for day in ("2019-06-30", "2019-07-01")] == [
        "title of T",
        "the new title",
    ]


def test_wide_characters_count_twice() -> None:
    assert (width_of("abc"), width_of("規制"), width_of("ﾊ")) == (3, 4, 1)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_instrument_of_the_corpus_can_be_shown(language: str) -> None:
    law = Law.load(CORPUS_LAW)
    for name, each in law.instruments.items():
        text = show(law, name, NOW, language)
        assert text.startswith(f"{name}: ")
        for own in each.blocks:
            assert own.kind == "note" or f" {own.id}" in text or "nothing of it was published" in text
    assert len(listing(law, on("2030-01-01")).split("\n")) == len(law.instruments) + 1
