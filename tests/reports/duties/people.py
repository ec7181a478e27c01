"""What the tests of the duties share: two people, moments of the shop, asking and answering."""

from datetime import date, datetime, timedelta

from book import book
from book.engagement import Engagement, Person
from reports.duties.moment import SHOP_TIME
from reports.duties.request import Request
from reports.duties.requests import ask, requests, take_step
from tests.made import Desk

AGREED = Engagement(people=(Person("小周", "agency"), Person("陈女士", "merchant")))
NAMES = {"agency": "小周", "merchant": "陈女士"}
OTHER = {"agency": "merchant", "merchant": "agency"}


def at(text: str) -> datetime:
    """A moment of the shop: "2026-06-01 10:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=SHOP_TIME)


def asked(desk: Desk, side: str, moment: str, about: str = "这件事怎么办？", week: date | None = None) -> str:
    """Ask at a moment; the name of the request."""
    return ask(book(desk.shop), side, about, NAMES[side], AGREED, at=at(moment), week_start=week).subject


def stepped(desk: Desk, name: str, step: str, moment: str) -> None:
    """Take a step at a moment, for the side whose step it is."""
    found = one(desk, name, moment)
    side = found.side if step == "withdrawn" else found.asked_side
    take_step(book(desk.shop), found, step, NAMES[side], AGREED, at=at(moment))


def one(desk: Desk, name: str, moment: str) -> Request:
    """A request as it stands at a moment."""
    return next(each for each in requests(book(desk.shop), at(moment)) if each.name == name)


def after(moment: str, **delta: int) -> datetime:
    """A moment so much later."""
    return at(moment) + timedelta(**delta)
