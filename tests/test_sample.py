"""The demo shop's files: the same on every run, small, and adding up to their oracle when read with csv and Decimal."""

import csv
import io
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "data" / "sample" / "demo"
CAP = 1_450_000
BY_HAND = {
    "duties.toml",
    "claims",
    "engagement.toml",
    "reviews.toml",
    "events",
}  # what people agreed and said; reports/demo.py tells it to the book
FEN = Decimal("0.01")
MONEY_AND_COUNTS = (
    *("orders", "units", "unpaid_orders", "shipped_orders", "gross_sales", "refunds", "refunds_order_basis"),
    *("ad_spend", "product_cost", "product_cost_given_back", "sales_without_cost"),
)
Row = dict[str, str]
Entry = tuple[date, str, Decimal]  # day, figure, amount


# ------------------------------------------------------------------------------------------------------- reading
@cache
def members(name: str, encoding: str) -> list[tuple[str, list[Row]]]:
    """(file name, rows) of every csv in a zip, by file name, which carries the export time."""
    with zipfile.ZipFile(DEMO / name) as archive:
        return [(member, rows_of(archive.read(member), encoding)) for member in sorted(archive.namelist())]


def rows_of(content: bytes, encoding: str) -> list[Row]:
    text = io.StringIO(content.decode(encoding), newline="")
    return [{name.strip(): clean(cell) for name, cell in row.items()} for row in csv.DictReader(text)]


def clean(cell: str) -> str:
    return re.sub(r'^="(.*)"$', r"\1", cell.strip())


def newest(files: list[tuple[str, list[Row]]], key: str) -> dict[str, list[Row]]:
    """Keep the rows of each order from the last file that shows it."""
    states: dict[str, list[Row]] = {}
    for _, rows in files:
        grouped = defaultdict(list)
        for row in rows:
            grouped[row[key]].append(row)
        states |= grouped
    return states


def taobao_orders() -> list[Row]:
    return [rows[0] for rows in newest(members("taobao_orders.zip", "gbk"), "订单编号").values()]


def taobao_lines() -> dict[str, list[Row]]:
    return newest(members("taobao_order_lines.zip", "gbk"), "主订单编号")


def pinduoduo_orders() -> list[Row]:
    return [rows[0] for rows in newest(members("pinduoduo_orders.zip", "utf-8-sig"), "订单号").values()]


def money(cell: str) -> Decimal:
    return Decimal(0) if cell in ("", "-", "无退款申请") else Decimal(cell.removesuffix("元"))


def day(cell: str) -> date:
    return date.fromisoformat(cell[:10])


def sheet(path: Path) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))


def pinduoduo_ads() -> list[dict[str, Any]]:
    _, header, *rows = sheet(next(DEMO.glob("商品推广_*.xlsx")))
    return [dict(zip(header, row, strict=True)) for row in rows]


def wanxiangtai_ads() -> list[Row]:
    with zipfile.ZipFile(DEMO / "wanxiangtai_ads.zip") as archive:
        old, new = (archive.read(name) for name in sorted(archive.namelist()))
    return rows_of(old, "gb18030") + rows_of(new, "utf-8-sig")


@cache
def unit_costs() -> tuple[tuple[str, date, Decimal], ...]:
    _, *rows = sheet(DEMO / "成本表.xlsx")
    return tuple((code, date.fromisoformat(start), Decimal(str(cost))) for code, _, cost, start in rows)


def unit_cost(code: str, paid: date) -> Decimal | None:
    return max(
        ((start, cost) for key, start, cost in unit_costs() if key == code and start <= paid), default=(0, None)
    )[1]


@cache
def ledger(name: str) -> tuple[Row, ...]:
    """The movements of a settlement export, without what stands above and below the table."""
    rows = []
    with zipfile.ZipFile(DEMO / name) as archive:
        for member in sorted(archive.namelist()):
            lines = archive.read(member).decode("gb18030").splitlines(keepends=True)
            begin, end = (next(n for n, line in enumerate(lines) if mark in line) for mark in ("列表---", "列表结束"))
            rows += rows_of("".join(lines[begin + 1 : end]).encode(), "utf-8")
    return tuple(rows)


def moved(row: Row) -> Decimal:
    return money(row["收入金额（+元）"]) + money(row["支出金额（-元）"])


@cache
def ledger_refund_days() -> dict[str, date]:
    rows = ledger("pinduoduo_settlements.zip")
    return {row["商户订单号"]: day(row["发生时间"]) for row in rows if row["账务类型"] == "退款"}


# -------------------------------------------------------------------------------------- the figures, from the files
def entries() -> Iterator[Entry]:
    lines = taobao_lines()
    for order in taobao_orders():
        goods = [
            (line["商家编码"], int(line["购买数量"]), money(line["买家应付货款"])) for line in lines[order["订单编号"]]
        ]
        if not order["订单付款时间"]:
            yield day(order["订单创建时间"]), "unpaid_orders", Decimal(1)
            continue
        dates = day(order["订单付款时间"]), order["确认收货时间"]
        gross, refund = money(order["总金额"]), money(order["退款金额"])
        yield from order_entries(dates, gross, refund, bool(order["发货时间"]), goods)
    for order in pinduoduo_orders():
        if not order["订单成交时间"] or order["订单状态"] in ("待支付", "已取消"):
            yield date.fromisoformat(f"20{order['订单号'][:6]}"), "unpaid_orders", Decimal(1)
            continue
        dates, gross = (day(order["订单成交时间"]), order["确认收货时间"]), money(order["商家实收金额(元)"])
        refund = gross if "退款成功" in order["订单状态"] else Decimal(0)
        goods = [(order["商家编码-规格维度"], int(order["商品数量(件)"]), gross)]
        if order["订单号"] in ledger_refund_days():
            dates = dates[0], ledger_refund_days()[order["订单号"]].isoformat()
        yield from order_entries(dates, gross, refund, bool(order["发货时间"]), goods)
    yield from ((date.fromisoformat(row["日期"]), "ad_spend", money(row["花费"])) for row in wanxiangtai_ads())
    for row in pinduoduo_ads()[:-1]:
        yield date.fromisoformat(row["日期"]), "ad_spend", Decimal(str(row["总花费(元)"]))


def order_entries(
    dates: tuple[date, str], gross: Decimal, refund: Decimal, is_shipped: bool, goods: list[tuple[str, int, Decimal]]
) -> Iterator[Entry]:
    paid, completed = dates
    refunded = day(completed) if completed else paid
    costs = [(unit_cost(code, paid), quantity) for code, quantity, _ in goods]
    cost = sum((unit * quantity for unit, quantity in costs if unit is not None), Decimal(0))
    yield paid, "orders", Decimal(1)
    yield paid, "units", Decimal(sum(quantity for _, quantity in costs))
    yield paid, "shipped_orders", Decimal(is_shipped)
    yield paid, "gross_sales", gross
    yield paid, "refunds_order_basis", refund
    yield refunded, "refunds", refund
    yield paid, "product_cost", cost
    yield refunded, "product_cost_given_back", cost if refund == gross and not is_shipped else Decimal(0)
    shares = split(gross, [payable for _, _, payable in goods])
    missing = (share for share, (unit, _) in zip(shares, costs, strict=True) if unit is None)
    yield paid, "sales_without_cost", sum(missing, Decimal(0))


def split(total: Decimal, weights: list[Decimal]) -> list[Decimal]:
    ends = [total * sum(weights[: n + 1]) / sum(weights) for n in range(len(weights))]
    rounded = [Decimal(0)] + [end.quantize(FEN, ROUND_HALF_UP) for end in ends]
    return [after - before for before, after in pairwise(rounded)]


@cache
def all_entries() -> tuple[Entry, ...]:
    return tuple(entries())


@cache
def truth() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DEMO / "truth.json").read_text("utf-8"))
    return loaded


def as_numbers(figures: dict[str, Any]) -> dict[str, Decimal]:
    return {name: Decimal(figures[name]) for name in MONEY_AND_COUNTS}


def summed(some: Iterable[Entry]) -> dict[str, Decimal]:
    sums = dict.fromkeys(MONEY_AND_COUNTS, Decimal(0))
    for _, figure, amount in some:
        sums[figure] += amount
    return sums


# --------------------------------------------------------------------------------------------------------- the tests
@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    subprocess.run([sys.executable, "-m", "data.sample.make", str(folder)], cwd=ROOT, check=True)
    return folder


def unpacked(path: Path) -> object:
    """Return a zip's content without its compression, which another zlib may do otherwise."""
    with zipfile.ZipFile(path) as archive:
        return [(info.filename, info.date_time, archive.read(info)) for info in archive.infolist()]


def test_another_run_writes_the_same_bytes(fresh: Path) -> None:
    assert {path.name for path in fresh.iterdir()} | BY_HAND == {path.name for path in DEMO.iterdir()}
    for path in fresh.iterdir():
        kept = DEMO / path.name
        is_same = path.read_bytes() == kept.read_bytes()
        assert is_same or (path.suffix in (".zip", ".xlsx") and unpacked(path) == unpacked(kept)), path.name


def test_the_demo_stays_small() -> None:
    assert sum(path.stat().st_size for path in DEMO.iterdir()) <= CAP


def test_taobao_total_is_paid_plus_refund_on_paid_orders() -> None:
    for name, rows in members("taobao_orders.zip", "gbk"):
        for row in rows:
            total, paid, refund = (money(row[column]) for column in ("总金额", "买家实际支付金额", "退款金额"))
            assert total == money(row["买家应付货款"]) + money(row["买家应付邮费"]) > 0
            expected = total if row["订单付款时间"] else Decimal(0)
            assert paid + refund == expected, (name, row["订单编号"])


def test_taobao_lines_add_up_to_their_order_without_freight() -> None:
    lines = taobao_lines()
    orders = taobao_orders()
    assert len(orders) == len(lines)
    for order in orders:
        own, refund = lines[order["订单编号"]], money(order["退款金额"])
        assert sum(money(line["买家应付货款"]) for line in own) == money(order["买家应付货款"])
        assert sum(int(line["购买数量"]) for line in own) == int(order["宝贝总数量"])
        full = refund == money(order["总金额"])
        assert sum(money(line["退款金额"]) for line in own) == (money(order["买家应付货款"]) if full else refund)
        for line in own:
            paid = money(line["买家应付货款"]) - money(line["退款金额"]) if order["订单付款时间"] else 0
            assert money(line["买家实际支付金额"]) == paid
            assert (line["退款状态"] == "退款成功") == (money(line["退款金额"]) > 0)


def test_pinduoduo_money_columns_agree() -> None:
    for _, rows in members("pinduoduo_orders.zip", "utf-8-sig"):
        for row in rows:
            received = money(row["商品总价(元)"]) + money(row["邮费(元)"]) - money(row["店铺优惠折扣(元)"])
            paid = received - money(row["平台优惠折扣(元)"]) - money(row["多多支付立减金额(元)"])
            assert (received, paid) == (money(row["商家实收金额(元)"]), money(row["用户实付金额(元)"]))


def test_the_total_row_of_pinduoduo_ads_is_the_sum() -> None:
    *rows, total = pinduoduo_ads()
    assert (total["日期"], total["商品ID"]) == ("总计", "-")
    for name in (name for name, cell in total.items() if not isinstance(cell, str)):
        assert Decimal(str(total[name])) == sum(Decimal(str(row[name])) for row in rows), name
    assert max(row["日期"] for row in rows) == "2026-11-13"  # two days short of the story


def test_the_files_add_up_to_the_truth() -> None:
    assert summed(all_entries()) == as_numbers(truth()["totals"])


def test_every_week_adds_up_to_the_truth() -> None:
    weeks = defaultdict(list)
    for entry in all_entries():
        weeks[entry[0] - timedelta(days=entry[0].weekday())].append(entry)
    assert {f"{monday}": summed(some) for monday, some in weeks.items()} == {
        monday: as_numbers(figures) for monday, figures in truth()["weeks"].items()
    }
    assert len(weeks) == 61


def test_platforms_add_up_to_the_totals() -> None:
    parts = [as_numbers(figures) for figures in truth()["platforms"].values()]
    assert {name: sum(part[name] for part in parts) for name in MONEY_AND_COUNTS} == as_numbers(truth()["totals"])


def test_later_files_show_newer_states_of_the_same_orders() -> None:
    files = [{row["订单编号"]: row for row in rows} for _, rows in members("taobao_orders.zip", "gbk")]
    for older, newer in pairwise(files):
        both = older.keys() & newer.keys()
        assert both
        assert any(older[number]["订单状态"] != newer[number]["订单状态"] for number in both)


def test_personal_values_are_masked() -> None:
    for _, rows in members("taobao_orders.zip", "gbk"):
        for row in rows:
            assert row["联系手机"] == "'138****0000"
            assert "**" in row["收货人姓名"]
            assert row["收货地址"].endswith("***")


def test_the_story_holds_its_traps() -> None:
    """Freight over several lines, a presale paid weeks later, a refund before shipping, a product without a cost."""
    lines, orders = taobao_lines(), taobao_orders()
    assert any(money(order["买家应付邮费"]) and len(lines[order["订单编号"]]) > 1 for order in orders)
    assert any(order["预售订单"] == "是" and order["订单付款时间"][:7] > order["订单创建时间"][:7] for order in orders)
    assert any(money(order["退款金额"]) and not order["发货时间"] for order in orders)
    sold = {line["商家编码"] for own in lines.values() for line in own}
    assert sold - {code for code, _, _ in unit_costs()} == {"HT-14"}


LEDGERS = {
    "taobao": ("alipay_settlements.zip", "业务描述"),
    "pinduoduo": ("pinduoduo_settlements.zip", "业务描述"),
}
WORDS = {
    "": "withdrawal",
    "交易收款": "goods",
    "订单收入": "goods",
    "交易退款": "refund",
    "订单退款": "refund",
    "天猫佣金": "commission",
    "淘宝客佣金": "affiliate",
    "运费险": "insurance",
    "活动服务费扣款": "deduction",
    "基础技术服务费": "technical_fee",
    "技术服务费返还": "technical_fee_back",
}


def test_the_ledgers_add_up_to_the_truth() -> None:
    told = truth()["settlement"]
    fees: dict[str, Decimal] = defaultdict(Decimal)
    for platform, (name, column) in LEDGERS.items():
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for row in ledger(name):
            kind = WORDS[row[column].rpartition("-")[2]]
            sums[kind] += moved(row)
            if kind not in ("goods", "refund", "withdrawal"):
                at = day(row["发生时间"])
                fees[f"{at - timedelta(days=at.weekday())}"] -= moved(row)
        assert sums == {kind: Decimal(amount) for kind, amount in told["kinds"][platform].items()}
    assert fees == {monday: Decimal(amount) for monday, amount in told["fees_by_week"].items()}


def test_each_balance_follows_from_the_one_before() -> None:
    rows = ledger("alipay_settlements.zip")
    for before, row in pairwise(rows):
        assert money(row["账户余额（元）"]) == money(before["账户余额（元）"]) + moved(row) > 0
    _, *bank = sheet(DEMO / "银行流水.xlsx")
    for above, movement in pairwise(bank):
        came, went = (Decimal(str(movement[n] or 0)) for n in (3, 2))
        assert Decimal(str(movement[4])) == Decimal(str(above[4])) + came - went > 0


def test_the_planted_faults_stand_in_the_ledgers() -> None:
    faults = truth()["settlement"]["faults"]
    kinds = ["another_amount", "another_amount", "another_amount", "never_paid", "never_paid", "paid_twice"]
    assert sorted(fault["kind"] for fault in faults) == kinds
    for fault in faults:
        number = fault["order"]
        paid = [
            moved(row)
            for row in ledger(LEDGERS[fault["platform"]][0])
            if number in row["商户订单号"] and WORDS[row["业务描述"].rpartition("-")[2]] == "goods"
        ]
        due = Decimal(fault["expected"])
        meant = {
            "another_amount": [due + Decimal(fault.get("difference", 0))],
            "never_paid": [],
            "paid_twice": [due] * 2,
        }
        assert paid == meant[fault["kind"]], fault


def test_one_withdrawal_never_reaches_the_bank() -> None:
    gone = sorted(-moved(row) for name, _ in LEDGERS.values() for row in ledger(name) if row.get("账务类型", row.get("业务类型")) == "提现")  # fmt: skip
    _, *bank = sheet(DEMO / "银行流水.xlsx")
    came = sorted(Decimal(str(row[3])) for row in bank if row[3])
    told = truth()["settlement"]["withdrawals"]
    assert (len(gone), sorted([*came, Decimal(told["missing"])])) == (told["rows"], gone)


def test_the_brushing_list_names_orders_of_the_exports() -> None:
    orders = {order["订单编号"]: order for order in taobao_orders()}
    _, *rows, total = sheet(DEMO / "刷单登记.xlsx")
    assert [row[3] for row in rows] == truth()["brushing"]["orders"]
    for ordered, paid, _, number, principal, *_ in rows:
        order = orders[str(number)]
        assert Decimal(str(principal)) == money(order["买家实际支付金额"]) == money(order["总金额"])
        assert (order["订单创建时间"][:10], order["订单付款时间"][:10]) == (ordered, paid)
    assert [Decimal(str(sum(row[n] for row in rows))).quantize(FEN) for n in (4, 5)] == [
        Decimal(truth()["brushing"][name]) for name in ("principal", "commission")
    ]
    assert Decimal(str(total[4])) == Decimal(truth()["brushing"]["principal"])


def taobao_visits() -> dict[date, Row]:
    """Day → the row of the later file."""
    files = [rows for _, rows in members("shengyicanmou_traffic.zip", "utf-8-sig")]
    return {day(row["统计日期"]): row for rows in files for row in rows}


def pinduoduo_visits() -> dict[date, Row]:
    [(_, rows)] = members("pinduoduo_traffic.zip", "utf-8-sig")
    return {day(row["日期"]): row for row in rows}


def whole(cell: str) -> int:
    return int(cell.replace(",", ""))


def test_the_visits_add_up_to_the_truth() -> None:
    start, days = date.fromisoformat(truth()["story"]["service_start"]), 427
    for platform, rows, views in (
        ("taobao", taobao_visits(), "商品浏览量"),
        ("pinduoduo", pinduoduo_visits(), "商品浏览数"),
    ):
        assert len(rows) == days
        for side, told in truth()["traffic"][platform].items():
            own = [row for at, row in rows.items() if (at >= start) == (side == "after")]
            assert {
                name: sum(whole(row[column]) for row in own)
                for name, column in (("visitors", "商品访客数"), ("page_views", views), ("buyers", "支付买家数"))
            } == {name: told[name] for name in ("visitors", "page_views", "buyers")}
            assert sum(Decimal(row["支付金额"].replace(",", "")) for row in own) == Decimal(told["paid_amount"])


def test_the_overlapping_traffic_files_agree() -> None:
    older, newer = (
        {row["统计日期"]: row for row in rows} for _, rows in members("shengyicanmou_traffic.zip", "utf-8-sig")
    )
    both = older.keys() & newer.keys()
    assert len(both) == 7
    assert all(older[each] == newer[each] for each in both)


def test_visitors_are_no_fewer_than_those_whom_ads_brought() -> None:
    guided: dict[date, int] = defaultdict(int)
    for row in wanxiangtai_ads():
        guided[date.fromisoformat(row["日期"])] += int(row["引导访问人数"])
    for at, row in taobao_visits().items():
        assert whole(row["商品访客数"]) >= guided[at] - len(guided), at  # each plan rounds for itself
        assert int(row["支付买家数"]) <= whole(row["商品访客数"])


def test_paid_orders_are_those_of_the_visits() -> None:
    """Every order paid on a day has a buyer among that day's; a buyer may have several."""
    paid: dict[date, int] = defaultdict(int)
    for order in taobao_orders():
        if order["订单付款时间"]:
            paid[day(order["订单付款时间"])] += 1
    for at, row in taobao_visits().items():
        assert paid[at] * 0.85 - 1 <= int(row["支付买家数"]) <= paid[at], at
    conversions = [
        sum(told[side]["buyers"] for told in truth()["traffic"].values())
        / sum(told[side]["visitors"] for told in truth()["traffic"].values())
        for side in ("before", "after")
    ]
    assert 0.02 < conversions[0] < conversions[1] < 0.04


def test_the_stock_adds_up_to_the_truth() -> None:
    _, *rows = sheet(DEMO / "库存盘点.xlsx")
    found: dict[str, dict[str, Any]] = {}
    for at, code, _, _, units in rows:
        told = found.setdefault(at, {"units": 0, "value": Decimal(0), "units_without_cost": 0})
        cost = unit_cost(code, date.fromisoformat(at))
        told["units"] += units
        told["value"] += (cost or 0) * units
        told["units_without_cost"] += 0 if cost else units
    assert found == {at: told | {"value": Decimal(told["value"])} for at, told in truth()["stock"].items()}


def test_settings_are_readable() -> None:
    settings = tomllib.loads((DEMO / "demo.toml").read_text("utf-8"))
    assert settings["shop"]["service_start"] == date(2026, 5, 15)
    assert all(("rate" in entry) != ("amount" in entry) for entry in settings["costs"])
