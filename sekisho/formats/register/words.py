"""Outcomes and states in words and colours, wherever the register is shown.

A colour never stands alone: the word is beside it, and each state has a hatching or border of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.dates import FIRST_DAY, LAST_DAY
from sekisho.model.measure import Outcome, Rank, State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sekisho.dates import Interval

OUTCOME_JA: Mapping[Outcome, str] = {
    Outcome.PROHIBITED: "禁止",
    Outcome.LICENCE_REQUIRED: "許可が必要",
    Outcome.CAPPED: "上限超過",
    Outcome.REMOVE_BY: "撤去期限あり",
    Outcome.REVIEW: "審査・届出",
    Outcome.RED_FLAG: "要注意",
    Outcome.UNKNOWN: "不明",
    Outcome.PERMITTED: "例外により可",
    Outcome.ADVISED_AGAINST: "非推奨",
    Outcome.NO_RULE: "規制なし",
}
STATE_JA: Mapping[State, str] = {
    State.REPORTED: "報道",
    State.ANNOUNCED: "発表",
    State.UPCOMING: "施行前",
    State.IN_FORCE: "施行中",
    State.SUSPENDED: "停止中",
    State.ENDED: "終了",
}
RANK_JA: Mapping[Rank, str] = {
    Rank.STATUTE: "法律",
    Rank.REGULATION: "規則",
    Rank.ORDER: "命令",
    Rank.LICENCE_CONDITION: "免許条件",
    Rank.CONTRACT: "契約",
    Rank.POLICY: "方針",
    Rank.GUIDANCE: "指針",
    Rank.RECOMMENDATION: "勧告",
    Rank.REPORT: "報道",
}
COLOURS: Mapping[Outcome, str] = {
    Outcome.PROHIBITED: "#a4262c",
    Outcome.LICENCE_REQUIRED: "#b3530e",
    Outcome.CAPPED: "#8a5a00",
    Outcome.REMOVE_BY: "#7a3e9d",
    Outcome.REVIEW: "#1f5fa8",
    Outcome.RED_FLAG: "#b0006d",
    Outcome.UNKNOWN: "#5c5c5c",
    Outcome.PERMITTED: "#2f6b2f",
    Outcome.ADVISED_AGAINST: "#4d6a7d",
    Outcome.NO_RULE: "#8a8a8a",
}
"""Each dark enough for white letters on it: at least 4.5 to 1 but for `no-rule`, which is never filled."""


def outcome_word(outcome: Outcome, language: str = "en") -> str:
    """An outcome as a reader of a language calls it."""
    return OUTCOME_JA[outcome] if language == "ja" else str(outcome)


def state_word(state: State, language: str = "en") -> str:
    """A state as a reader of a language calls it."""
    return STATE_JA[state] if language == "ja" else str(state)


def rank_word(rank: Rank, language: str = "en") -> str:
    """A kind of legal force as a reader of a language calls it."""
    return RANK_JA[rank] if language == "ja" else str(rank)


def days_words(days: Interval, language: str = "en") -> str:
    """A run of days as a reader of a language says it."""
    if language != "ja":
        return days.words
    first = "" if days.first == FIRST_DAY else f"{days.first_text}から"
    last = "" if days.last == LAST_DAY else f"{days.last_text}まで"
    return first + last or "期限なし"
