"""What loops need of a roster is made once and goes with it."""

from __future__ import annotations

from weakref import ref

import numpy as np

from sekisho.match.compare import tools
from sekisho.match.loops.once import fixed, once
from sekisho.match.roster import Bearer, Roster


def roster() -> Roster:
    return Roster.build([Bearer("volna", "Company", ("Volna Optics",))], tools()[0])


def test_it_is_made_once_for_each_roster() -> None:
    made: list[int] = []
    numbered = once(lambda _: made.append(len(made)) or object())
    one, other = roster(), roster()
    assert numbered(one) is numbered(one)
    assert numbered(one) is not numbered(other)
    assert made == [0, 1]


def test_it_goes_with_the_roster() -> None:
    kept = once(lambda _: np.zeros(1))
    own = roster()
    gone = ref(kept(own))
    assert gone() is not None
    del own
    assert gone() is None


def test_a_fixed_column_is_the_same_memory_and_cannot_be_written_to() -> None:
    column = np.arange(3)
    assert np.shares_memory(fixed(column), column)
    assert not fixed(column).flags.writeable
    assert column.flags.writeable
