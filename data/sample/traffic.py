"""The shop's visits by day, as Business Advisor (E1) and Pinduoduo (E3) report them: they follow from orders and ad clicks."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random

from data.sample import story
from data.sample.ads import AdDay, ratio
from data.sample.container import Cell, columns, csv_bytes, write_zip
from data.sample.demand import days, effect, factor
from data.sample.order import ZERO, Order

TAOBAO_HEADER = columns(
    "统计日期,支付金额,支付件数,商品加购人数,商品加购件数,商品浏览量,商品访客数,商品收藏人数,支付买家数,支付转化率,客单价"
)
PINDUODUO_HEADER = columns("日期,商品访客数,商品浏览数,支付买家数,支付订单数,支付金额,支付转化率,客单价,商品收藏用户数")


@dataclass(frozen=True)
class Visits:
    """One platform on one day; buyers are distinct people, so are visitors."""

    day: date
    platform: str
    visitors: int
    page_views: int
    buyers: int
    orders: int
    units: int
    paid: Decimal
    carts: int


def all_visits(orders: Iterable[Order], ad_days: Iterable[AdDay]) -> list[Visits]:
    """Every day of both platforms. Who comes by an ad is a visitor too, so there are never fewer than those."""
    rng = Random(f"{story.SEED}/traffic")
    clicked: dict[tuple[str, date], int] = defaultdict(int)
    paid: dict[tuple[str, date], list[Order]] = defaultdict(list)
    for order in orders:
        if order.paid_at and order.paid_at.date() <= story.LAST_DAY:
            paid[order.platform, order.paid_at.date()].append(order)
    for ad in ad_days:
        clicked[ad.plan.platform, ad.day] += ad.clicks
    return [
        _visits(rng, day, platform, paid[platform, day], clicked[platform, day])
        for day in days(story.FIRST_DAY, story.LAST_DAY)
        for platform in story.CONVERSION
    ]


def _visits(rng: Random, day: date, platform: str, orders: list[Order], clicks: int) -> Visits:
    """The agency's better pages bring the larger part of its effect: more visitors buy; the rest are more visitors."""
    pull = factor(day, story.EVENTS) ** story.CONVERSION_FOLLOWS_EVENTS
    conversion = story.CONVERSION[platform] * effect(day) ** story.CONVERSION_OF_EFFECT * pull
    # A Taobao account may order twice on a day; Pinduoduo's orders name nobody here and count as people.
    buyers = len({order.buyer for order in orders}) if platform == "taobao" else len(orders)
    wanted = round(max(buyers, 1) / conversion * rng.uniform(0.88, 1.14))
    visitors = max(wanted, clicks - clicks // 9 + buyers)
    return Visits(
        day=day,
        platform=platform,
        visitors=visitors,
        page_views=round(visitors * rng.uniform(2.3, 2.9)),
        buyers=buyers,
        orders=len(orders),
        units=sum(line.quantity for order in orders for line in order.lines),
        paid=sum((order.gross for order in orders), ZERO),
        carts=round(visitors * rng.uniform(0.05, 0.08)),
    )


def write_traffic(folder: Path, visits: Iterable[Visits]) -> None:
    """Two exports of Business Advisor that overlap by a week, one of Pinduoduo; the days stand in the files' names."""
    told = list(visits)
    files = []
    for first, last in story.TRAFFIC_EXPORTS:
        rows = [_taobao_row(each) for each in told if each.platform == "taobao" and first <= each.day <= last]
        at = datetime(last.year, last.month, last.day, 9, 30)
        files.append((f"【生意参谋平台】宏观监控_{first}_{last}.csv", at, csv_bytes(TAOBAO_HEADER, rows, "utf-8-sig")))
    write_zip(folder / "shengyicanmou_traffic.zip", files)
    rows = [_pinduoduo_row(each) for each in told if each.platform == "pinduoduo"]
    name = f"经营总览_{story.FIRST_DAY}_{story.LAST_DAY}.csv"
    at = datetime.fromisoformat("2026-11-16 09:50")
    write_zip(folder / "pinduoduo_traffic.zip", [(name, at, csv_bytes(PINDUODUO_HEADER, rows, "utf-8-sig"))])


def _taobao_row(each: Visits) -> dict[str, Cell]:
    return {
        "统计日期": f"{each.day}",
        "支付金额": f"{each.paid:,}",
        "支付件数": each.units,
        "商品加购人数": each.carts,
        "商品加购件数": each.carts + each.carts // 5,
        "商品浏览量": f"{each.page_views:,}",
        "商品访客数": f"{each.visitors:,}",
        "商品收藏人数": each.carts // 3,
        "支付买家数": each.buyers,
        "支付转化率": f"{ratio(each.buyers * 100, each.visitors, 2)}%",
        "客单价": ratio(each.paid, each.buyers, 2) or "-",
    }


def _pinduoduo_row(each: Visits) -> dict[str, Cell]:
    return {
        "日期": f"{each.day}",
        "商品访客数": each.visitors,
        "商品浏览数": each.page_views,
        "支付买家数": each.buyers,
        "支付订单数": each.orders,
        "支付金额": f"{each.paid}",
        "支付转化率": f"{ratio(each.buyers * 100, each.visitors, 2)}%",
        "客单价": ratio(each.paid, each.buyers, 2) or "-",
        "商品收藏用户数": each.carts // 3,
    }
