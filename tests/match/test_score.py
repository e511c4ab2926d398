"""What is held back whatever the features add up to."""

from __future__ import annotations

import numpy as np
import pytest

from sekisho.match.compare import CORPUS, compare
from sekisho.match.explain import explain
from sekisho.match.features import NAMES
from sekisho.match.matcher import Matcher
from sekisho.match.query import Query
from sekisho.match.roster import Bearer
from sekisho.match.score import Marks, Model, by_sound, probability, unsound

MARKS = Marks(same=0.9, review=0.6)


def measured(*, heard: float, both_covered: float) -> np.ndarray:
    """The features of one pair, as a column."""
    column = np.zeros((len(NAMES), 1), np.float32)
    column[NAMES.index("heard")], column[NAMES.index("both_covered")] = heard, both_covered
    return column


@pytest.mark.parametrize(
    ("heard", "both_covered", "held"), [(1, 0, True), (1, 0.01, False), (0, 0, False), (0, 1, False)]
)
def test_only_what_is_heard_and_not_covered_is_unsound(heard: float, both_covered: float, held: bool) -> None:
    assert unsound(measured(heard=heard, both_covered=both_covered)).tolist() == [held]


def test_what_is_unsound_stays_below_review_in_its_order() -> None:
    scores = np.array([0.2, 0.7, 0.99, 1.0])
    column = measured(heard=1, both_covered=0)
    held = by_sound(np.repeat(column, len(scores), axis=1), scores, MARKS)
    assert (np.diff(held) > 0).all()
    assert held.max() < MARKS.review
    assert (by_sound(np.zeros((len(NAMES), 4), np.float32), scores, MARKS) == scores).all()


def test_a_long_name_of_which_some_syllables_are_met_is_held_back_and_says_so() -> None:
    listed, asked = "Shen Yang Jing Cheng Machinery Co., Limited", "北房州うちわ振興協議会会長太田美津子"
    matcher = Matcher.build([Bearer("listed", "Company", (listed,))], CORPUS)
    looked = matcher.look([Query(asked, "Company")], everything=True)
    evidence = probability(matcher.model.logits(looked.features, looked.persons))
    assert evidence.max() >= matcher.model.marks.review > looked.scores.max()
    assert compare(asked, listed).score < matcher.model.marks.review
    (found,) = matcher.match([Query(asked, "Company")])[0]
    assert any("sounds like a part" in line for line in explain(found, matcher.model))
    sure = matcher.match([Query("沈阳精诚机械有限公司", "Company")])[0]
    assert sure
    assert not any("sounds like a part" in line for each in sure for line in explain(each, matcher.model))


def test_the_evidence_of_a_pair_is_to_the_last_bit_what_it_is_among_others() -> None:
    model = Model.load(CORPUS)
    features = np.random.default_rng(7).random((len(NAMES), 40), np.float32)
    persons = np.arange(40) % 2 == 0
    alone = [model.logits(features[:, at : at + 1], persons[at : at + 1])[0] for at in range(40)]
    assert np.array_equal(model.logits(features, persons), np.array(alone))
