"""The service-period summary (服务期效果总结): month by month, before and after, done, promised, claimed, and what to do next."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from book import book
from reports.claims.reconcile import reconcile
from reports.claims.record import claims
from reports.compare.compare import NoServiceStart, compare
from reports.compare.comparison import Comparison
from reports.contract.case import ALWAYS, service
from reports.contract.monthly import Contract, world
from reports.events.event import events
from reports.events.kind import CALENDAR, Event
from reports.metric import Figure, plain
from reports.period import Period
from reports.review.advice import advice
from reports.review.card import Card, card
from reports.review.finding import Finding
from reports.review.promises import given
from reports.review.scored import Score, score
from reports.review.span import Spans, last_known
from reports.scope import Scope, monday
from reports.signing.sign import now
from warehouse import NoBuild

LATELY = timedelta(days=91)  # the days at the end of the service that advice is about
SCORED = timedelta(days=91)  # the weeks whose claims one reconciliation counts
DONE = ("picture", "title", "price", "strategy", "staff", "other")  # kinds of events that somebody did


@dataclass(frozen=True)
class MonthLine:
    """One month of the service. Profit is the ladder's, after the fee that accrued; a range while costs are unknown."""

    contract: Contract
    days: Period | None  # those that can be known so far
    profit: Figure
    profit_low: Figure
    profit_high: Figure

    def as_json(self) -> dict[str, Any]:
        """One month of `reports summary --json`."""
        found = self.contract
        return {
            "month": str(found.month),
            "days": self.days.days if self.days else 0,
            "target": plain(found.target, "money"),
            "sales": plain(found.sales, "money"),
            "attainment": found.attainment,
            "fee": plain(found.fee, "money"),
            "given_back": plain(found.given_back, "money"),
            "net_profit": plain(self.profit, "money"),
            "net_profit_low": plain(self.profit_low, "money"),
            "net_profit_high": plain(self.profit_high, "money"),
        }


@dataclass(frozen=True)
class Summary:
    """The whole service so far."""

    shop: str
    currency: str
    service: Period
    is_over: bool
    months: tuple[MonthLine, ...]
    comparison: Comparison | None  # of gross sales; None without a build or a start
    done: tuple[Event, ...]
    scores: tuple[Score, ...]
    withdrawn: int
    hits: int
    judged: int
    advice: tuple[Finding, ...]
    card: Card | None

    @property
    def met(self) -> tuple[int, int]:
        """Months whose target was reached, of those that are over and have one."""
        over = [
            each.contract
            for each in self.months
            if _is_over(each) and each.contract.target and each.contract.sales is not None
        ]
        return sum(each.sales >= each.target for each in over if each.sales is not None and each.target), len(over)

    def total(self, name: str) -> Decimal:
        """The sum of a column of the contract: sales, fee, given_back."""
        known = [getattr(each.contract, name) for each in self.months]
        return sum((amount for amount in known if amount is not None), Decimal("0.00"))

    @property
    def profit(self) -> tuple[Decimal, Decimal] | None:
        """Profit after the fee over all months, from at least to at most; equal where every cost is known."""
        lines = [each for each in self.months if each.days]
        if not lines or any(each.profit_low is None or each.profit_high is None for each in lines):
            return None
        low = sum((Decimal(each.profit_low or 0) for each in lines), Decimal("0.00"))
        return low, sum((Decimal(each.profit_high or 0) for each in lines), Decimal("0.00"))

    def count(self, *results: str) -> int:
        """How many promises came to one of these."""
        return sum(each.result in results for each in self.scores)

    def as_json(self) -> dict[str, Any]:
        """The answer of `reports summary --json`."""
        profit, met = self.profit, self.met
        return {
            "shop": self.shop,
            "currency": self.currency,
            "service": self.service.as_json() | {"over": self.is_over},
            "months": [each.as_json() for each in self.months],
            "total": {
                "sales": plain(self.total("sales"), "money"),
                "fee": plain(self.total("fee"), "money"),
                "given_back": plain(self.total("given_back"), "money"),
                "net_profit_low": plain(profit[0], "money") if profit else None,
                "net_profit_high": plain(profit[1], "money") if profit else None,
                "targets_met": met[0],
                "targets": met[1],
            },
            "comparison": self.comparison.as_json() if self.comparison else None,
            "done": [each.as_json() for each in self.done],
            "promises": {
                "kept": self.count("kept"),
                "missed": self.count("missed"),
                "open": self.count("open", "no_data", "disputed"),
                "withdrawn": self.withdrawn,
            },
            "claims": {"hits": self.hits, "judged": self.judged},
            "advice": [each.as_json(self.currency) for each in self.advice],
            "card": self.card.as_json() if self.card else None,
        }


def summary(scope: Scope, today: date | None = None) -> Summary:
    """The service of a shop so far. Raises NoEngagement, NoServiceStart, BookUnreachable."""
    today = today or now()
    found = world(scope, today)
    start, end = service(found.case.agreed)
    if start == ALWAYS:
        raise NoServiceStart(scope.shop.title)
    known_to = last_known(scope)
    last = max(start, min(end, known_to or start))
    days = Period(start, last)
    measured = replace(
        scope, first=None, last=None, book="claimed" if scope.book == "claimed" else found.case.agreed.book
    )
    spans = Spans(measured)
    months = tuple(_line(spans, found.month(month), known_to) for month in found.months[::-1])
    promises = given(scope.shop)
    comparison = _comparison(measured)
    shown = months[0].contract.currency if months else "CNY"
    hits, judged = _claims(measured, days) if known_to else (0, 0)
    return Summary(
        shop=scope.shop.name,
        currency=shown,
        service=days,
        is_over=end <= (known_to or date.min),
        months=months,
        comparison=comparison,
        done=tuple(
            each
            for each in events(scope.shop, start, last)
            if each.origin != CALENDAR and each.kind in DONE and each.first >= start
        ),
        scores=tuple(score(each, spans, known_to, today) for each in promises.promises),
        withdrawn=sum(promises.withdrawn.values()),
        hits=hits,
        judged=judged,
        advice=_advice(spans, days, comparison) if known_to else (),
        card=_card(scope, months, comparison, shown) if comparison else None,
    )


def _line(spans: Spans, contract: Contract, known_to: date | None) -> MonthLine:
    served = contract.served
    if served is None or known_to is None or known_to < served.first:
        return MonthLine(contract, None, None, None, None)
    days = Period(served.first, min(served.last, known_to))
    figures = spans(days).figures
    return MonthLine(contract, days, figures["net_profit"], figures["net_profit_low"], figures["net_profit_high"])


def _is_over(line: MonthLine) -> bool:
    return bool(line.days and line.contract.served and line.days.last == line.contract.served.last)


def _comparison(scope: Scope) -> Comparison | None:
    try:
        return compare(replace(scope, refunds="order"), "gross_sales")
    except (NoBuild, NoServiceStart):
        return None


def _advice(spans: Spans, days: Period, comparison: Comparison | None) -> tuple[Finding, ...]:
    lately = Period(max(days.first, days.last - LATELY + timedelta(1)), days.last)
    before = comparison.before if comparison and comparison.before.known_days else None
    return advice(spans.scope, lately, spans(lately), spans(before.period) if before else None)


def _claims(scope: Scope, days: Period) -> tuple[int, int]:
    """The hit rate of the claims about whole weeks of the service; windows of thirteen weeks, one after the other."""
    told = {monday(each.first) for each in claims(book(scope.shop))}
    hits = judged = 0
    week = monday(days.last)
    while week >= monday(days.first):
        if any(week - SCORED < each <= week for each in told):
            found = reconcile(scope, week)
            hits, judged = hits + found.hits, judged + found.judged
        week -= SCORED
    return hits, judged


def _card(scope: Scope, months: tuple[MonthLine, ...], comparison: Comparison, shown: str) -> Card:
    whole = [
        each.contract.sales
        for each in months
        if each.contract.served and each.contract.served.is_whole and _is_over(each)
    ]
    monthly = [sales for sales in whole if sales is not None]
    return card(
        scope.shop,
        shown,
        comparison.before,
        comparison.after,
        monthly,
        len(months),
        comparison.verdict.said.in_english(shown),
    )
