"""The monthly review and the service-period summary as files to take along, from the answers that their pages show."""

from datetime import datetime

from book import book
from book.engagement import Engagement
from reports.review.review import Review
from reports.review.summary import Summary
from reports.scope import Scope
from views import view
from views.documents.monthreview import review_document
from views.documents.offer import offer
from views.documents.servicesummary import summary_document
from views.documents.words import build_of
from views.frame import shop_title
from views.language import _
from warehouse import Shop


def offer_review(shop: Shop, found: Review, agreed: Engagement) -> None:
    """The review in view as Excel, as a page for A4, as a picture."""
    title, scope = shop_title(shop.name), _scope(shop)
    offer(
        "review_document",
        f"{scope.shop.title}-{_('Monthly review')}-{found.month}",
        _stands_on(scope),
        lambda: review_document(title, found, agreed, scope, datetime.now().astimezone()),
    )


def offer_summary(shop: Shop, found: Summary, agreed: Engagement) -> None:
    """The summary in view as Excel, as a page for A4, as a picture."""
    title, scope = shop_title(shop.name), _scope(shop)
    offer(
        "summary_document",
        f"{scope.shop.title}-{_('Service summary')}-{found.service.first:%Y%m%d}-{found.service.last:%Y%m%d}",
        _stands_on(scope),
        lambda: summary_document(title, found, agreed, scope, datetime.now().astimezone()),
    )


def _scope(shop: Shop) -> Scope:
    """The basis and the book in view."""
    return Scope(shop, refunds=view.refunds(), book=view.book())


def _stands_on(scope: Scope) -> tuple[object, ...]:
    return build_of(scope), book(scope.shop).last, scope.refunds, scope.book
