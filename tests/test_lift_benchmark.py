"""The simulated shops are what they say, and the benchmark of the lift measures what it says."""

from math import expm1, log
from pathlib import Path

import numpy as np
import pytest

from benchmarks import lift, methods, retail
from benchmarks.command import measure
from benchmarks.lift import Judged, false, missed, overlooked, seconds, width
from benchmarks.shops import calendar, draw

HEAD = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"


def test_a_lift_is_in_the_service_only() -> None:
    busy = max((draw(seed) for seed in range(10)), key=lambda shop: shop.log_orders.mean())
    none, doubled = (busy.comparison(each, 104, 26) for each in (0.0, 1.0))
    before = ~none.is_service
    assert none.sold.orders[before].tolist() == doubled.sold.orders[before].tolist()
    ratio = doubled.sold.orders[~before].sum() / none.sold.orders[~before].sum()
    assert ratio == pytest.approx(2, rel=0.05)


def test_the_same_seed_is_the_same_shop() -> None:
    first, second = (draw(5).comparison(0.2, 8, 8) for _ in range(2))
    assert first.sold.sales.tolist() == second.sold.sales.tolist()
    assert [each.sales.tolist() for each in first.controls] == [each.sales.tolist() for each in second.controls]
    assert len(first.sold.sales) == 16 * 7
    assert first.is_service.sum() == 8 * 7


def test_promotions_and_their_shoulders_are_not_plain() -> None:
    year = calendar()
    plain = {int(doy) for doy in year.days.doy[year.days.is_plain]}
    assert 315 not in plain  # 11 November, or the day before in a leap year
    assert 200 in plain
    assert year.promotion[:, 0].sum() >= 13 * 7  # thirteen days around each Spring Festival
    assert (year.shoulder < 0).any()


def test_what_a_method_said_is_counted() -> None:
    said = [
        Judged(0.0, (-0.1, 0.1), 1),
        Judged(0.0, (0.1, 0.3), 2),  # misses, and finds what is not there
        Judged(1.0, (log(2) - 0.2, log(2) + 0.2), 3),
        Judged(1.0, (-0.3, 0.5), 4),  # misses, and overlooks
        Judged(0.0, None, 5),  # refuses
    ]
    assert missed(said) == 0.5
    assert false(said) == 0.5
    assert overlooked(said) == 0.5
    assert width(said) == pytest.approx(expm1(0.15))
    assert seconds(said) == 3


def test_the_benchmark_stands_ours_beside_the_others(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DUIZHANG_DATA", "set back after the test")
    monkeypatch.setenv(retail.PLACE, str(_retail(tmp_path)))
    monkeypatch.setattr(methods, "unobserved_components", lambda cases: None)
    monkeypatch.setattr(lift, "unobserved_components", lambda cases: None)
    for module, name, value in ((lift, "SHOPS", 2), (lift, "BASELINES", (26,)), (lift, "RUNS", 1),
                                (lift, "PLACEBO_STARTS", 1), (retail, "SHOPS", 2), (retail, "CONTROLS", 1)):  # fmt: skip
        monkeypatch.setattr(module, name, value)
    figures = {each.name: each for each in measure(0, "lift")}
    assert len(figures) == 2 * len(lift.MEASURES) + 3
    assert set(figures["lift_missed"].others) == {"naive", "Newey-West"}
    assert set(figures["lift_controls_missed"].others) == {"Newey-West"}  # the naive comparison knows no controls
    assert methods.STATSMODELS in figures["lift_missed"].note
    assert figures["retail_controls_false"].value is not None
    assert figures["lift_seconds"].as_json()["others"]["naive"] >= 0


def test_a_real_shop_that_is_not_there_is_not_measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(retail.PLACE, str(tmp_path / "nowhere.csv"))
    [figure] = lift._measure_retail()
    assert figure.value is None
    assert retail.PLACE in figure.note


def test_pseudo_shops_hold_what_was_sold_and_nothing_else(tmp_path: Path) -> None:
    comparisons = list(retail.placebos(_retail(tmp_path)))
    assert len(comparisons) == retail.SHOPS * len(retail.SPLITS)
    longest = comparisons[len(retail.SPLITS) - 1 :: len(retail.SPLITS)]
    days = retail.SPLITS[-1] * 7 + retail.SERVICE_WEEKS * 7
    assert sum(each.sold.sales.sum() for each in longest) == pytest.approx(10 * days * 6 / 7, rel=0.01)
    assert not comparisons[0].days.is_plain[5]  # nobody buys on the sixth day of the week
    assert {int(each.is_service.sum()) for each in comparisons} == {retail.SERVICE_WEEKS * 7}


def _retail(folder: Path) -> Path:
    """A year in which every day but each sixth sells five articles for 2.00, and what is no sale."""
    rows = [f"C{day},22,back,-1,2011-01-05 10:00:00,5,1,UK" for day in range(3)]
    rows += ["A1,B,Adjust bad debt,1,2011-02-01 10:00:00,999,1,UK", "77,33,free,1,2011-02-01 10:00:00,0,1,UK"]
    for number in range(53 * 7):
        day = np.datetime64("2010-12-01") + number
        if number % 7 != 5:
            rows += [f"{number},{article},thing,2,{day} 09:30:00,1.000,1,UK" for article in range(5)]
    path = folder / "retail.csv"
    path.write_text(HEAD + "\n".join(rows) + "\n", "utf-8")
    return path
