"""What may honestly be said of a before/after, as a table: refusals first, then the verdict that the range allows, then tags.

Every sentence is a template; the bound nearest to "no effect" leads it. Nothing here says that anything was shown for certain.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import log, log1p

from reports.contract.said import Said, say
from warehouse import N_

FULL_YEAR = 52  # weeks of baseline in which the season shows
FEWEST_BEFORE, FEWEST_AFTER = 3, 2  # usable weeks
WIDEST = log(2)  # half a range on the log scale: ÷2 … ×2
FINE = Decimal("0.10")  # shares below it keep a digit behind the point
WHOLE, TENTH = Decimal("0.01"), Decimal("0.001")  # steps of one per cent, of a tenth

TOO_SHORT = N_("The time is too short: only the figures are listed, without a verdict.")
UNSEPARATED = N_("The baseline is too short to tell the season from the service; only the figures are listed.")


@dataclass(frozen=True)
class Range:
    """A relative change and the range it lies in, as fractions: 0.25 is +25 %."""

    lift: float
    low: float
    high: float
    level: float

    @property
    def has_zero(self) -> bool:
        """Whether no change at all is within the range."""
        return self.low <= 0 <= self.high

    @property
    def half_width(self) -> float:
        """Half the range on the log scale."""
        return (log1p(self.high) - log1p(self.low)) / 2


@dataclass(frozen=True)
class Facts:
    """What the rows of the table ask for."""

    baseline_weeks: int  # usable ones
    baseline_span: int  # weeks from the first usable one to the start
    service_weeks: int  # usable ones
    only_promotions: bool = False  # every known service week is a promotion week
    has_controls: bool = False
    season: str | None = None  # weak, middle, strong, as the merchant says it
    is_trough: bool = False
    range: Range | None = None

    @property
    def sees_season(self) -> bool:
        """Whether a full year or controls tell the season apart."""
        year = self.baseline_span >= FULL_YEAR and self.baseline_weeks >= FULL_YEAR // 2
        return year or self.has_controls


@dataclass(frozen=True)
class Row:
    """One line of the table: when it holds, and what is then said."""

    kind: str
    holds: Callable[[Facts], bool]
    template: str
    fields: Callable[[Range], dict[str, Fraction]] = lambda _range: {}

    def said(self, facts: Facts) -> Said:
        """Its sentence."""
        return say(self.template, **(self.fields(facts.range) if facts.range else {}))


REFUSALS = (
    Row(
        "only_promotions",
        lambda facts: facts.only_promotions,
        N_(
            "Every week of the service is a promotion week: it can only be held against the same promotion last year, without a verdict."
        ),
    ),
    Row(
        "too_short",
        lambda facts: facts.baseline_weeks < FEWEST_BEFORE or facts.service_weeks < FEWEST_AFTER,
        TOO_SHORT,
    ),
    Row("strong_season", lambda facts: not facts.sees_season and facts.season == "strong", UNSEPARATED),
    Row(
        "too_wide",
        lambda facts: facts.range is not None and facts.range.has_zero and facts.range.half_width > WIDEST,
        UNSEPARATED,
    ),
)
VERDICTS = (
    Row(
        "above",
        lambda facts: facts.range is not None and facts.range.low > 0,
        N_("At least +{least}: the rise goes beyond what season, promotions and ordinary swings can explain."),
        lambda found: {"least": share(found.low)},
    ),
    Row(
        "below",
        lambda facts: facts.range is not None and facts.range.high < 0,
        N_("At least −{least}: the fall goes beyond what season, promotions and ordinary swings can explain."),
        lambda found: {"least": share(-found.high)},
    ),
    Row(
        "within",
        lambda facts: facts.range is not None and facts.range.has_zero,
        N_(
            "From −{low} to +{high}: so far no difference from ordinary swings can be seen (which does not mean that there is no effect)."
        ),
        lambda found: {"low": near(-found.low), "high": near(found.high)},
    ),
)
TAGS = (
    Row(
        "widened",
        lambda facts: not facts.sees_season and _refusing(facts) is None,
        N_("The range is widened by the season that the baseline cannot show."),
    ),
    Row(
        "trough",
        lambda facts: facts.is_trough,
        N_("The contract was signed at a low point: a natural recovery would bring a rise too."),
    ),
)


@dataclass(frozen=True)
class Verdict:
    """What is said: a refusal, or a sentence over the range; tags qualify it."""

    kind: str
    said: Said
    is_refusal: bool
    tags: tuple[tuple[str, Said], ...] = ()

    @property
    def whole(self) -> Said:
        """The sentence with its tags."""
        found = self.said
        for _kind, tag in self.tags:
            found = say(N_("{sentence} {remark}"), sentence=found, remark=tag)
        return found


def refusal(facts: Facts) -> Verdict | None:
    """Why nothing may be said; asked before the estimate, and again with its range. None where a verdict is allowed."""
    found = _refusing(facts)
    return Verdict(found.kind, found.said(facts), True, _tags(facts)) if found else None


def verdict(facts: Facts) -> Verdict:
    """The refusal, or what the range allows to say."""
    if refused := refusal(facts):
        return refused
    [found] = [row for row in VERDICTS if row.holds(facts)]
    return Verdict(found.kind, found.said(facts), False, _tags(facts))


def unjudged(kind: str, template: str) -> Verdict:
    """A refusal for a reason that is no row of the table: the figure itself."""
    return Verdict(kind, say(template), True)


def _refusing(facts: Facts) -> Row | None:
    return next((row for row in REFUSALS if row.holds(facts)), None)


def _tags(facts: Facts) -> tuple[tuple[str, Said], ...]:
    return tuple((row.kind, row.said(facts)) for row in TAGS if row.holds(facts))


def share(value: float) -> Fraction:
    """A share cut towards zero, to whole per cent from ten on, so that "at least" is never more than was found."""
    exact = Decimal(repr(value))
    return Fraction(exact.quantize(TENTH if exact < FINE else WHOLE, ROUND_FLOOR))


def near(value: float) -> Fraction:
    """A share to a tenth of a per cent, as a range is told."""
    return Fraction(Decimal(repr(value)).quantize(TENTH, ROUND_HALF_UP))
