"""What was agreed: read whole or refused whole, recorded change by change, written out as it was read."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings

import warehouse
from book import ChangedMeanwhile, book, record, toml
from book.engagement import KIND, Clause, Engagement, Person, engagement, from_terms
from book.problem import EngagementRefused, Problem
from book.terms import checked, nested, path
from tests.book.agreed import SAMPLE, engagements


def problems(text: str) -> list[Problem]:
    with pytest.raises(EngagementRefused) as refused:
        toml.read(text)
    return list(refused.value.problems)


def keys(text: str) -> list[tuple[str, str]]:
    return [(each.kind, each.key) for each in problems(text)]


def test_a_file_is_read_with_exact_amounts() -> None:
    found = from_terms(toml.read(SAMPLE))
    assert (found.agency, found.merchant) == ("蓝海代运营", "灯具店老板")
    assert (found.service_start, found.service_end) == (date(2025, 3, 10), date(2025, 9, 9))
    assert found.platforms == ("taobao", "pinduoduo")
    assert found.people == (Person("小李", "agency", "运营"), Person("王老板", "merchant"))
    assert found.side_of("王老板") == "merchant"
    assert found.side_of("谁") is None
    assert found.package == {
        "week": {"titles": 5, "picture_tests": 2, "直播.场次": 1},
        "month": {"test_products": 3},
    }
    assert found.targets == {"2025-03": Decimal(80000), "2025-04": Decimal(90000), "2025-05": Decimal("100000.50")}
    assert found.interpolated == ("2025-04",)
    assert found.budget == {"total_per_month": Decimal(50000)}
    assert found.guards == {
        "ad_cap_per_product_day": Decimal(500),
        "stock_threshold": 50,
        "purchase_price_share": Decimal("0.5"),
        "price_floor": {"SKU-1": Decimal(99), "SKU.2": Decimal("12.5")},
    }
    assert found.tolerances == {"gross_sales": {"amount": Decimal(1), "rate": Decimal("0.005")}}
    assert [each.kind for each in found.clauses] == [
        "fixed", "rate_on_excess", "tiers", "refund_if_streak", "term_discount",
    ]  # fmt: skip


def test_clauses_say_their_defaults() -> None:
    fixed, excess, tiers, refund, term = from_terms(toml.read(SAMPLE)).clauses
    assert (fixed["amount"], fixed["prorate"]) == (Decimal(5000), "calendar_days")
    assert (excess["metric"], excess["book"], excess.get("cap")) == ("net_sales", "cleaned", None)
    assert tiers["tiers"] == (
        {"from": Decimal(0), "rate": Decimal("0.1")},
        {"from": Decimal(100000), "rate": Decimal("0.08")},
    )
    assert tiers["marginal"] is True
    assert (refund["months"], refund["repeat"]) == (2, False)
    assert term["options"]["quarter"] == Decimal("0.9")
    gross = from_terms(
        toml.read('[targets]\nsales_basis="gross_sales"\nbook="claimed"\n[[clauses]]\nkind="rate"\nrate=0.15')
    )
    assert gross.clauses == (Clause("rate", {"metric": "gross_sales", "book": "claimed", "rate": Decimal("0.15")}),)


def test_a_clause_may_name_its_own_book() -> None:
    own = from_terms(toml.read('[[clauses]]\nkind="rate"\nrate="0.15"\nbook="claimed"\nmetric="gross_sales"'))
    assert (own.clauses[0]["book"], own.clauses[0]["metric"]) == ("claimed", "gross_sales")
    assert (own.book, own.sales_basis) == ("cleaned", "net_sales")


@pytest.mark.parametrize(
    ("text", "key", "nearest"),
    [
        ("[tergets]", "tergets", "targets"),
        ('[engagement]\nagencie = "x"', "engagement.agencie", "agency"),
        ('[targets]\nsalesbasis = "net_sales"', "targets.salesbasis", "sales_basis"),
        ("[package.weekly]\ntitles = 1", "package.weekly", "week"),
        ('[guards]\nprice_floors = 1', "guards.price_floors", "price_floor"),
        ('[[people]]\nname = "a"\nside = "agency"\nsied = 1', "people[1].sied", "side"),
        ('[[clauses]]\nkind = "fixed"\namount = 1\nammount = 2', "clauses[1].ammount", "amount"),
        ('[[clauses]]\nkind = "rate_on_exces"', "clauses[1].kind = rate_on_exces", "rate_on_excess"),
        ("[tolerances.gross_sales]\namounts = 1", "tolerances.gross_sales.amounts", "amount"),
    ],
)  # fmt: skip
def test_an_unknown_key_is_refused_with_the_nearest_known_one(text: str, key: str, nearest: str) -> None:
    [problem] = problems(text)
    assert (problem.kind, problem.key, problem.fields["nearest"]) == ("unknown_key", key, nearest)
    assert nearest in problem.message


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('[budget]\ntotal_per_month = "fifty"', "fifty"),
        ("[budget]\ntotal_per_month = 1.005", "1.005"),
        ('[budget]\ntotal_per_month = "1,00.00"', "1,00.00"),
        ("[budget]\ntotal_per_month = -1", "-1"),
        ("[budget]\ntotal_per_month = true", "True"),
        ("[budget]\ntotal_per_month = inf", "Infinity"),
        ("[budget]\ntotal_per_month = 1e300", "1E+300"),
        ("[guards]\nstock_threshold = 1.5", "1.5"),
        ("[guards]\npurchase_price_share = 50", "50"),
        ('[guards]\npurchase_price_share = "50%"', "50%"),
        ("[engagement]\nservice_start = 2025-03-10T10:00:00", "2025-03-10 10:00:00"),
        ('[engagement]\nservice_start = "2025-02-30"', "2025-02-30"),
        ('[engagement]\nagency = ""', ""),
        ('[targets]\n"2025-13" = 1', "2025-13"),
        ('[targets]\n"2025-3" = 1', "2025-3"),
        ('[targets]\nbook = "both"', "both"),
        ("[targets]\nbook = [1]", "[1]"),
        ('people = "王"', "王"),
        ("people = [1]", "1"),
        ("engagement = 3", "3"),
        ("package = { week = 3 }", "3"),
        ("guards = { price_floor = 3 }", "3"),
        ('[[clauses]]\nkind = "tiers"\ntiers = []', "[]"),
        ('[[clauses]]\nkind = "tiers"\ntiers = [{ from = 5, rate = 0.1 }, { from = 5, rate = 0.2 }]', None),
        ('[[clauses]]\nkind = "refund_if_streak"\nmonths = 2\nbelow = 0.8\nrefund = 0.5\nscope = "some"', "some"),
        ('[[clauses]]\nkind = "term_discount"\noptions = { year = 0.8 }\nchosen = "month"', "month"),
        ('[tolerances.GMV]\namount = 1', "GMV"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_with_what_was_wanted(text: str, value: str | None) -> None:
    [problem] = problems(text)
    assert problem.kind == "wrong_value"
    assert value is None or problem.value == value
    assert problem.wanted
    assert problem.message


def test_everything_wrong_is_told_at_once() -> None:
    assert keys(
        '[engagement]\nagencie="x"\nservice_start=2025-03-10\nservice_end=2025-03-09\n[targets]\n"2025-4"=1\n'
        'interpolated=["2025-09"]\n[[people]]\nname="a"\n[[people]]\nname="a"\nside="agency"\n'
        '[[clauses]]\namount=1\n[[clauses]]\nkind="deposit"\nrate=0.3\namount=5\n'
        '[[clauses]]\nkind="rate_if_growth"\nrate=0.05\nover=0.5\nbaseline_from=2025-01-01\n'
        '[[clauses]]\nkind="fixed"\namount=1\nstarts=2025-02-02\nends=2025-02-01'
    ) == [
        ("unknown_key", "engagement.agencie"),
        ("wrong_value", "targets.2025-4"),
        ("missing_key", "people[1].side"),
        ("missing_key", "clauses[1].kind"),
        ("one_of_them", "clauses[2]"),
        ("missing_key", "clauses[3].baseline_to"),
        ("not_in_order", "clauses[4].ends"),
        ("not_in_order", "engagement.service_end"),
        ("missing_key", "targets.2025-09"),
        ("said_twice", "people[2].name"),
    ]


@pytest.mark.parametrize(
    "text", ["[engagement", "\ud800".encode("utf-8", "surrogatepass"), b"\xff\xfe", "a = " + "[" * 5000]
)
def test_what_is_no_toml_is_said_to_be_none(text: str | bytes) -> None:
    with pytest.raises(EngagementRefused) as refused:
        toml.read(text)
    assert [each.kind for each in refused.value.problems] == ["not_toml"]


def test_a_file_with_a_byte_order_mark_is_read() -> None:
    assert toml.read(SAMPLE.encode("utf-8-sig")) == toml.read(SAMPLE)


@given(engagements())
@settings(max_examples=300, deadline=None)
def test_what_is_written_reads_the_same(said: dict[str, Any]) -> None:
    terms = checked(said)
    assert toml.read(toml.written(terms)) == terms
    assert checked(nested(terms)) == terms
    assert from_terms(terms).is_empty == (not terms)


def test_names_with_dots_stay_whole() -> None:
    assert path("guards.price_floor.A.B") == ("guards", "price_floor", "A.B")
    assert path("targets.2025-03") == ("targets", "2025-03")
    assert path("people") == ("people",)


def test_only_what_changed_is_recorded(a_shop: warehouse.Shop) -> None:
    assert engagement(a_shop) == Engagement()
    first = record.replace(a_shop, toml.read(SAMPLE), "王老板", "签约")
    assert {entry.subject for entry in book(a_shop).entries(KIND)} == {each.subject for each in first}
    assert record.replace(a_shop, toml.read(SAMPLE), "王老板") == []

    signed = book(a_shop).last
    fresh = toml.read(SAMPLE.replace('"80000.00"', '"85000.00"').replace("stock_threshold = 50\n", ""))
    changed = record.replace(a_shop, fresh, "小李", "重新约定")
    assert [(each.subject, each.before, each.after) for each in changed] == [
        ("targets.2025-03", "80000.00", "85000.00"),
        ("guards.stock_threshold", 50, None),
    ]
    assert [(e.subject, e.body, e.who, e.why) for e in book(a_shop).entries(KIND)[-2:]] == [
        ("targets.2025-03", "85000.00", "小李", "重新约定"),
        ("guards.stock_threshold", None, "小李", "重新约定"),
    ]
    assert engagement(a_shop).targets["2025-03"] == 85000
    assert "stock_threshold" not in engagement(a_shop).guards
    assert engagement(a_shop, as_of=signed) == from_terms(toml.read(SAMPLE)), "a signed week keeps what held then"
    assert engagement(book(a_shop)) == from_terms(fresh)
    assert book(a_shop).verify() == len(first) + 2


def test_a_change_leaves_the_others(a_shop: warehouse.Shop) -> None:
    record.replace(a_shop, toml.read(SAMPLE), "王老板")
    seen = record.held(a_shop).since
    record.change(a_shop, {"engagement.agency": " 新公司 ", "targets.2025-03": None}, seen, "王老板")
    found = engagement(a_shop)
    assert (found.agency, found.merchant, sorted(found.targets)) == ("新公司", "灯具店老板", ["2025-04", "2025-05"])
    with pytest.raises(EngagementRefused):
        record.change(a_shop, {"engagement.service_end": "2025-01-01"}, record.held(a_shop).since, "王老板")
    assert engagement(a_shop) == found


def test_two_people_at_once_do_not_overwrite_each_other(a_shop: warehouse.Shop) -> None:
    record.replace(a_shop, toml.read(SAMPLE), "王老板")
    both_saw = record.held(a_shop).since
    record.change(a_shop, {"targets.2025-03": "70000"}, both_saw, "小李")
    with pytest.raises(ChangedMeanwhile):
        record.change(a_shop, {"targets.2025-03": "90000", "engagement.agency": "别家"}, both_saw, "王老板")
    found = engagement(a_shop)
    assert (found.targets["2025-03"], found.agency) == (Decimal(70000), "蓝海代运营"), "all or none"
    record.change(a_shop, {"targets.2025-04": "60000"}, both_saw, "王老板")
    assert engagement(a_shop).targets["2025-04"] == 60000, "different subjects do not meet"


def test_a_subject_that_was_taken_away_is_seen_as_such(a_shop: warehouse.Shop) -> None:
    record.replace(a_shop, toml.read("[guards]\nstock_threshold = 5"), "a")
    seen = record.held(a_shop).since
    record.replace(a_shop, {}, "b")
    assert engagement(a_shop).is_empty
    with pytest.raises(ChangedMeanwhile):
        record.change(a_shop, {"guards.stock_threshold": 9}, seen, "a")
    record.change(a_shop, {"guards.stock_threshold": 9}, record.held(a_shop).since, "a")
    assert engagement(a_shop).guards == {"stock_threshold": 9}
