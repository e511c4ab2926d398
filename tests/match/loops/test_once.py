"""What loops need of a roster is made once and goes with it."""

from __future__ import annotations

from weakref import ref

import numpy as np
from numpy.typing import NDArray

from sekisho.match.compare import tools
from sekisho.match.loops.once import fixed, once
from sekisho.match.roster import Bearer, Roster

Column = NDArray[np.float64]


def roster() -> Roster:
    return Roster.build([Bearer("volna", "Company", ("Volna Optics",))], tools()[0])


def test_it_is_made_once_for_each_roster() -> None:
    made: list[Roster] = []

    @once
    def column(own: Roster) -> Column:
        made.append(own)
        return np.zeros(1)

    one, other = roster(), roster()
    assert column(one) is column(one)
    assert column(one) is not column(other)
    assert made == [one, other]


def test_nothing_is_made_once_too() -> None:
    made: list[Roster] = []

    @once
    def nothing(own: Roster) -> None:
        made.append(own)

    own = roster()
    for _ in range(2):
        nothing(own)
    assert made == [own]


def test_it_goes_with_the_roster() -> None:
    @once
    def column(_: Roster) -> Column:
        return np.zeros(1)

    own = roster()
    gone = ref(column(own))
    assert gone() is not None
    del own
    assert gone() is None


def test_a_fixed_column_is_the_same_memory_and_cannot_be_written_to() -> None:
    column = np.arange(3)
    assert np.shares_memory(fixed(column), column)
    assert not fixed(column).flags.writeable
    assert column.flags.writeable
