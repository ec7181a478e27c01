"""Numbers as they are printed: to the fen in tables, in 万 and 亿 or K and M where space is short, unknown as a dash."""

from datetime import date
from decimal import Decimal

import pytest

from reports.metric import metrics
from views import numbers


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("0", "¥0.00"),
        ("12345.6", "¥12,345.60"),
        ("-12345.6", "−¥12,345.60"),
        ("0.005", "¥0.01"),
        ("2.675", "¥2.68"),
        ("-0.005", "−¥0.01"),
        ("-0.004", "¥0.00"),
        ("99999999.995", "¥100,000,000.00"),
    ],
)
def test_money_is_exact_to_the_fen_and_rounds_half_up(value: str, shown: str) -> None:
    assert numbers.money(Decimal(value)) == shown


def test_an_unknown_number_is_a_dash_and_never_a_nought() -> None:
    printed = {each(None) for each in (numbers.money, numbers.short_money, numbers.rate, numbers.count)}
    assert printed == {"–"}
    assert numbers.figure("net_margin", None) == "–"


def test_a_gain_has_a_plus_sign_only_where_asked() -> None:
    assert [numbers.money(Decimal(n), signed=True) for n in (3, 0, -3)] == ["+¥3.00", "¥0.00", "−¥3.00"]
    assert [numbers.short_money(Decimal(n), signed=True) for n in (30000, -30000)] == ["+¥3.00万", "−¥3.00万"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("9999.99", "¥9,999.99"),
        ("9999.994", "¥9,999.99"),
        ("9999.995", "¥1.00万"),
        ("10000", "¥1.00万"),
        ("12345", "¥1.23万"),
        ("12350", "¥1.24万"),
        ("99999949.99", "¥9,999.99万"),
        ("99999950", "¥1.00亿"),
        ("99999999.995", "¥1.00亿"),
        ("100000000", "¥1.00亿"),
        ("123456789012.34", "¥1,234.57亿"),
        ("-9999.99", "−¥9,999.99"),
        ("-10000", "−¥1.00万"),
        ("-99999999.995", "−¥1.00亿"),
    ],
)
def test_chinese_readers_count_in_wan_and_yi(value: str, shown: str) -> None:
    assert numbers.short_money(Decimal(value)) == shown


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("999.99", "¥999.99"),
        ("999.995", "¥1.00K"),
        ("1000", "¥1.00K"),
        ("9999.99", "¥10.00K"),
        ("999994.99", "¥999.99K"),
        ("999995", "¥1.00M"),
        ("99999999.995", "¥100.00M"),
        ("-1005", "−¥1.01K"),
    ],
)
def test_english_readers_count_in_thousands_and_millions(value: str, shown: str) -> None:
    assert numbers.short_money(Decimal(value)) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.1234, "12.3%"),
        (0.1235, "12.4%"),
        (Decimal("0.0005"), "0.1%"),
        (-0.0005, "−0.1%"),
        (-0.0004, "0.0%"),
        (12.5, "1,250.0%"),
        (1, "100.0%"),
    ],
)
def test_a_rate_has_one_digit_and_rounds_half_up(value: float, shown: str) -> None:
    assert numbers.rate(value) == shown


def test_counts_have_thousands_separators() -> None:
    assert [numbers.count(n) for n in (0, 999, 1000, -1234567)] == ["0", "999", "1,000", "−1,234,567"]


def test_every_figure_is_printed_in_its_own_unit() -> None:
    shown = {
        unit: numbers.figure(next(n for n, m in metrics().items() if m.unit == unit), 5)
        for unit in ("money", "rate", "count")
    }
    assert shown == {"money": "¥5.00", "rate": "500.0%", "count": "5"}
    assert numbers.figure("contribution_margin", 0.5) == "50.0%"
    assert numbers.figure("contribution", 5) == "¥5.00"


@pytest.mark.parametrize(
    ("name", "now", "before", "moved", "colour"),
    [
        ("net_sales", 110, 100, "▲ ¥10.00 (10.0%)", "good"),
        ("net_sales", 90, 100, "▼ ¥10.00 (10.0%)", "bad"),
        ("total_cost", 110, 100, "▲ ¥10.00 (10.0%)", "bad"),
        ("total_cost", 90, 100, "▼ ¥10.00 (10.0%)", "good"),
        ("unpaid_orders", 12, 10, "▲ 2 (20.0%)", "even"),
        ("net_sales", 100, 100, "＝", "even"),
        ("net_profit", 50, -100, "▲ ¥150.00", "good"),  # a share of a loss says nothing
        ("net_sales", 50, 0, "▲ ¥50.00", "good"),
        ("net_sales", 50, None, "", "even"),
        ("net_sales", None, 50, "", "even"),
    ],
)
def test_the_arrow_is_the_direction_and_the_colour_says_whether_it_is_good(
    name: str, now: int | None, before: int | None, moved: str, colour: str
) -> None:
    assert numbers.change(name, now, before) == (moved, colour)


@pytest.mark.usefixtures("english")
def test_words_say_what_a_movement_means_so_that_colour_is_never_alone() -> None:
    pairs = [
        ("total_cost", 2, 1),
        ("total_cost", 1, 2),
        ("net_profit", 2, 1),
        ("net_profit", 1, 2),
        ("net_sales", 2, 1),
        ("net_sales", 1, 2),
    ]
    assert [numbers.moved_words(*each) for each in pairs] == [
        "spent more than the week before",
        "spent less than the week before",
        "earned more than the week before",
        "earned less than the week before",
        "more than the week before",
        "less than the week before",
    ]
    assert numbers.moved_words("net_sales", 1, None) == "no week before to compare with"


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("name", ["net_sales", "total_cost", "net_profit"])
def test_what_did_not_move_is_called_neither_more_nor_less(name: str) -> None:
    words = numbers.moved_words(name, Decimal("1.00"), Decimal("1.00"))
    assert words == "the same as the week before"


def test_the_movement_alone_is_a_share_of_what_was() -> None:
    shares = [
        numbers.moved_share(now, before)
        for now, before in ((110, 100), (90, 100), (100, 100), (1, 0), (1, -5), (None, 1))
    ]
    assert shares == ["▲ 10.0%", "▼ 10.0%", "＝", "–", "–", "–"]
    assert numbers.moved_share(Decimal("100.05"), Decimal(100)) == "▲ 0.1%"


def test_days_are_printed_with_their_weekday() -> None:
    assert numbers.period(date(2026, 11, 9), date(2026, 11, 15)) == "2026/11/09 周一 – 11/15 周日"
    assert numbers.week_label(date(2025, 12, 29)) == "2025 · 12/29 – 01/04"
