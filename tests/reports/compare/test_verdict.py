"""Every row of the table of before-after.md 2.2: when it holds, what it says, what it never says."""

from dataclasses import replace
from fractions import Fraction
from math import exp, log
from pathlib import Path

import pytest

from reports.compare.verdict import Facts, Range, Verdict, near, refusal, share, unjudged, verdict

ROOT = Path(__file__).parents[3]
YEAR = Facts(baseline_weeks=48, baseline_span=52, service_weeks=13)
SHORT = replace(YEAR, baseline_weeks=20, baseline_span=26)
ABOVE = Range(0.62, 0.256, 1.1, 0.95)
BELOW = Range(-0.30, -0.47, -0.123, 0.95)
WITHIN = Range(0.14, -0.264, 0.7706, 0.95)
WIDE = Range(0.5, exp(log(1.5) - 0.7) - 1, exp(log(1.5) + 0.7) - 1, 0.95)  # half width .7 > ln 2, from −25 % to +202 %


def said(found: Verdict) -> str:
    return found.whole.in_english()


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        (replace(YEAR, baseline_weeks=2, baseline_span=2), "too_short"),
        (replace(YEAR, service_weeks=1), "too_short"),
        (replace(YEAR, service_weeks=0, only_promotions=True), "only_promotions"),
        (replace(SHORT, season="strong", range=ABOVE), "strong_season"),
        (replace(YEAR, range=WIDE), "too_wide"),
        (replace(SHORT, range=WIDE), "too_wide"),
        (replace(YEAR, has_controls=True, range=WIDE), "too_wide"),
    ],
)
def test_what_may_not_be_judged_is_refused_with_its_kind(facts: Facts, kind: str) -> None:
    found = verdict(facts)
    assert (found.kind, found.is_refusal) == (kind, True)
    assert "%" not in said(found), "a refusal tells no estimate"


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        (replace(YEAR, baseline_weeks=3, baseline_span=3, service_weeks=2, range=ABOVE), "above"),
        (replace(YEAR, range=ABOVE), "above"),
        (replace(YEAR, range=BELOW), "below"),
        (replace(YEAR, range=WITHIN), "within"),
        (replace(SHORT, season="middle", range=ABOVE), "above"),
        (replace(SHORT, season="strong", has_controls=True, range=ABOVE), "above"),
        (replace(YEAR, season="strong", range=ABOVE), "above"),
        # However wide, a range entirely above 0 is told by its lower bound.
        (replace(SHORT, range=Range(4.0, 0.01, 20.0, 0.95)), "above"),
    ],
)
def test_what_the_range_allows_is_said(facts: Facts, kind: str) -> None:
    found = verdict(facts)
    assert (found.kind, found.is_refusal) == (kind, False)
    assert refusal(facts) is None


def test_the_bound_nearest_to_no_effect_leads() -> None:
    assert said(verdict(replace(YEAR, range=ABOVE))).startswith("At least +25%: the rise goes beyond")
    assert said(verdict(replace(YEAR, range=BELOW))).startswith("At least −12%: the fall goes beyond")
    within = said(verdict(replace(YEAR, range=WITHIN)))
    assert within.startswith("From −26.4% to +77.1%: so far no difference")
    assert "does not mean that there is no effect" in within


def test_the_half_width_is_measured_on_the_log_scale() -> None:
    # From ÷1.9 to ×1.9 is told, from ÷2.1 to ×2.1 is not.
    assert not verdict(replace(YEAR, range=Range(0, 1 / 1.9 - 1, 0.9, 0.95))).is_refusal
    assert verdict(replace(YEAR, range=Range(0, 1 / 2.1 - 1, 1.1, 0.95))).is_refusal


def test_a_season_that_the_baseline_cannot_show_is_tagged() -> None:
    tag = "The range is widened by the season that the baseline cannot show."
    assert tag in said(verdict(replace(SHORT, range=ABOVE)))
    assert tag in said(verdict(replace(YEAR, baseline_weeks=25, range=ABOVE))), "a year of which half says nothing"
    assert tag not in said(verdict(replace(YEAR, range=ABOVE)))
    assert tag not in said(verdict(replace(SHORT, has_controls=True, range=ABOVE)))
    assert tag not in said(verdict(replace(SHORT, range=WIDE))), "no range is told"


def test_a_start_at_a_low_point_is_tagged_also_beside_raw_figures() -> None:
    tag = "signed at a low point"
    assert tag in said(verdict(replace(YEAR, is_trough=True, range=ABOVE)))
    assert tag in said(verdict(replace(YEAR, is_trough=True, service_weeks=1)))
    assert tag not in said(verdict(replace(YEAR, range=ABOVE)))


def test_shares_are_cut_so_that_at_least_is_never_too_much() -> None:
    assert share(0.2599) == Fraction(25, 100)
    assert share(0.0479) == Fraction(47, 1000), "below a tenth with a digit behind the point"
    assert near(0.77065) == Fraction(771, 1000), "the ends of a range are rounded"


def test_a_figure_that_is_not_judged_says_why() -> None:
    found = unjudged("ratio", "A ratio.")
    assert (found.kind, found.is_refusal, said(found)) == ("ratio", True, "A ratio.")


def test_nothing_is_ever_called_shown_for_certain() -> None:
    for folder in ("reports/compare", "views/compare"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            text = path.read_text("utf-8").lower()
            assert "证明" not in text, path
            assert "prove" not in text.replace("improve", ""), path
    catalogue = (ROOT / "locale/zh_CN/LC_MESSAGES/messages.po").read_text("utf-8")
    assert "证明" not in catalogue
    assert "prove" not in (ROOT / "pages/compare.py").read_text("utf-8")
