"""What a case tells: values that are compared and hashed row by row."""

from __future__ import annotations

from sekisho.model.case import Owner, Range


def test_owners_who_differ_in_their_share_are_told_apart_by_their_hashes() -> None:
    """Else a batch in which one owner holds a little more each time costs the square of its rows."""
    shares = [Range(share / 10, share / 10) for share in range(1000)]
    assert len({hash(Owner("Alpha Works", share=share)) for share in shares}) > 990
