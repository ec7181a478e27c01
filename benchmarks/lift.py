"""How honest the range of the lift is: ours beside other methods, on shops whose lift is known and on a real one without any."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import expm1, log1p
from statistics import mean, median
from time import process_time

from benchmarks import retail
from benchmarks.comparison import Comparison
from benchmarks.figure import Figure
from benchmarks.methods import STATSMODELS, Range, log_linear, naive, ours, unobserved_components
from benchmarks.shops import draw
from reports.compare.model import fit

SHOPS = 60
BASELINES = (8, 26, 52, 104)
SERVICE_WEEKS = 8
LIFTS = (0.0, 1.0)
RUNS = 5
PLACEBO_STARTS = 8
OURS, NAIVE, REGRESSION, COMPONENTS = "ours", "naive", "Newey-West", "UnobservedComponents"
METHODS = {OURS: ours, NAIVE: naive, REGRESSION: log_linear}


@dataclass(frozen=True)
class Case:
    """A comparison whose lift is known."""

    comparison: Comparison
    is_controlled: bool
    lift: float


@dataclass(frozen=True)
class Judged:
    """What a method said of a case."""

    lift: float
    found: Range | None
    seconds: float

    @property
    def is_missed(self) -> bool:
        """The range leaves out the truth."""
        return self.found is not None and not self.found[0] <= log1p(self.lift) <= self.found[1]


def missed(judged: Sequence[Judged]) -> float:
    """The share of the ranges that leave out the true lift."""
    return mean(each.is_missed for each in judged if each.found)


def false(judged: Sequence[Judged]) -> float:
    """The share of the comparisons without any lift whose range leaves out nought."""
    return mean(each.is_missed for each in judged if each.found and each.lift == 0)


def overlooked(judged: Sequence[Judged]) -> float:
    """The share of the doubled sales whose range does not lie above nought."""
    return mean(each.found[0] <= 0 for each in judged if each.found and each.lift == 1)


def width(judged: Sequence[Judged]) -> float:
    """Half the median range, as the factor beyond 1."""
    return expm1(median((each.found[1] - each.found[0]) / 2 for each in judged if each.found))


def seconds(judged: Sequence[Judged]) -> float:
    """The median CPU seconds."""
    return median(each.seconds for each in judged)


Measure = Callable[[Sequence[Judged]], float]
MEASURES: dict[str, tuple[str, Measure, float, str]] = {  # name: what it is, how it is measured, aim of ours, unit
    "missed": ("95 % ranges that miss the lift", missed, 0.1, ""),
    "false": ("ranges that find a lift where there is none", false, 0.1, ""),
    "overlooked": ("ranges that do not find sales doubled", overlooked, 0.4, ""),
    "width": ("half the median range, as a share", width, 1, ""),
    "seconds": ("CPU of one range", seconds, 0.05, "s"),
}


def measure_lift() -> Iterator[Figure]:
    """What each method misses, finds wrongly, overlooks, without and with control shops; then the real shop."""
    shops = [draw(seed) for seed in range(SHOPS)]
    for name, is_controlled in (("lift", False), ("lift_controls", True)):
        cases = [
            Case(shop.comparison(lift, weeks, SERVICE_WEEKS), is_controlled, lift)
            for shop in shops for weeks in BASELINES for lift in LIFTS
        ]  # fmt: skip
        judged = judge(cases)
        for measure in MEASURES:
            yield _figure(f"{name}_{measure}", measure, judged)
    longest = shops[0].comparison(0, BASELINES[-1], SERVICE_WEEKS)
    what = f"CPU of a range and {PLACEBO_STARTS} placebo starts, {BASELINES[-1]} weeks of baseline, with controls"
    yield Figure("lift_placebo", what, median(_placebo_seconds(longest) for _ in range(RUNS)), 0.2, runs=RUNS)
    yield from _measure_retail()


def _measure_retail() -> Iterator[Figure]:
    """The real shop, where every finding is false."""
    path = retail.file()
    if path is None:
        note = f"not measured: {retail.PLACE} names no file"
        yield Figure("retail_false", MEASURES["false"][0], None, MEASURES["false"][2], unit="", note=note)
        return
    comparisons = list(retail.placebos(path))
    for name, is_controlled in (("retail", False), ("retail_controls", True)):
        judged = judge([Case(each, is_controlled, 0) for each in comparisons])
        figure = _figure(f"{name}_false", "false", judged)
        yield replace(figure, note=f"{figure.note}; half the median range {width(judged[OURS]):.3g}")


def judge(cases: Sequence[Case]) -> dict[str, list[Judged]]:
    """What each method says of the cases; one that is not there, or knows no controls, is left out."""
    judged = {name: [_judged(method, case) for case in cases] for name, method in METHODS.items()}
    told = unobserved_components([(case.comparison, case.is_controlled) for case in cases])
    if told is not None:
        judged[COMPONENTS] = [Judged(case.lift, *each) for case, each in zip(cases, told, strict=True)]
    return {name: said for name, said in judged.items() if any(each.found for each in said)}


def _judged(method: Callable[[Comparison, bool], Range | None], case: Case) -> Judged:
    start = process_time()
    found = method(case.comparison, case.is_controlled)
    return Judged(case.lift, found, process_time() - start)


def _figure(name: str, measure: str, judged: dict[str, list[Judged]]) -> Figure:
    what, measured, aim, unit = MEASURES[measure]
    others = {other: measured(said) for other, said in judged.items() if other != OURS}
    note = f"{len(judged[OURS])} analyses"
    if COMPONENTS not in judged:
        note += f"; no statsmodels, {STATSMODELS} may name a Python that has it"
    return Figure(name, what, measured(judged[OURS]), aim, unit=unit, note=note, others=others)


def _placebo_seconds(comparison: Comparison) -> float:
    """Of the answer's range, and the same method at starts inside the baseline."""
    start = process_time()
    weeks, controls = comparison.weeks(), comparison.control_weeks()
    fit(weeks, controls=controls)
    for began in range(BASELINES[-1] - SERVICE_WEEKS * PLACEBO_STARTS, BASELINES[-1], SERVICE_WEEKS):
        fit(weeks.placebo(began, SERVICE_WEEKS), controls=controls[:, : began + SERVICE_WEEKS])
    return process_time() - start
