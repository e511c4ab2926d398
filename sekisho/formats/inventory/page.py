"""A survey as one HTML page that prints well: makers, outcomes, shares and removals drawn, then the devices.

Nothing is fetched and nothing runs: the page holds its style and its drawings. What devices say of themselves
is escaped.
"""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING, TextIO

from sekisho.dates import iso
from sekisho.errors import counted
from sekisho.formats.inventory.charts import STYLE, Bar, bars, legend
from sekisho.formats.inventory.report import NO_OWNER, evidence, removals, said, shares_told, told_share
from sekisho.formats.notes import clean
from sekisho.formats.standalone import opening
from sekisho.formats.wording import basis_of
from sekisho.model.measure import OUTCOMES, Outcome
from sekisho.model.survey import WHOLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.model.survey import Judged, Survey

STATED, INFERRED = "a person states the maker", "inferred from signs"
MOST_MAKERS = 20
MOST_UNKNOWN = 1000
"""Devices without a matter for anybody that the page lists; the CSV and the JSON have all."""
_STYLE = f"""
:root {{ color-scheme: light dark; --bar: #36648b; --grave: #a12c2c; --flag: #c77700; --open: #8a8f98; }}
@media (prefers-color-scheme: dark) {{ :root {{ --bar: #7fb0d8; --grave: #ef8a80; --flag: #f0b04d; }} }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 75rem; margin: 0 auto; padding: 1rem; }}
h1 {{ margin: 0 0 .5rem; }}
h2 {{ margin: 2rem 0 .4rem; font-size: 1.25rem; }}
figure {{ margin: 0; }}
{STYLE}
table.devices {{ border-collapse: collapse; width: 100%; }}
.devices th, .devices td {{ border: 1px solid var(--open); padding: .3rem .5rem; }}
.devices th, .devices td {{ text-align: left; vertical-align: top; }}
.devices {{ overflow-wrap: break-word; }}
.devices th[scope=row], .evidence {{ overflow-wrap: anywhere; }}
.devices th[scope=row], .maker {{ width: 15%; }}
ul {{ margin: 0; padding-left: 1.2rem; }}
.outcome {{ border: 2px solid; border-radius: .3rem; padding: 0 .4rem; white-space: nowrap; }}
.outcome.grave {{ border-color: var(--grave); }}
.outcome.flag {{ border-color: var(--flag); }}
.outcome.open {{ border-color: var(--open); }}
.small {{ font-size: .9em; }}
@media (max-width: 40rem) {{
  .devices thead {{ display: none; }}
  .devices tr, .devices th[scope=row], .devices td {{ display: block; border: 0; padding: .1rem 0; }}
  .devices th[scope=row], .maker {{ width: auto; }}
  .devices tr {{ border-top: 1px solid var(--open); padding: .5rem 0; }}
}}
@media print {{
  body {{ max-width: none; padding: 0; font-size: 8.5pt; line-height: 1.35; }}
  h2 {{ break-after: avoid; }}
  .chart tr, .devices tr {{ break-inside: avoid; }}
  thead {{ display: table-header-group; }}
  .matters details::details-content {{ display: block; content-visibility: visible; height: auto; }}
}}
"""
_HEAD = opening("Inventory", _STYLE)
_KINDS = {
    **dict.fromkeys((Outcome.REVIEW, Outcome.RED_FLAG, Outcome.ADVISED_AGAINST), "flag"),
    **dict.fromkeys((Outcome.UNKNOWN, Outcome.PERMITTED, Outcome.NO_RULE), "open"),
}
"""How an outcome is drawn; all others forbid or set a limit."""
_QUIET = (Outcome.UNKNOWN, Outcome.NO_RULE)
"""Outcomes that ask nobody to look at the device."""
_HEADINGS = ("device", "outcome", "maker", "what bites", "evidence")


def write_page(survey: Survey, out: TextIO) -> None:
    """Write the page."""
    out.write(_HEAD)
    out.writelines(f"{line}\n" for line in _overview(survey))
    matters = [each for each in survey.devices if each.outcome not in _QUIET]
    others = [each for each in survey.devices if each.outcome in _QUIET]
    matters.sort(key=lambda each: -each.outcome.strictness)
    out.write(f"<h2>{counted(len(matters), 'device')} that a person must look at</h2>\n")
    out.writelines(_table(matters, "matters"))
    shown = f", the first {MOST_UNKNOWN} of them" if len(others) > MOST_UNKNOWN else ""
    out.write(f"<h2>{counted(len(others), 'device')} without a finding{shown}</h2>\n")
    out.write(
        "<p>Nothing here says that they are free of restrictions: unknown is what nobody has told.</p>\n"
    )
    out.writelines(_table(others[:MOST_UNKNOWN], "others"))
    out.write(f'<p class="small">Basis: {_text(basis_of(survey.basis))}</p>\n</main>\n</body>\n</html>\n')


def _overview(survey: Survey) -> Iterator[str]:
    when = f"on {_text(str(survey.as_of.on))}, as known on {iso(survey.as_of.known)}"
    yield f"<p>{counted(len(survey.devices), 'device')}, {when}.</p>"
    if not survey.owned:
        yield f"<p><strong>{escape(NO_OWNER)}.</strong></p>"
    yield _figure("Outcomes", bars([*_outcomes(survey)]))
    yield _figure("Makers", bars([*_makers(survey)]) + legend({"": STATED, "inferred": INFERRED}))
    yield from _calendar(survey)
    yield from _shares(survey)


def _outcomes(survey: Survey) -> Iterator[Bar]:
    found = Counter(each.outcome for each in survey.devices)
    for outcome in OUTCOMES:
        if count := found[outcome]:
            yield Bar(str(outcome), [(count, _kind(outcome))], str(count))


def _makers(survey: Survey) -> Iterator[Bar]:
    """The groups with the most devices, those whose maker a person stated first; unknown ones at the end."""
    stated = Counter(each.group for each in survey.devices if each.group and each.confirmed)
    found = Counter(each.group for each in survey.devices if each.group)
    unknown = len(survey.devices) - found.total()
    most = found.most_common()
    for group, count in most[:MOST_MAKERS]:
        yield Bar(group, [(stated[group], ""), (count - stated[group], "inferred")], str(count))
    if rest := most[MOST_MAKERS:]:
        yield Bar(f"{len(rest)} others", [(0, "")], str(sum(count for _, count in rest)))
    if unknown:
        yield Bar("unknown", [(unknown, "open")], str(unknown))


def _calendar(survey: Survey) -> Iterator[str]:
    rows = [
        Bar(
            f"{each.by}, past" if each.is_past(survey.as_of.on.day) else each.by,
            [(each.stated, ""), (each.inferred, "inferred")],
            f"{counted(each.devices, 'device')}: {', '.join(each.measures)}",
        )
        for each in removals(survey)
    ]
    if not rows:
        yield "<h2>Removal calendar</h2>\n<p>No removal date falls on these devices.</p>"
        return
    drawn = bars(rows) + legend({"": STATED, "inferred": f"{INFERRED}, if confirmed"})
    yield _figure("Removal calendar: the last day for each device", drawn)


def _shares(survey: Survey) -> Iterator[str]:
    found = shares_told(survey)
    if not found:
        return
    caps = tuple(survey.caps.values())
    rows = [
        Bar(
            f"{each.group}, {each.function or 'the whole'}",
            [(each.low, ""), (each.likely - each.low, "inferred"), (each.high - each.likely, "may")],
            f"{each.likely:.1f} %, at most {each.high:.1f}",
            caps,
        )
        for each in found
    ]
    kinds = {"": STATED, "inferred": INFERRED, "may": "unknown makers"}
    if caps:
        kinds["limit"] = "limit: " + "; ".join(f"{cap:g} % ({name})" for name, cap in survey.caps.items())
    yield _figure("Shares of those who are restricted, percent", bars(rows, WHOLE) + legend(kinds))
    words = _list([told_share(each, survey) for each in found])
    yield f"<details><summary>The same in words</summary>{words}</details>"


def _figure(caption: str, chart: str) -> str:
    return f"<figure>\n<figcaption><h2>{escape(caption)}</h2></figcaption>\n{chart}\n</figure>"


def _table(devices: list[Judged], kind: str) -> Iterator[str]:
    heads = "".join(f'<th scope="col">{head}</th>' for head in _HEADINGS)
    yield f'<table class="devices {kind}">\n<thead><tr>{heads}</tr></thead>\n<tbody>\n'
    yield from map(_row, devices)
    yield "</tbody>\n</table>\n"


def _row(judged: Judged) -> str:
    own = judged.attribution
    maker = f"{_text(own.maker or 'unknown')}<br><span class='small'>{own.confidence}</span>"
    against = f"<br>but: {_text(', '.join(own.against))}" if own.against else ""
    cells = (
        f'<td><span class="outcome {_kind(judged.outcome)}">{judged.outcome}</span></td>',
        f'<td class="maker">{maker}{against}</td>',
        f"<td>{_text(judged.why)}{_bites(judged)}</td>",
        f'<td class="evidence small">{_signs(judged)}</td>',
    )
    name = f" <span class='small'>{_text(judged.device.name)}</span>" if judged.device.name else ""
    return f'<tr><th scope="row">{_text(judged.device.id)}{name}</th>{"".join(cells)}</tr>\n'


def _bites(judged: Judged) -> str:
    """What the measures say; of a device without a finding, folded: what they would ask."""
    lines = [said(judged, bite) for bite in judged.bites]
    if judged.outcome in _QUIET:
        return _folded(lines, "measure")
    return _list(lines)


def _signs(judged: Judged) -> str:
    own = judged.attribution
    return _folded([evidence(sign) for sign in own.signs], "sign") or _text(own.why)


def _folded(lines: list[str], noun: str) -> str:
    summary = f"<summary>{counted(len(lines), noun)}</summary>"
    return f"<details>{summary}{_list(lines)}</details>" if lines else ""


def _list(lines: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{_text(line)}</li>' for line in lines)}</ul>" if lines else ""


def _kind(outcome: Outcome) -> str:
    return _KINDS.get(outcome, "grave")


def _text(text: str) -> str:
    return escape(clean(text))
