"""The advertising of the shop: what each plan spent and brought on each day, as Alimama and Pinduoduo report it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random

from data.sample import story
from data.sample.container import Cell, columns, csv_bytes, write_xlsx, write_zip
from data.sample.demand import days, factor, noises, poisson
from data.sample.order import ZERO, Order, fen
from data.sample.story import PLANS, PRODUCTS, Plan, Product

BY_CODE = {product.code: product for product in PRODUCTS}
WANXIANGTAI_HEADER = columns(
    "日期,场景ID,场景名字,原二级场景ID,原二级场景名字,计划ID,计划名字,主体ID,主体类型,主体名称,展现量,点击量,花费,点击率,平均点击花费,"
    "千次展现花费,总预售成交金额,总预售成交笔数,直接成交金额,间接成交金额,总成交金额,总成交笔数,直接成交笔数,间接成交笔数,点击转化率,"
    "投入产出比,总成交成本,总购物车数,直接购物车数,间接购物车数,加购率,收藏宝贝数,收藏店铺数,总收藏加购数,宝贝收藏加购数,总收藏数,"
    "拍下订单笔数,拍下订单金额,优惠券领取量,购物金充值笔数,旺旺咨询量,引导访问量,引导访问人数,成交人数"
)
PINDUODUO_HEADER = columns(
    "日期,商品ID,商品名称,推广名称,出价方式,分组,是否已删除,成交花费(元),交易额(元),实际投产比,总花费(元),曝光量,点击量,成交笔数,"
    "每笔成交花费(元),每笔成交金额(元),直接交易额(元),间接交易额(元),直接成交笔数,间接成交笔数,询单花费(元),询单量,收藏花费(元),收藏量,"
    "关注花费(元),关注量"
)
PINDUODUO_SUMS = columns(
    "成交花费(元),交易额(元),总花费(元),曝光量,点击量,成交笔数,直接交易额(元),间接交易额(元),直接成交笔数,间接成交笔数,询单花费(元),询单量,"
    "收藏花费(元),收藏量,关注花费(元),关注量"
)


@dataclass(frozen=True)
class AdDay:
    """One plan on one day."""

    day: date
    plan: Plan
    spend: Decimal
    impressions: int
    clicks: int
    direct_orders: int
    direct_sales: Decimal
    other_orders: int
    other_sales: Decimal
    carts: int

    @property
    def product(self) -> Product:
        """What the plan advertises."""
        return BY_CODE[self.plan.code]

    @property
    def sales(self) -> Decimal:
        """The sales the platform claims for the plan, its own product or another."""
        return self.direct_sales + self.other_sales

    @property
    def orders(self) -> int:
        """The orders the platform claims for the plan."""
        return self.direct_orders + self.other_orders


def all_ad_days(orders: Iterable[Order]) -> list[AdDay]:
    """Every plan on every day on which it ran and was reported."""
    rng, noise, sold = Random(f"{story.SEED}/ads"), noises(), _sold(orders)
    ad_days = []
    for day in days(story.FIRST_DAY, story.LAST_DAY):
        for plan in PLANS:
            budget = plan.since if day >= story.SERVICE_START else plan.before
            is_late = plan.platform == "pinduoduo" and day > story.PINDUODUO_ADS_LAST_DAY
            if budget and not is_late:
                pull = (factor(day, story.EVENTS) * noise[day]) ** story.AD_FOLLOWS_DEMAND
                ad_days.append(_ad_day(rng, day, plan, budget * pull, sold[plan.platform, plan.code, day]))
    return ad_days


def _sold(orders: Iterable[Order]) -> dict[tuple[str, str, date], list[Decimal]]:
    sold = defaultdict(list)
    for order in orders:
        for line in order.lines if order.paid_at else ():
            assert order.paid_at
            sold[order.platform, line.product.code, order.paid_at.date()].append(line.payable)
    return sold


def _ad_day(rng: Random, day: date, plan: Plan, budget: float, sold: list[Decimal]) -> AdDay:
    """About half of the advertised product's sales are claimed, and a few of other products."""
    spend = fen(Decimal(str(round(budget * rng.uniform(0.9, 1.06), 4))))
    clicks = max(1, round(float(spend) / (plan.click_price * rng.uniform(0.92, 1.08))))
    claimed = [amount for amount in sold if rng.random() < 0.55]
    others = [rng.choice(PRODUCTS).price for _ in range(poisson(rng, 0.12 * len(claimed)))]
    return AdDay(
        day=day,
        plan=plan,
        spend=spend,
        impressions=round(clicks / (_click_rate(plan, day) * rng.uniform(0.9, 1.1))),
        clicks=clicks,
        direct_orders=len(claimed),
        direct_sales=sum(claimed, ZERO),
        other_orders=len(others),
        other_sales=fen(sum(others, ZERO)),
        carts=poisson(rng, clicks * 0.06),
    )


def _click_rate(plan: Plan, day: date) -> float:
    """A new picture brings more clicks of as many impressions; as the plans bid per click, it only saves impressions."""
    code, since, better = story.NEW_PICTURE
    return plan.click_rate * (better if plan.code == code and day >= since else 1.0)


def write_wanxiangtai(folder: Path, ad_days: list[AdDay]) -> None:
    """`wanxiangtai_ads.zip`: the first file in the old encoding, the second in the new one."""
    rest, files = [ad for ad in ad_days if ad.plan.platform == "taobao"], []
    for last_day, at, encoding in story.ADS_EXPORTS:
        rows = [_wanxiangtai_row(ad) for ad in reversed(rest) if ad.day <= last_day]
        rest = [ad for ad in rest if ad.day > last_day]
        files.append((f"商品报表_{at:%Y%m%d_%H%M%S}.csv", at, csv_bytes(WANXIANGTAI_HEADER, rows, encoding)))
    write_zip(folder / "wanxiangtai_ads.zip", files)


def _wanxiangtai_row(ad: AdDay) -> dict[str, Cell]:
    is_search = "关键词" in ad.plan.name
    zeros = dict.fromkeys(("总预售成交金额", "总预售成交笔数", "收藏店铺数", "购物金充值笔数", "间接购物车数"), 0)
    return zeros | {
        "日期": f"{ad.day}",
        "场景ID": 371 if is_search else 376,
        "场景名字": "关键词推广" if is_search else "货品加速",
        "计划ID": f"5510{PLANS.index(ad.plan) + 1:02d}7788",
        "计划名字": ad.plan.name,
        "主体ID": ad.product.taobao_id,
        "主体类型": "商品",
        "主体名称": ad.product.title,
        "展现量": ad.impressions,
        "点击量": ad.clicks,
        "花费": ad.spend,
        "点击率": ratio(ad.clicks, ad.impressions, 4),
        "平均点击花费": ratio(ad.spend, ad.clicks, 2),
        "千次展现花费": ratio(ad.spend * 1000, ad.impressions, 2),
        "直接成交金额": ad.direct_sales,
        "间接成交金额": ad.other_sales,
        "总成交金额": ad.sales,
        "总成交笔数": ad.orders,
        "直接成交笔数": ad.direct_orders,
        "间接成交笔数": ad.other_orders,
        "点击转化率": ratio(ad.orders, ad.clicks, 4),
        "投入产出比": ratio(ad.sales, ad.spend, 2),
        "总成交成本": ratio(ad.spend, ad.orders, 2),
        "总购物车数": ad.carts,
        "直接购物车数": ad.carts,
        "加购率": ratio(ad.carts, ad.clicks, 4),
        "收藏宝贝数": ad.carts // 3,
        "总收藏加购数": ad.carts + ad.carts // 3,
        "宝贝收藏加购数": ad.carts + ad.carts // 3,
        "总收藏数": ad.carts // 3,
        "拍下订单笔数": ad.orders,
        "拍下订单金额": ad.sales,
        "优惠券领取量": 0,
        "旺旺咨询量": ad.carts // 5,
        "引导访问量": ad.clicks,
        "引导访问人数": ad.clicks - ad.clicks // 9,
        "成交人数": ad.orders,
    }


def write_pinduoduo(folder: Path, ad_days: list[AdDay]) -> None:
    """One workbook: a title, the header, product-days, and a total row with `-` where nothing can be added."""
    rows = [_pinduoduo_row(ad) for ad in ad_days if ad.plan.platform == "pinduoduo"]
    total: dict[str, Cell] = dict.fromkeys(PINDUODUO_HEADER, "-")
    total["日期"] = "总计"
    total |= {name: sum((Decimal(row[name]) for row in rows), Decimal(0)) for name in PINDUODUO_SUMS}
    title = f"商品推广-账户-分天数据 {story.FIRST_DAY} 至 {story.PINDUODUO_ADS_LAST_DAY}"
    cells = [[row[name] for name in PINDUODUO_HEADER] for row in [*rows, total]]
    period = f"{story.FIRST_DAY:%Y%m%d}至{story.PINDUODUO_ADS_LAST_DAY:%Y%m%d}"
    path = folder / f"商品推广_账户_分天数据_{period}.xlsx"
    write_xlsx(path, "分天数据", [[title], PINDUODUO_HEADER, *cells], datetime.fromisoformat("2026-11-16 09:40"))


def _pinduoduo_row(ad: AdDay) -> dict[str, Cell]:
    saving = fen(ad.spend * Decimal("0.04"))
    return dict.fromkeys(PINDUODUO_SUMS, 0) | {
        "日期": f"{ad.day}",
        "商品ID": ad.product.pinduoduo_id,
        "商品名称": ad.product.title,
        "推广名称": ad.plan.name,
        "出价方式": "稳定成本",
        "分组": "默认分组",
        "是否已删除": "否",
        "成交花费(元)": ad.spend - saving,
        "交易额(元)": ad.sales,
        "实际投产比": ratio(ad.sales, ad.spend, 2),
        "总花费(元)": ad.spend,
        "曝光量": ad.impressions,
        "点击量": ad.clicks,
        "成交笔数": ad.orders,
        "每笔成交花费(元)": ratio(ad.spend - saving, ad.orders, 2) or "-",
        "每笔成交金额(元)": ratio(ad.sales, ad.orders, 2) or "-",
        "直接交易额(元)": ad.direct_sales,
        "间接交易额(元)": ad.other_sales,
        "直接成交笔数": ad.direct_orders,
        "间接成交笔数": ad.other_orders,
        "收藏花费(元)": saving,
        "收藏量": ad.carts,
    }


def ratio(above: Decimal | int, below: Decimal | int, places: int) -> Cell:
    """Rounded half up; empty when there is nothing to divide by."""
    return f"{fen(Decimal(above) / below * 10 ** (places - 2)).scaleb(2 - places):f}" if below else ""
