"""The two times of a question, as the options give them."""

from sekisho.dates import AsOf, Moment, moment, today
from sekisho.errors import UsageError


def question_times(on: str, known: str) -> AsOf:
    """The day asked about and the day of knowledge; today, where an option is empty.

    Raises:
        UsageError: one of them is no date.
    """
    day = today()
    return AsOf(_moment("--on", on) if on else Moment(day), _moment("--known", known).day if known else day)


def _moment(option: str, text: str) -> Moment:
    try:
        return moment(text)
    except ValueError as error:
        raise UsageError(f"{option} {text}: {error}; write a day as 2019-10-01") from error
