"""What came of a promise: by its figure where it has one, else by what both sides say."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from reports.contract.said import Said, say
from reports.metric import Figure, catalogue, plain
from reports.period import Period
from reports.review.promises import Measure, Promise
from reports.review.span import Spans
from warehouse import N_

KEPT, MISSED, OPEN, NO_DATA, DISPUTED = "kept", "missed", "open", "no_data", "disputed"


@dataclass(frozen=True)
class Score:
    """A promise and what came of it. `short` is by how much its figure missed, in the figure's unit."""

    promise: Promise
    result: str  # kept, missed, open (not due, or a side is silent), no_data, disputed
    said: Said
    value: Figure = None
    short: Fraction | None = None

    def as_json(self, currency: str) -> dict[str, Any]:
        """As `reports review --json` tells it."""
        given, measure = self.promise, self.promise.measure
        unit = catalogue()[measure.metric].unit if measure else ""
        return {
            "promise": given.name,
            "what": given.what,
            "side": given.side,
            "by": given.by,
            "due": given.due.isoformat(),
            "measure": measure.as_json() if measure else None,
            "result": self.result,
            "value": plain(self.value, unit) if measure else None,
            "short": None if self.short is None else str(_amount(self.short, unit)),
            "sentence": self.said.in_english(currency),
        }


def score(given: Promise, spans: Spans, known_to: date | None, today: date) -> Score:
    """What came of a promise, by all that is known up to a day."""
    if given.measure:
        return _measured(given, given.measure, spans, known_to, today)
    agency, merchant = given.word_of("agency"), given.word_of("merchant")
    if agency and merchant:
        if agency.result == merchant.result:
            texts = {KEPT: N_("Both sides say: kept."), MISSED: N_("Both sides say: missed.")}
            return Score(given, agency.result, say(texts[agency.result]))
        return Score(given, DISPUTED, say(N_("The sides disagree: one says kept, the other missed.")))
    if word := agency or merchant:
        one_side = {
            ("agency", KEPT): N_("The agency says: kept; the merchant has not said so yet."),
            ("agency", MISSED): N_("The agency says: missed; the merchant has not said so yet."),
            ("merchant", KEPT): N_("The merchant says: kept; the agency has not said so yet."),
            ("merchant", MISSED): N_("The merchant says: missed; the agency has not said so yet."),
        }
        return Score(given, OPEN, say(one_side[word.side, word.result]))
    if given.due >= today:
        return Score(given, OPEN, say(N_("Due on {day}."), day=given.due))
    return Score(given, OPEN, say(N_("It was due on {day}; nobody has said yet what came of it."), day=given.due))


def _measured(given: Promise, wanted: Measure, spans: Spans, known_to: date | None, today: date) -> Score:
    """By its figure, from the first day of the month in which it is due to that day."""
    asked = Period(given.due.replace(day=1), given.due)
    metric = catalogue().get(wanted.metric)
    if metric is None:  # a figure that an earlier version of the catalogue had
        return Score(given, NO_DATA, say(N_("There is no figure “{name}” any more."), name=wanted.metric))
    name = say(metric.label)
    if given.due >= today and (known_to is None or known_to < given.due):
        return Score(given, OPEN, say(N_("Due on {day}; {name} decides."), day=given.due, name=name))
    found = spans(asked)
    value = found.figures.get(wanted.metric)
    if value is None:
        said = say(N_("{name} from {first} to {last} is not known."), name=name, first=asked.first, last=asked.last)
        return Score(given, NO_DATA, said)
    exact, limit = _exact(wanted.metric, found.figures), Fraction(wanted.value)
    short = limit - exact if wanted.bound == "at_least" else exact - limit
    gaps = found.missing.get(_source(wanted.metric), ())
    grows = metric.sums is not None and wanted.bound == "at_least"
    about = {
        "name": name,
        "value": shown(wanted.metric, exact),
        "limit": shown(wanted.metric, limit),
        "first": asked.first,
        "last": asked.last,
    }
    if gaps and not (grows and short <= 0):
        said = say(
            N_("{name} is {value} so far; {days} days of {first} – {last} have no data."), days=len(gaps), **about
        )
        return Score(given, NO_DATA, said, value)
    at_least = wanted.bound == "at_least"
    if short <= 0:
        text = (
            N_("{name} {value}, promised at least {limit}: kept.")
            if at_least
            else N_("{name} {value}, promised at most {limit}: kept.")
        )
        return Score(given, KEPT, say(text, **about), value)
    text = (
        N_("{name} {value}, promised at least {limit}: missed by {short}.")
        if at_least
        else N_("{name} {value}, promised at most {limit}: missed by {short}.")
    )
    return Score(given, MISSED, say(text, short=shown(wanted.metric, short), **about), value, short)


def shown(name: str, exact: Fraction) -> Decimal | int | Fraction:
    """A value of a figure as a sentence holds it: money Decimal, a count int, a share Fraction."""
    unit = catalogue()[name].unit
    amount = _amount(exact, unit)
    return int(amount) if unit == "count" and amount == int(amount) else exact if unit == "rate" else amount


def _amount(exact: Fraction, unit: str) -> Decimal:
    number = Decimal(exact.numerator) / Decimal(exact.denominator)
    return number if unit == "rate" else number.quantize(Decimal("0.01"))


def _exact(name: str, figures: dict[str, Figure]) -> Fraction:
    """The figure without the rounding of a float, so that a promise exactly on its threshold is kept."""
    over = catalogue()[name].over
    if over is None or catalogue()[name].unit != "rate":
        return Fraction(Decimal(figures[name] or 0))
    return Fraction(Decimal(figures[over[0]] or 0)) / Fraction(Decimal(figures[over[1]] or 1))


def _source(name: str) -> str:
    """The source that a figure wants; of one made of others the orders'."""
    metric = catalogue()[name]
    return (
        metric.source
        or next((_source(each) for each, _sign in metric.parts), None)
        or (_source(metric.over[0]) if metric.over else "orders")
    )
