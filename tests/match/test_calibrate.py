"""What the marks cost, counted by hand."""

from __future__ import annotations

from sekisho.match.calibrate import Cost, Judged, costs


def test_misses_and_false_alarms_of_ten_thousand() -> None:
    judged = [
        Judged(True, 0.9, 0.9),
        Judged(True, 0.8, 0.3),
        Judged(False, 0.6, 0.0),
        Judged(False, 0.1, 0.0),
    ]
    assert costs(judged, (0.2, 0.5, 0.95)) == (
        Cost(0.2, 0.0, 5000.0),
        Cost(0.5, 5000.0, 5000.0),
        Cost(0.95, 10_000.0, 0.0),
    )


def test_what_no_name_tells_is_not_told() -> None:
    assert costs([Judged(True, 0.9, 0.9)], (0.5,)) == (Cost(0.5, 0.0, None),)
    assert costs([Judged(False, 0.0, 0.0)], (0.5,)) == (Cost(0.5, None, 0.0),)


def test_a_higher_mark_misses_no_fewer_and_alarms_no_more() -> None:
    told = costs([Judged(at % 2 == 0, at / 40, at / 50) for at in range(40)])
    missed, alarms = [each.missed or 0 for each in told], [each.alarms or 0 for each in told]
    assert missed == sorted(missed)
    assert alarms == sorted(alarms, reverse=True)
