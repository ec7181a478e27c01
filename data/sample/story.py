"""The story of the demo shop, as data: what it sells, when it sells, what happens to it, what it costs."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

SEED = "duizhang-demo-1"
SHOP_ZH, SHOP_EN = "示例店铺", "Demo shop"
FIRST_DAY, LAST_DAY = date(2025, 9, 15), date(2026, 11, 15)  # Monday to Sunday: 61 whole weeks
SERVICE_START = date(2026, 5, 15)


@dataclass(frozen=True)
class Product:
    """One product; `share` is its weight in the demand, `season` the months in which it sells best."""

    code: str
    title: str
    option: str
    taobao_id: str
    pinduoduo_id: str
    price: Decimal  # list price on Taobao
    cost: Decimal | None  # None: the merchant never told us
    share: float
    season: str = "all"  # all | warm | cold
    refund_factor: float = 1.0
    first_day: date = FIRST_DAY
    last_day: date = LAST_DAY
    on_pinduoduo: bool = False


def _product(number: int, title: str, option: str, price: str, cost: str, share: float, **more: object) -> Product:
    """The ids follow from the number, so that the table below stays readable."""
    ids = f"7310{number * 52711 + 40_000_000:08d}", f"6204{number * 83177 + 10_000_000:08d}"
    unit_cost = Decimal(cost) if cost else None
    return Product(f"HT-{number:02d}", title, option, *ids, Decimal(price), unit_cost, share, **more)  # type: ignore[arg-type]


PRODUCTS = (
    _product(1, "云间水洗棉四件套", "颜色分类:雾蓝;尺寸:1.5米床", "299", "131.00", 10.0, refund_factor=1.3),
    _product(2, "竹影夏凉被", "颜色分类:浅青;尺寸:200x230cm", "169", "72.50", 8.0, season="warm"),
    _product(3, "暖谷法兰绒毛毯", "颜色分类:燕麦;尺寸:大号", "129", "55.00", 12.0, season="cold", on_pinduoduo=True),
    _product(4, "眠山乳胶枕", "颜色分类:白色", "139", "58.00", 11.0, on_pinduoduo=True),
    _product(5, "素染枕套一对", "颜色分类:米白;尺寸:48x74cm", "39", "15.20", 5.0),
    _product(6, "华夫格浴巾", "颜色分类:灰绿", "59", "24.00", 7.0, on_pinduoduo=True),
    _product(7, "硅藻防滑地垫", "颜色分类:浅灰;尺寸:40x60cm", "69", "28.60", 7.0, on_pinduoduo=True),
    _product(8, "软糯仿羊绒围巾", "颜色分类:驼色", "99", "41.00", 8.0, season="cold", refund_factor=1.2),
    _product(9, "棉麻帆布单肩包", "颜色分类:本白", "79", "31.50", 7.0),
    _product(10, "静夜遮光窗帘", "颜色分类:墨绿;尺寸:2.0x2.7米", "239", "108.00", 9.0, refund_factor=1.4),
    _product(11, "真丝感遮光眼罩", "颜色分类:藕粉", "49", "24.80", 6.0),
    _product(12, "精梳棉短袜五双装", "颜色分类:混色", "29", "12.30", 6.0, refund_factor=0.5, on_pinduoduo=True),
    _product(13, "折檐渔夫帽", "颜色分类:卡其", "45", "18.40", 6.0, season="warm"),
    _product(14, "毛线宽发带", "颜色分类:焦糖", "19", "", 6.0, first_day=date(2026, 9, 21), last_day=date(2026, 10, 4)),
)
ADD_ON = "HT-05"  # mostly bought together with something else: many orders of several lines
ADD_ON_CHANCE, SECOND_CHANCE = 0.17, 0.15  # of an order with another product; of any second product
COST_TABLE_FROM = date(2025, 9, 1)
COST_CHANGES = {("HT-04", date(2026, 3, 1)): Decimal("65.50")}  # the latex supplier raises its price
SEASON_SWING = {"all": 0.0, "warm": -0.75, "cold": 0.75}  # × cosine of the year, cold on 1 January

# ------------------------------------------------------------------------------------------------------- demand
ORDERS_PER_DAY = {"taobao": 17.4, "pinduoduo": 5.8}  # created, unpaid ones included, before season and growth
DAY_NOISE, WEEK_NOISE = 0.10, 0.05
WEEKDAYS = (1.05, 1.02, 1.00, 0.99, 0.96, 0.94, 1.04)  # Monday first
MONTHS = (1.02, 0.90, 0.96, 0.94, 0.93, 0.94, 0.86, 0.92, 1.00, 1.06, 1.10, 1.06)  # January first, at mid-month
EVENTS = (  # first day, last day, factor on the day's demand
    (date(2025, 10, 31), date(2025, 11, 3), 1.5),
    (date(2025, 11, 8), date(2025, 11, 10), 0.75),
    (date(2025, 11, 11), date(2025, 11, 11), 7.5),
    (date(2025, 11, 12), date(2025, 11, 12), 2.0),
    (date(2025, 12, 11), date(2025, 12, 11), 1.4),
    (date(2025, 12, 12), date(2025, 12, 12), 3.6),
    (date(2026, 1, 9), date(2026, 1, 25), 1.2),  # new year's shopping
    (date(2026, 2, 9), date(2026, 2, 14), 0.5),  # couriers stop
    (date(2026, 2, 15), date(2026, 2, 23), 0.24),  # Spring Festival, 17 February
    (date(2026, 2, 24), date(2026, 2, 28), 0.7),
    (date(2026, 6, 1), date(2026, 6, 3), 1.7),
    (date(2026, 6, 15), date(2026, 6, 17), 1.5),
    (date(2026, 6, 18), date(2026, 6, 18), 5.0),
    (date(2026, 10, 31), date(2026, 11, 3), 1.5),
    (date(2026, 11, 8), date(2026, 11, 10), 0.75),
    (date(2026, 11, 11), date(2026, 11, 11), 7.5),
    (date(2026, 11, 12), date(2026, 11, 12), 2.0),
)
PRESALES = (  # deposit from, until; the rest is paid on 11-11; share of the day's Taobao orders
    (date(2025, 10, 20), date(2025, 11, 10), datetime.fromisoformat("2025-11-11"), 0.22),
    (date(2026, 10, 20), date(2026, 11, 10), datetime.fromisoformat("2026-11-11"), 0.22),
)
EFFECT = 1.35  # what the agency really adds to demand, once its work is done …
EFFECT_DAYS = 120  # … reached in a straight line from the start of service

# ------------------------------------------------------------------------------------------------------- orders
UNPAID = {"taobao": 0.125, "pinduoduo": 0.11}
REFUNDED = {"taobao": 0.105, "pinduoduo": 0.085}  # chance of an ordinary paid order, × refund_factor × the day's factor
REFUND_DAYS = (  # first day, last day, factor
    (date(2025, 11, 10), date(2025, 11, 14), 1.35),
    (date(2026, 4, 6), date(2026, 4, 19), 1.5),  # a bad batch
    (date(2026, 7, 1), date(2026, 11, 15), 0.9),  # better descriptions
)
REFUND_KINDS = (("not_shipped", 0.22), ("full", 0.43), ("partial", 0.35))
PROMOTIONS = ((0.93, 0.55), (0.97, 0.25), (0.90, 0.20))  # factor on the list price, chance
EVENT_PROMOTION = 0.88  # on days with a factor of 2 or more
COUPON_FROM, COUPON = Decimal(200), Decimal(15)  # 满 200 减 15, spread over the lines
PINDUODUO_PRICE = Decimal("0.92")  # of the Taobao list price
REMOTE = {
    "新疆维吾尔自治区 乌鲁木齐市": Decimal("12.00"),
    "西藏自治区 拉萨市": Decimal("18.50"),
    "海南省 三亚市": Decimal("7.99"),
}
CITIES = "浙江省 杭州市,江苏省 苏州市,广东省 广州市,上海 上海市,北京 北京市,山东省 青岛市,四川省 成都市,湖北省 武汉市"
PLACES = tuple(CITIES.split(","))
BUYERS, REMOTE_EVERY = 9000, 83  # on Taobao; every 83rd lives far away and pays freight
HOURS = (3, 2, 1, 1, 1, 1, 2, 3, 5, 8, 10, 9, 8, 8, 8, 8, 8, 7, 7, 9, 12, 14, 12, 7)  # when people buy


# ------------------------------------------------------------------------------------------------------ exports
@dataclass(frozen=True)
class Export:
    """One visit to the platforms' back ends: the orders created in a period, as they stood on the night before."""

    first_day: date
    last_day: date
    exported_at: datetime


EXPORTS = (  # quarterly, ten days after the quarter, each looking one week back into the one before
    Export(FIRST_DAY, date(2025, 12, 31), datetime.fromisoformat("2026-01-10 10:30")),
    Export(date(2025, 12, 25), date(2026, 3, 31), datetime.fromisoformat("2026-04-10 10:30")),
    Export(date(2026, 3, 25), date(2026, 6, 30), datetime.fromisoformat("2026-07-10 10:30")),
    Export(date(2026, 6, 24), date(2026, 9, 30), datetime.fromisoformat("2026-10-10 10:30")),
    Export(date(2026, 9, 24), LAST_DAY, datetime.fromisoformat("2026-11-16 10:30")),
)


# ---------------------------------------------------------------------------------------------------------- ads
@dataclass(frozen=True)
class Plan:
    """One advertising plan for one product: money per ordinary day before and since the agency came."""

    platform: str
    code: str
    name: str
    before: float
    since: float
    click_price: float
    click_rate: float


PLANS = (
    Plan("taobao", "HT-01", "四件套-关键词", 96, 136, 1.45, 0.041),
    Plan("taobao", "HT-04", "乳胶枕-关键词", 68, 92, 1.10, 0.046),
    Plan("taobao", "HT-11", "眼罩-关键词", 58, 64, 0.95, 0.038),  # the loss-maker
    Plan("taobao", "HT-03", "毛毯-货品加速", 0, 58, 0.98, 0.044),
    Plan("pinduoduo", "HT-03", "毛毯-稳定成本", 42, 58, 0.42, 0.036),
    Plan("pinduoduo", "HT-12", "棉袜-稳定成本", 18, 22, 0.28, 0.040),
)
NEW_PICTURE = ("HT-03", date(2026, 8, 20), 1.3)  # product, day, factor on its clicks per impression from then on
AD_FOLLOWS_DEMAND = 0.75  # spend moves with event demand to this power
PINDUODUO_ADS_LAST_DAY = date(2026, 11, 13)  # two days short: the newest week is provisional
ADS_EXPORTS = (  # last day, exported at, encoding
    (date(2026, 5, 14), datetime.fromisoformat("2026-05-15 09:30"), "gb18030"),
    (LAST_DAY, datetime.fromisoformat("2026-11-16 09:30"), "utf-8-sig"),
)

# ------------------------------------------------------------------------------------------- traffic and stock
CONVERSION = {"taobao": 0.024, "pinduoduo": 0.031}  # buyers of a day over its visitors, before the agency
CONVERSION_OF_EFFECT = (
    0.62  # of the agency's effect, in logarithms: more of the visitors buy; the rest are more visitors
)
CONVERSION_FOLLOWS_EVENTS = 0.4  # who comes on a promotion's day means to buy
TRAFFIC_EXPORTS = ((FIRST_DAY, date(2026, 5, 14)), (date(2026, 5, 8), LAST_DAY))  # days of Business Advisor's files
STOCK_DAYS = (34, 25)  # how long the stock of a month's end lasts, before and since the agency came


# -------------------------------------------------------------------------------------------------- typed costs
@dataclass(frozen=True)
class CostEntry:
    """One typed cost, as a person enters it; `value` is a rate for a platform_fee_rate, else an amount in yuan."""

    kind: str
    label: str
    value: str
    per: str = ""  # month | once | order | "" for a rate
    platform: str = ""
    start: date = FIRST_DAY
    end: date | None = None


COST_ENTRIES = (
    CostEntry("platform_fee_rate", "天猫扣点", "0.05", platform="taobao"),
    CostEntry("platform_fee_rate", "拼多多技术服务费", "0.006", platform="pinduoduo"),
    CostEntry("per_shipped_order", "快递", "4.20", "order"),
    CostEntry("per_shipped_order", "包装", "1.10", "order"),
    CostEntry("service_fee", "代运营基础服务费", "5000.00", "month", start=SERVICE_START),
    CostEntry("other_costs", "仓库租金", "1800.00", "month"),
    CostEntry("other_costs", "客服与打包人工", "8200.00", "month"),
    CostEntry("other_costs", "新品拍摄", "2400.00", "once", start=date(2026, 6, 1), end=date(2026, 6, 1)),
)


# --------------------------------------------------------------------------------------------------- settlement
FIRST_SETTLED = date(2026, 9, 7)  # the ledgers are exported from here to LAST_DAY
PAYOUT_DAYS = (1, 2, 2, 3)  # from the buyer's confirmation to the money
COMMISSION, AFFILIATE_RATE, TECHNICAL_FEE = Decimal("0.05"), Decimal("0.08"), Decimal("0.006")
AFFILIATE_CHANCE = 0.14  # of a Taobao order that a promoter brought
INSURANCE = (Decimal("0.85"), Decimal("1.20"), Decimal("1.60"))  # freight insurance of a Taobao order


@dataclass(frozen=True)
class Fault:
    """What went wrong with the first ordinary order that was completed on that day; `amount` is too much, or missing."""

    kind: str  # another_amount | never_paid | paid_twice
    platform: str
    completed: date
    amount: Decimal = Decimal("0.00")


FAULTS = (
    Fault("another_amount", "taobao", date(2026, 9, 23), Decimal("-15.00")),
    Fault("another_amount", "pinduoduo", date(2026, 11, 2), Decimal("-8.80")),
    Fault("another_amount", "taobao", date(2026, 11, 5), Decimal("6.00")),
    Fault("never_paid", "taobao", date(2026, 10, 8)),
    Fault("never_paid", "pinduoduo", date(2026, 10, 30)),
    Fault("paid_twice", "taobao", date(2026, 11, 4)),
)
DEDUCTION = (datetime.fromisoformat("2026-10-21 03:12:08"), Decimal("-288.00"))  # Taobao, for no order
OPENING = {"taobao": Decimal("6318.42"), "pinduoduo": Decimal("1120.75")}  # in the account on the first day
KEPT = {"taobao": Decimal(2000), "pinduoduo": Decimal(500)}  # what a withdrawal leaves for refunds and fees
WITHDRAWN_EVERY = {"taobao": 7, "pinduoduo": 14}  # days, counted from the first day's Monday
LOST_WITHDRAWAL = date(2026, 10, 26)  # Taobao's of that day never reached the bank

# ------------------------------------------------------------------------------------------- the merchant's lists
BRUSHED_WEEKS = (date(2026, 10, 19), date(2026, 11, 2))
BRUSHED_A_WEEK = 6
BRUSHING_COMMISSION, BRUSHING_FEE = (Decimal("8.00"), Decimal("10.00")), Decimal("2.00")
BANK_OPENING = Decimal("21480.36")
BANK_PAYMENTS = (  # day of the month, to whom, for what, amount
    (1, "杭州城北仓储服务有限公司", "租金", Decimal("1800.00")),
    (5, "李**", "工资", Decimal("8200.00")),
    (12, "杭州启航电子商务有限公司", "服务费", Decimal("5000.00")),
    (15, "圆通速递有限公司", "快递费", Decimal("3060.00")),
)
SUPPLIER_PAYMENTS = (  # paid, supplier, amount, who paid, product, terms, due
    ("2026-09-08", "南通云间家纺厂", "5240.00", "商家", "HT-01", "现结", "2026-09-08"),
    ("2026-09-11", "余姚眠山乳胶制品有限公司", "4585.00", "商家", "HT-04", "月结30天", "2026-09-15"),
    ("2026-09-18", "绍兴静夜窗帘厂", "3240.00", "商家", "HT-10", "现结", "2026-09-18"),
    ("2026-09-25", "常熟暖谷毛毯有限公司", "6600.00", "商家", "HT-03", "月结30天", "2026-09-30"),
    ("2026-10-09", "南通云间家纺厂", "3930.00", "商家", "HT-01", "现结", "2026-10-09"),
    ("2026-10-13", "余姚眠山乳胶制品有限公司", "3275.00", "商家", "HT-04", "月结30天", "2026-10-15"),
    ("2026-10-21", "常熟暖谷毛毯有限公司", "8250.00", "代运营代付", "HT-03", "月结30天", "2026-10-31"),
    ("2026-10-27", "桐乡软糯围巾厂", "2870.00", "商家", "HT-08", "现结", "2026-10-27"),
    ("2026-11-06", "南通云间家纺厂", "6550.00", "商家", "HT-01", "现结", "2026-11-06"),
    ("", "绍兴静夜窗帘厂", "4320.00", "", "HT-10", "月结30天", "2026-11-05"),
    ("", "余姚眠山乳胶制品有限公司", "3930.00", "", "HT-04", "月结30天", "2026-11-30"),
    ("", "常熟暖谷毛毯有限公司", "5500.00", "", "HT-03", "月结30天", "2026-12-10"),
)
