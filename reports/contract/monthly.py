"""A month under the contract: target, sales, fee, refund clauses, both books, and the agency's invoice."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from book.engagement import Engagement, engagement
from reports.contract.accrual import borne, included
from reports.contract.case import ALWAYS, Case, Part, fen, part, service
from reports.contract.deposit import Deposit, deposits
from reports.contract.facts import Facts, facts
from reports.contract.fees import ZERO, Line, lines, total
from reports.contract.month import Month, months
from reports.contract.streak import State, given_back, states
from reports.metric import Figure, plain, ratio
from reports.ripeness.ripeness import ripeness
from reports.scope import Scope, currency, span
from warehouse import NoBuild, Reader, Shop, Told

BRUSHING = """
select
    cast(coalesce(sum(orders), 0) as bigint) as orders, coalesce(sum(gross_sales), 0) as sales
from marts.daily
where is_brushing and day between $1 and $2
"""


class NoEngagement(Told):
    """Nothing has been agreed for {} yet."""

    kind = "no_engagement"


@dataclass(frozen=True)
class Measured:
    """A month by one book."""

    sales: Decimal | None
    attainment: Figure
    fee: Decimal
    given_back: Decimal


@dataclass(frozen=True)
class Ads:
    """Ad money of a month: what the fee contains, what of the spend the agency bears, what is left to the merchant."""

    included: Decimal
    borne: Decimal
    merchant: Decimal


@dataclass(frozen=True)
class Contract:
    """The answer for one month. `target` is the month's, or a part month's share of it by days."""

    shop: str
    currency: str
    book: str
    month: Month
    served: Part | None  # None: no day of service lies in the month
    target: Decimal | None
    month_target: Decimal | None
    sales: Decimal | None
    attainment: Figure
    lines: tuple[Line, ...]
    states: tuple[State, ...]
    deposits: tuple[Deposit, ...]
    is_settled: bool
    missing: tuple[date, ...]
    invoiced: Decimal | None
    taken: Decimal | None  # by the platforms, out of settlements
    ads: Ads | None
    books: dict[str, Measured]
    excluded_orders: int
    excluded_sales: Decimal

    @property
    def fee(self) -> Decimal:
        """What accrues for the month, before anything is given back."""
        return total(self.lines)

    @property
    def given_back(self) -> Decimal:
        """What the refund clauses give back for the month."""
        return sum((state.amount for state in self.states), ZERO)

    def as_json(self) -> dict[str, Any]:
        """The answer of `reports contract --json`."""
        return {
            "shop": self.shop,
            "currency": self.currency,
            "book": self.book,
            "month": str(self.month),
            "target": _money(self.target),
            "month_target": _money(self.month_target),
            "sales": _money(self.sales),
            "attainment": self.attainment,
            "fee": {
                "total": _money(self.fee),
                "lines": [
                    {"kind": line.kind, "amount": _money(line.amount), "sentence": line.said.in_english(self.currency)}
                    for line in self.lines
                ],
            },
            "clauses": [_state_json(state, self.currency) for state in self.states],
            "settled": self.is_settled,
            "missing": [day.isoformat() for day in self.missing],
            "deposits": [
                {
                    "amount": _money(each.amount),
                    "credited": str(each.credited) if each.credited else None,
                    "prepaid": _money(each.prepaid),
                    "sentence": each.said.in_english(self.currency),
                }
                for each in self.deposits
            ],
            "invoiced": _money(self.invoiced),
            "taken_by_platform": _money(self.taken),
            "ads": {name: _money(value) for name, value in vars(self.ads).items()} if self.ads else None,
            "books": {
                name: {
                    "sales": _money(each.sales),
                    "attainment": each.attainment,
                    "fee": _money(each.fee),
                    "given_back": _money(each.given_back),
                }
                for name, each in self.books.items()
            },
            "excluded": {"orders": self.excluded_orders, "amount": _money(self.excluded_sales)},
        }


@dataclass(frozen=True)
class World:
    """The contract of a shop and everything that the shop knows; without a build nothing is known."""

    scope: Scope
    source: Reader | None
    case: Case

    @property
    def months(self) -> list[Month]:
        """The months of service that can be looked at, the newest first: up to the last day that anything is known of."""
        known = span(self.source) if self.source else None
        start, end = service(self.case.agreed)
        first = start if start > ALWAYS or not known else known[0]
        last = min(end, known[1] if known else self.case.facts.today)
        return months(Month.of(first), max(Month.of(first), Month.of(last)))[::-1]

    def month(self, month: Month) -> Contract:
        """The answer for a month."""
        return _answer(self, month)


def contract(scope: Scope, month: Month, today: date | None = None) -> Contract:
    """The month under the contract in force. The claimed book measures everything by claimed sales; the cleaned one as the contract says.

    Raises NoEngagement.
    """
    return world(scope, today).month(month)


def world(scope: Scope, today: date | None = None) -> World:
    """The contract in force against what the shop knows. Raises NoEngagement."""
    agreed, today = agreed_on(scope.shop), today or datetime.now().astimezone().date()
    try:
        source = scope.reader
        found = facts(source, traffic=agreed.has("rate_if_growth"), refunds=scope.refunds, today=today)
        known = replace(found, settled_to=ripeness(scope).settled_to)
    except NoBuild:
        source, known = None, Facts({}, covered=frozenset(), today=today)
    return World(scope, source, Case(agreed, known, "claimed" if scope.book == "claimed" else None))


def agreed_on(shop: Shop) -> Engagement:
    """The engagement in force. Raises NoEngagement."""
    agreed = engagement(shop)
    if agreed.is_empty:
        raise NoEngagement(shop.name)
    return agreed


def _answer(world: World, month: Month) -> Contract:
    source, case, agreed = world.source, world.case, world.case.agreed
    served = part(agreed, month)
    share = served.share() if served else None
    target = None if share is None else case.target(month, share)
    whole = agreed.targets.get(str(month))
    now = measured(case, month)
    nothing: dict[str, Any] = {"orders": 0, "sales": ZERO}
    [brushing] = source.rows(BRUSHING, [month.first, month.last]) if source else [nothing]
    return Contract(
        shop=world.scope.shop.name,
        currency=currency(source) if source else "CNY",
        book=case.book or agreed.book,
        month=month,
        served=served,
        target=None if target is None else fen(target),
        month_target=whole,
        sales=now.sales,
        attainment=now.attainment,
        lines=lines(case, month),
        states=states(case, month),
        deposits=deposits(agreed),
        is_settled=case.facts.is_settled(month),
        missing=case.facts.missing(served.first, served.last) if served else (),
        invoiced=case.facts.billed(month.first, month.last),
        taken=case.facts.taken(month.first, month.last),
        ads=_ads(case, month),
        books={book: measured(replace(case, book=book), month) for book in ("cleaned", "claimed")},
        excluded_orders=brushing["orders"],
        excluded_sales=brushing["sales"],
    )


def measured(case: Case, month: Month) -> Measured:
    """Sales, fee and refund of a month by the case's book."""
    served, agreed = part(case.agreed, month), case.agreed
    if not served:
        return Measured(None, None, ZERO, ZERO)
    sales = case.facts.sold(case.book or agreed.book, agreed.sales_basis, served.first, served.last)
    target = case.target(month, served.share())
    attained = (
        None if not target or sales is None else ratio(sales, Decimal(target.numerator) / Decimal(target.denominator))
    )
    return Measured(sales, attained, total(lines(case, month)), given_back(case, month))


def _ads(case: Case, month: Month) -> Ads | None:
    clauses = case.agreed.of(["included_ads"])
    if not clauses:
        return None
    paid = borne(case, month.first, month.last)
    most = sum((included(case, clause, month) for clause in clauses), ZERO)
    return Ads(most, paid, case.facts.spent(month.first, month.last) - paid)


def _state_json(state: State, shown_in: str) -> dict[str, Any]:
    ahead = state.next
    return {
        "kind": state.clause.kind,
        "state": state.state,
        "amount": _money(state.amount),
        "sentence": state.said.in_english(shown_in),
        "provisional": state.is_provisional,
        "next": {"below": _money(ahead.below), "amount": _money(ahead.amount)} if ahead else None,
    }


def _money(amount: Decimal | None) -> Any:
    return plain(amount, "money")
