"""The invented orders: who buys what on which day, and what becomes of it."""

import math
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from data.sample import story
from data.sample.demand import choose, days, demand, factor, noises, poisson
from data.sample.order import ZERO, Line, Order, fen, split
from data.sample.story import PRODUCTS, Product

ADD_ON = next(product for product in PRODUCTS if product.code == story.ADD_ON)


def all_orders() -> list[Order]:
    """Every order of both platforms over the whole story, by creation time."""
    rng, noise, orders = Random(f"{story.SEED}/orders"), noises(), []
    for day in days(story.FIRST_DAY, story.LAST_DAY):
        for platform, ordinary in story.ORDERS_PER_DAY.items():
            count = poisson(rng, ordinary * demand(day, noise[day]))
            orders += [_order(rng, platform, _moment(rng, day)) for _ in range(count)]
    orders.sort(key=lambda order: (order.created_at, order.platform, order.number))
    return [replace(order, serial=serial) for serial, order in enumerate(orders, 1)]


def _order(rng: Random, platform: str, created_at: datetime) -> Order:
    make = _taobao_order if platform == "taobao" else _pinduoduo_order
    order = make(rng, created_at)
    if rng.random() < story.UNPAID[platform]:
        return replace(order, is_presale=False)
    return _refunded(rng, _delivered(rng, _paid(rng, order)))


# ---------------------------------------------------------------------------------------------------- the basket
def _taobao_order(rng: Random, created_at: datetime) -> Order:
    day = created_at.date()
    goods = _goods(rng, day)
    promotion = Decimal(str(_promotion(rng, day)))
    prices = [fen(product.price * promotion) * quantity for product, quantity in goods]
    coupon = story.COUPON * (sum(prices) // story.COUPON_FROM)
    coupons = split(coupon, prices)
    lines = tuple(
        Line(product, quantity, price - part)
        for (product, quantity), price, part in zip(goods, prices, coupons, strict=True)
    )
    buyer = int(story.BUYERS * rng.random() ** 1.3)  # the low numbers come back now and then
    place = _place(buyer)
    return Order(
        platform="taobao",
        number=_taobao_number(rng, created_at),
        serial=0,
        created_at=created_at,
        lines=lines,
        buyer=buyer,
        place=place,
        freight=story.REMOTE.get(place, ZERO),
        is_presale=_is_presale(rng, day),
    )


def _place(buyer: int) -> str:
    """Everybody lives in one place, a few of them far away."""
    far, near = tuple(story.REMOTE), story.PLACES
    return far[buyer % len(far)] if buyer % story.REMOTE_EVERY == 0 else near[buyer % len(near)]


def _goods(rng: Random, day: date) -> list[tuple[Product, int]]:
    """One main product, now and then a second, and often the add-on."""
    wanted = [(product, _weight(product, day)) for product in PRODUCTS if product.first_day <= day <= product.last_day]
    main = choose(rng, wanted)
    goods = [(main, _quantity(rng, main))]
    if rng.random() < story.SECOND_CHANCE:
        second = choose(rng, wanted)
        goods += [(second, 1)] if second is not main else []
    if all(product is not ADD_ON for product, _ in goods) and rng.random() < story.ADD_ON_CHANCE:
        goods.append((ADD_ON, rng.choice((1, 1, 2))))
    return goods


def _weight(product: Product, day: date) -> float:
    swing = story.SEASON_SWING[product.season] * math.cos(2 * math.pi * day.timetuple().tm_yday / 365)
    return product.share * (1 + swing)


def _quantity(rng: Random, product: Product) -> int:
    chances = ((1, 0.70), (2, 0.22), (3, 0.06), (5, 0.02)) if product.price < 100 else ((1, 0.93), (2, 0.07))
    return choose(rng, chances)


def _promotion(rng: Random, day: date) -> float:
    return story.EVENT_PROMOTION if factor(day, story.EVENTS) >= 2 else choose(rng, story.PROMOTIONS)


def _is_presale(rng: Random, day: date) -> bool:
    return any(first <= day <= last and rng.random() < share for first, last, _, share in story.PRESALES)


def _pinduoduo_order(rng: Random, created_at: datetime) -> Order:
    """One product; the shop, the platform and the way of paying may each take something off."""
    day = created_at.date()
    product = choose(rng, [(product, _weight(product, day)) for product in PRODUCTS if product.on_pinduoduo])
    quantity = _quantity(rng, product)
    price = fen(product.price * story.PINDUODUO_PRICE) * quantity
    shop = fen(price * Decimal("0.05")) if rng.random() < 0.4 else ZERO
    platform = choose(rng, ((ZERO, 0.6), (Decimal("3.00"), 0.3), (fen(price * Decimal("0.08")), 0.1)))
    payment = choose(rng, ((ZERO, 0.85), (Decimal("0.50"), 0.1), (Decimal("1.27"), 0.05)))
    return Order(
        platform="pinduoduo",
        number=f"{created_at:%y%m%d}-{rng.randrange(10**9):09d}{rng.randrange(1000):03d}043",
        serial=0,
        created_at=created_at,
        lines=(Line(product, quantity, price - shop),),
        buyer=0,
        place="",
        discounts=(shop, platform, payment),
    )


def _moment(rng: Random, day: date) -> datetime:
    hour = rng.choices(range(24), story.HOURS)[0]
    return datetime.combine(day, time(hour, rng.randrange(60), rng.randrange(60)))


def _taobao_number(rng: Random, created_at: datetime) -> str:
    """19 digits that rise with time and end in digits of the buyer, like the real ones."""
    seconds = int((created_at - datetime.fromisoformat("2025-01-01")).total_seconds())
    return f"29{seconds:09d}{rng.randrange(10_000):04d}{rng.randrange(100):02d}37"


# --------------------------------------------------------------------------------------------------------- its life
def _paid(rng: Random, order: Order) -> Order:
    if order.platform == "pinduoduo":
        return replace(order, paid_at=order.created_at)
    if order.is_presale:
        final = next(final for first, last, final, _ in story.PRESALES if first <= order.created_at.date() <= last)
        return replace(order, paid_at=final + timedelta(seconds=int(rng.expovariate(1 / 9000)) % 80_000))
    wait = rng.randrange(5, 180) if rng.random() < 0.93 else rng.randrange(600, 40_000)
    return replace(order, paid_at=order.created_at + timedelta(seconds=wait))


def _delivered(rng: Random, order: Order) -> Order:
    """Shipped within two days, confirmed by the buyer within twelve: all done before the quarter's export."""
    assert order.paid_at
    shipped_at = order.paid_at + timedelta(seconds=rng.randrange(5 * 3600, 46 * 3600))
    on_the_way = min(max(rng.gauss(6.5, 2.5), 2.0), 12.0)
    return replace(order, shipped_at=shipped_at, completed_at=shipped_at + timedelta(seconds=int(on_the_way * 86_400)))


def _refunded(rng: Random, order: Order) -> Order:
    assert order.paid_at
    assert order.shipped_at
    assert order.completed_at
    chance = story.REFUNDED[order.platform] * factor(order.paid_at.date(), story.REFUND_DAYS)
    if rng.random() >= chance * order.lines[0].product.refund_factor:
        return order
    kind = choose(rng, story.REFUND_KINDS)
    if kind == "not_shipped":
        refunded_at = order.paid_at + timedelta(seconds=rng.randrange(600, 80_000))
        return _in_full(replace(order, shipped_at=None, completed_at=None), refunded_at)
    if kind == "partial" and order.platform == "taobao":
        return _in_part(rng, order)
    refunded_at = order.shipped_at + timedelta(seconds=rng.randrange(3 * 86_400, 10 * 86_400))
    return _in_full(replace(order, completed_at=None) if kind == "full" else order, refunded_at)


def _in_full(order: Order, refunded_at: datetime) -> Order:
    """The freight comes back too, but only the order report says so."""
    lines = tuple(replace(line, refund=line.payable) for line in order.lines)
    return replace(order, lines=lines, refund=order.gross, refunded_at=refunded_at)


def _in_part(rng: Random, order: Order) -> Order:
    """A whole line of several goes back, or the buyer keeps the goods and gets something for a fault."""
    assert order.shipped_at
    assert order.completed_at
    index = rng.randrange(len(order.lines))
    line = order.lines[index]
    is_whole_line = len(order.lines) > 1 and rng.random() < 0.7
    refund = line.payable if is_whole_line else fen(line.payable * Decimal(rng.randrange(150, 600)) / 1000)
    lines = tuple(replace(each, refund=refund if each is line else ZERO) for each in order.lines)
    way = order.completed_at - order.shipped_at
    return replace(order, lines=lines, refund=refund, refunded_at=order.shipped_at + way * rng.uniform(0.5, 0.99))
