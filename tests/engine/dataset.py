"""A small dataset in three formats, of 42 rows, five of which cannot be read."""

from __future__ import annotations

import json
from itertools import cycle, islice
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from pathlib import Path

MAKERS = ("Huawei Technologies Co., Ltd.", "Northgate Switches Ltd", "Zhejiang Dahua Technolgy GmbH")
COLUMNS = ("id", "action", "date", "actor.country", "actor.kinds", "item.class", "item.manufacturer")
ROWS, REJECTED = 42, 5


def row(number: int, maker: str) -> tuple[str, ...]:
    return (str(number), "buy", "2021-06-01", "us", "federal-agency", "camera", maker)


def case(number: int, maker: str) -> str:
    actor = {"country": "us", "kinds": ["federal-agency"]}
    item = {"class": "camera", "manufacturer": maker}
    return json.dumps(
        {"id": str(number), "action": "buy", "date": "2021-06-01", "actor": actor, "item": item}
    )


def write(folder: Path) -> None:
    """Write it."""
    makers = list(islice(cycle(MAKERS), 30))
    (folder / "tables").mkdir(parents=True)
    table = pa.table(
        list(zip(*[row(number, maker) for number, maker in enumerate(makers)], strict=True)),
        names=list(COLUMNS),
    )
    pq.write_table(table, folder / "tables" / "orders.parquet", row_group_size=7)
    lines = [case(100 + number, maker) for number, maker in enumerate(makers[:5])]
    (folder / "cases.jsonl").write_bytes(
        "\n".join([*lines[:2], '{"id": "b', "", '{"id": "c", "action": "boy"}', *lines[2:]]).encode()
        + b"\n\xe9\n"
    )
    cells = [",".join(f'"{cell}"' for cell in row(200, makers[0])), "1,buy", ",".join(row(201, '"x"y')), ""]
    good = ",".join(row(202, "Northgate Switches Ltd"))
    (folder / "rows.csv").write_text("\n".join([",".join(COLUMNS), *cells, good]) + "\n")
    (folder / "_notes.txt").write_text("engines pass over names like this")
