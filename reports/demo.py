"""What the people of the demo shop agreed, claimed and signed, told to its book like anybody's."""

from datetime import date, timedelta
from pathlib import Path

import warehouse
from book import book, record, toml
from book.engagement import engagement
from reports.claims.claimed import understood
from reports.claims.record import record as record_claims
from reports.duties.demo import tell_duties
from reports.events.file import rows_of
from reports.events.products import products
from reports.events.record import record as record_events
from reports.events.table import understood as events_of
from reports.goods.demo import tell_goods
from reports.review.demo import tell_reviews
from reports.scope import Scope
from reports.signing.sign import sign
from reports.weekreport.demo import tell_items

SAMPLE = Path(__file__).parent.parent / "data" / "sample" / "demo"
AGENCY, MERCHANT = "小周", "陈女士"
SIGNED, SUBMITTED = date(2026, 10, 26), date(2026, 11, 2)  # the last two weeks but one, as the story leaves them


def tell_demo(name: str) -> None:
    """Record engagement, weekly reports, two signatures, the reviews of weeks and months, once: a book that has entries is left."""
    shop = warehouse.shop(name)
    if book(shop).last:
        return
    record.replace(shop, toml.read((SAMPLE / "engagement.toml").read_bytes()), MERCHANT)
    for path in sorted((SAMPLE / "claims").glob("*.txt")):
        week = date.fromisoformat(path.stem)
        found = understood(path.read_text("utf-8"), week)
        record_claims(book(shop), found.claims, AGENCY, "pasted", week + timedelta(days=7))
    happened, wrong = events_of(
        rows_of("events.csv", (SAMPLE / "events" / "events.csv").read_bytes()), products(shop).called
    )
    assert not wrong, wrong
    record_events(book(shop), happened, AGENCY, "uploaded")
    scope, agreed = Scope(shop), engagement(shop)
    sign(scope, SIGNED, "submitted", AGENCY, agreed)
    sign(scope, SIGNED, "confirmed", MERCHANT, agreed)
    sign(scope, SUBMITTED, "submitted", AGENCY, agreed)
    tell_reviews(shop, agreed, SAMPLE / "reviews.toml")
    tell_items(shop, agreed)
    tell_duties(shop, agreed, SAMPLE / "duties.toml")
    tell_goods(shop, agreed)
