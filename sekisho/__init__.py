"""sekisho: may this purchase, deployment or export go ahead, under which law, on this date, and why?

law = sekisho.Law.load()
store = sekisho.open_store()
for answer in sekisho.screen(sekisho.read_cases(path, law), law=law, store=store):
    print(answer.case, answer.outcome)
"""

from sekisho.dates import AsOf, Moment
from sekisho.errors import InputError, Problem, SekishoError
from sekisho.formats.read import read_cases
from sekisho.law.register import Law
from sekisho.lists.load import open_store
from sekisho.match.ask import compare, match
from sekisho.model.case import Case
from sekisho.model.decision import Answer, Decision, Finding
from sekisho.model.measure import Outcome
from sekisho.screen import screen
from sekisho.store.base import Store
from sekisho.truth import Truth
from sekisho.version import __version__

__all__ = [
    "Answer",
    "AsOf",
    "Case",
    "Decision",
    "Finding",
    "InputError",
    "Law",
    "Moment",
    "Outcome",
    "Problem",
    "SekishoError",
    "Store",
    "Truth",
    "__version__",
    "compare",
    "match",
    "open_store",
    "read_cases",
    "screen",
]
