"""A survey as one HTML page that prints well: makers, outcomes, shares and removals drawn, then the devices.

Nothing is fetched and nothing runs: the page holds its style and its drawings. What devices say of themselves
is escaped.
"""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING, TextIO

from sekisho.dates import iso
from sekisho.formats.inventory.charts import bars
from sekisho.formats.inventory.report import NO_OWNER, evidence, removals, said, told_share
from sekisho.formats.notes import clean
from sekisho.formats.standalone import opening
from sekisho.formats.wording import basis_of
from sekisho.model.measure import OUTCOMES, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.model.survey import Judged, Survey

MOST_MAKERS = 20
MOST_UNKNOWN = 1000
"""Devices without a matter for anybody that the page lists; the CSV and the JSON have all."""
_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 75rem; margin: 0 auto; padding: 1rem; }
svg { width: 100%; max-width: 48rem; height: auto; }
svg text { font: 13px system-ui, sans-serif; fill: currentColor; }
svg rect { fill: #36648b; stroke: currentColor; stroke-width: .5; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #888; padding: .3rem .5rem; text-align: left; vertical-align: top; }
td { overflow-wrap: anywhere; }
ul { margin: 0; padding-left: 1.2rem; }
.outcome { border: 2px solid; border-radius: .3rem; padding: 0 .4rem; white-space: nowrap; }
.small { font-size: .9em; }
@media print {
  body { max-width: none; padding: 0; font-size: 9pt; }
  figure, tr { break-inside: avoid; }
  thead { display: table-header-group; }
  details::details-content { display: block; content-visibility: visible; height: auto; }
}
"""
_HEAD = opening("Inventory", _STYLE)
_HEADINGS = ("device", "outcome", "maker", "what bites", "evidence")


def write_page(survey: Survey, out: TextIO) -> None:
    """Write the page."""
    out.write(_HEAD)
    out.writelines(f"{line}\n" for line in _overview(survey))
    matters = [each for each in survey.devices if each.outcome not in (Outcome.UNKNOWN, Outcome.NO_RULE)]
    others = [each for each in survey.devices if each.outcome in (Outcome.UNKNOWN, Outcome.NO_RULE)]
    matters.sort(key=lambda each: -each.outcome.strictness)
    out.write(f"<h2>{len(matters)} devices that a person must look at</h2>\n")
    out.writelines(_table(matters))
    shown = f", the first {MOST_UNKNOWN} of them" if len(others) > MOST_UNKNOWN else ""
    out.write(f"<h2>{len(others)} devices without a finding{shown}</h2>\n")
    out.write(
        "<p>Nothing here says that they are free of restrictions: unknown is what nobody has told.</p>\n"
    )
    out.writelines(_table(others[:MOST_UNKNOWN]))
    out.write(f'<p class="small">Basis: {_text(basis_of(survey.basis))}</p>\n</main>\n</body>\n</html>\n')


def _overview(survey: Survey) -> Iterator[str]:
    when = f"on {_text(str(survey.as_of.on))}, as known on {iso(survey.as_of.known)}"
    yield f"<p>{len(survey.devices)} devices, {when}.</p>"
    if not survey.owned:
        yield f"<p><strong>{escape(NO_OWNER)}.</strong></p>"
    outcomes = Counter(each.outcome for each in survey.devices)
    yield _figure("Outcomes", bars("Devices by outcome", [(o, outcomes[o]) for o in OUTCOMES if outcomes[o]]))
    makers = Counter(each.group or "unknown" for each in survey.devices).most_common()
    shown = [*makers[:MOST_MAKERS]]
    if rest := sum(count for _, count in makers[MOST_MAKERS:]):
        shown.append((f"{len(makers) - MOST_MAKERS} others", rest))
    yield _figure("Makers", bars("Devices by maker", shown))
    due = [(day, float(count)) for day, count in removals(survey)]
    if due:
        caption = "Removal calendar: by when, if every inferred maker is confirmed"
        yield _figure(caption, bars("Devices to be removed by each day", due))
    else:
        yield "<p>Removal calendar: no removal date falls on these devices.</p>"
    if survey.shares:
        rows = [(f"{each.group}, {each.function or 'the whole'}", each.likely) for each in survey.shares]
        yield _figure("Shares with inferred makers, percent", bars("Share by maker and function", rows, " %"))
        yield (
            "<ul>"
            + "".join(f"<li>{_text(told_share(each, survey))}</li>" for each in survey.shares)
            + "</ul>"
        )


def _figure(caption: str, chart: str) -> str:
    return f"<figure>\n<figcaption><h2>{escape(caption)}</h2></figcaption>\n{chart}\n</figure>"


def _table(devices: list[Judged]) -> Iterator[str]:
    heads = "".join(f'<th scope="col">{head}</th>' for head in _HEADINGS)
    yield f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n"
    yield from map(_row, devices)
    yield "</tbody>\n</table>\n"


def _row(judged: Judged) -> str:
    own = judged.attribution
    maker = f"{_text(own.maker or 'unknown')}<br><span class='small'>{own.confidence}</span>"
    against = f"<br>but: {_text(', '.join(own.against))}" if own.against else ""
    bites = "".join(f"<li>{_text(said(judged, bite))}</li>" for bite in judged.bites)
    signs = "".join(f"<li>{_text(evidence(sign))}</li>" for sign in own.signs)
    folded = f"<details><summary>{len(own.signs)} signs</summary><ul>{signs}</ul></details>" if signs else ""
    cells = (
        f"<td><span class='outcome'>{judged.outcome}</span></td>",
        f"<td>{maker}{against}</td>",
        f"<td>{_text(judged.why)}<ul>{bites}</ul></td>" if bites else f"<td>{_text(judged.why)}</td>",
        f"<td class='small'>{folded or _text(own.why)}</td>",
    )
    name = f" <span class='small'>{_text(judged.device.name)}</span>" if judged.device.name else ""
    return f'<tr><th scope="row">{_text(judged.device.id)}{name}</th>{"".join(cells)}</tr>\n'


def _text(text: str) -> str:
    return escape(clean(text))
