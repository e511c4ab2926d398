"""Findings as trees: what is shown, and what is folded."""

from __future__ import annotations

from sekisho.dates import interval
from sekisho.formats.tree import MOST, path_text, tree_lines, value_text, view
from sekisho.model.case import Range
from sekisho.model.decision import Told
from sekisho.truth import NO, UNKNOWN, YES
from tests.formats.answers import HUAWEI, finding, group, leaf, some


def lines(found: object, *, verbose: bool = False, name: str = "") -> list[str]:
    shown = view(found, lambda address: name or address)  # type: ignore[arg-type]
    return [line.rstrip() for line in tree_lines(shown, verbose=verbose)]


def test_the_whole_tree() -> None:
    path = "item board → part chip (semiconductor) → maker 海思 (cn) → owner Huawei (100 %)"
    assert lines(finding()) == [
        "yes     US",
        "  yes     US/procure (prohibited; s.1)",
        "    yes     the act   <- action = buy",
        "    yes     an agency   <- actor.kinds = federal-agency, defence-ministry",
        "    yes     covered   [item meets US/covered]",
        "      yes     (A) a router   <- item.class = router",
        "      … 1 more no",
        "    yes     as a part   [some component: 1 yes, 2 no]",
        "      yes     component item.components[0]",
        f"        yes     made by one of them   <- {path} → on s889 (as Huawei <x>)",
        "      … 2 more no",
        "    yes     one of two",
        "      yes     one",
        "      … 1 more unknown",
        "    yes     no exception holds (1 looked at)",
    ]


def test_verbose_folds_nothing() -> None:
    shown = lines(finding(), verbose=True)
    assert "      no      (B) a camera" in shown
    assert "      unknown two   <- use.site not told" in shown
    assert "      no      a waiver" in shown
    assert not any("more" in line for line in shown)


def test_elements_bear_their_name() -> None:
    shown = lines(some("as a part", UNKNOWN, "1 unknown", UNKNOWN), name="chip")
    assert shown[1] == "  unknown component: chip (item.components[0])"


def test_some_that_is_no_shows_its_count_only() -> None:
    assert lines(some("as a part", NO, "13 no", *([NO] * 13))) == [
        "no      as a part   [some component: 13 no]"
    ]


def test_many_elements_are_cut() -> None:
    shown = lines(some("as a part", YES, "500 yes", *([YES] * 500)))
    assert len(shown) == 2 + 2 * MOST
    assert shown[-1] == f"  … {500 - MOST} more yes"


def test_an_open_exception_is_shown() -> None:
    waiver = group("a waiver", "derogation", UNKNOWN, leaf("held", UNKNOWN, Told("authorisations", None)))
    closed = group("backhaul", "derogation", NO)
    both = group("no exception holds", "not", UNKNOWN, group("any of these", "any", UNKNOWN, closed, waiver))
    assert lines(both) == [
        "unknown no exception holds",
        "  unknown a waiver",
        "    unknown held   <- authorisations not told",
        "  … 1 more no",
    ]


def test_alternatives_that_all_fail_are_all_shown() -> None:
    assert len(lines(group("either", "any", NO, leaf("one", NO), leaf("two", NO)))) == 3


def test_several_pieces_of_evidence_stand_below_each_other() -> None:
    found = leaf("x", YES, Told("a", Range(0, 49.9)), Told("b", interval("2018-12")), Told("c", value=False))
    assert lines(found) == [
        "yes     x   <- a = 0..49.9",
        "          <- b = 2018-12",
        "          <- c = no",
    ]


def test_nothing_from_outside_moves_the_terminal() -> None:
    shown = lines(leaf("x", YES, Told("item.name", "a\x1b[2J\n\u202eb　c")))
    assert shown == ["yes     x   <- item.name = a\\x1b[2J \\u202eb　c"]


def test_words_of_values_and_paths() -> None:
    assert value_text(()) == "none"
    assert value_text(value=True) == "yes"
    assert path_text(HUAWEI).endswith("on s889 (as Huawei <x>)")
    assert path_text(HUAWEI, "ja").endswith("掲載リスト：s889 (as Huawei <x>)")
