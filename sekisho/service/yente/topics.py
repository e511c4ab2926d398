"""What a list makes of those who stand on it, in FollowTheMoney's topics.

A client that asks for `topics=sanction` must not miss somebody because his list publishes no topics: few do.
These follow from the list, and only while somebody stands on it; a FollowTheMoney file states its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SANCTION, COUNTER, CONTROL, BARRED = "sanction", "sanction.counter", "export.control", "debarment"
_LISTS = {
    SANCTION: """
        us-sdn us-cmic us-ssi us-fse us-mbs us-capta us-plc us-isn us-ccmc-2020 eu-fsf gb-sanctions gb-ofsi
        un-consolidated""",
    CONTROL: """
        us-entity-list us-denied-persons us-meu us-unverified us-itar-debarred jp-meti-eul cn-export-control
        cn-attention""",
    COUNTER: "cn-unreliable",
    BARRED: """
        s889 s5949 s154 s1656 us-dod-1260h us-fcc-covered us-fcc-usf us-dhs-uflpa us-cbp-wro
        uk-designated""",
}
TOPICS: Mapping[str, str] = {name: topic for topic, names in _LISTS.items() for name in names.split()}
