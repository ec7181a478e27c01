"""How the products of each round did: click rate as its days let one be sure, orders, profit; who succeeded, what is owed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from book import Book, Entry, book
from book.value import Wrong
from reports.compare.ratio import held as bounds
from reports.goods.round import Round, decide, rounds
from reports.goods.settings import query, settings
from reports.products import products
from reports.scope import Scope, span


@dataclass(frozen=True)
class Tried:
    """One product of a round; what no file tells is None. `low`, `high`: the 95 % bounds of the click rate."""

    product: str
    name: str
    impressions: int
    clicks: int
    low: float | None
    high: float | None
    orders: int
    profit: Decimal | None
    is_enough: bool  # whether it was shown often enough to be judged
    value: Fraction | None  # of the goal
    is_success: bool | None  # None: it cannot be judged
    choice: str  # chosen, dropped, ""

    @property
    def state(self) -> str:
        """What can be said: too_few impressions to choose, unknown (no file tells the goal's figure), success, failed."""
        if not self.is_enough:
            return "too_few"
        return "unknown" if self.is_success is None else "success" if self.is_success else "failed"

    @property
    def ctr(self) -> Fraction | None:
        """Clicks ÷ impressions."""
        return Fraction(self.clicks, self.impressions) if self.impressions else None


@dataclass(frozen=True)
class Board:
    """A round with its products, the best click rate first. `source`: whose impressions they are: ads, traffic, none."""

    round: Round
    source: str
    products: tuple[Tried, ...]
    is_over: bool  # the files reach to its last day
    retested_by: str  # the name of the round that repeats it; "" for none

    @property
    def judged(self) -> list[Tried]:
        """Those that were shown often enough."""
        return [each for each in self.products if each.is_success is not None]

    @property
    def successes(self) -> int:
        """How many of the judged reached the goal."""
        return sum(each.is_success is True for each in self.products)

    @property
    def success_rate(self) -> Fraction | None:
        """Successes ÷ products that were judged; None where nobody was."""
        return Fraction(self.successes, len(self.judged)) if self.judged else None

    @property
    def retest(self) -> str:
        """A failed round is repeated once for nothing: "owed", "done", or "" where nothing is owed.

        Failed: it is over, every product was judged, none succeeded. A repetition owes none.
        """
        failed = self.is_over and len(self.judged) == len(self.products) and not self.successes
        if not failed or self.round.retest_of:
            return ""
        return "done" if self.retested_by else "owed"

    @property
    def is_usual_size(self) -> bool:
        """Whether it holds as many products as a round should."""
        said = settings()["trial"]
        return bool(said["fewest"] <= len(self.round.products) <= said["most"])

    def as_json(self) -> dict[str, Any]:
        """One entry of `trials` of `reports goods --json`."""
        said = self.round
        return {
            "round": said.name,
            "from": said.first.isoformat(),
            "to": said.last.isoformat(),
            "goal": said.goal,
            "at_least": str(said.at_least),
            "source": self.source,
            "judged": len(self.judged),
            "successes": self.successes,
            "success_rate": None if self.success_rate is None else round(float(self.success_rate), 6),
            "retest_of": said.retest_of or None,
            "retest": self.retest or None,
            "products": [_json(each) for each in self.products],
        }


def board(scope: Scope, ledger: Book | None = None) -> list[Board]:
    """Every round of the shop, the newest first. Raises NoBuild, BookUnreachable."""
    found = rounds(ledger or book(scope.shop))
    known = span(scope.reader) if found else None
    repeated = {each.retest_of: each.name for each in found if each.retest_of}
    return [_tested(scope, each, known[1] if known else None, repeated) for each in found]


def choose(scope: Scope, tested: Board, choices: Mapping[str, str], who: str, why: str = "") -> Entry:
    """Choose or drop products of a round.

    Raises ValueError (book.value.Wrong) for a product that was shown too seldom, ChangedMeanwhile, BookUnreachable.
    """
    if not set(choices) <= {each.product for each in tested.products if each.is_enough}:
        raise Wrong
    return decide(book(scope.shop), tested.round, choices, who, why)


def _tested(scope: Scope, held: Round, last: date | None, repeated: Mapping[str, str]) -> Board:
    rows = scope.reader.rows(query("shown"), [held.first, held.last, list(held.products)])
    # One source for all of them: an ad is shown to others than a search result.
    source = next((each for each in ("ads", "traffic") if any(row["source"] == each for row in rows)), "")
    shown = {row["product_key"]: row for row in rows if row["source"] == source}
    within = Scope(scope.shop, held.first, held.last, scope.refunds, scope.book, scope.source)
    sold = {each.key: each for each in products(within).products if each.key in held.products}
    tried = [_tried(held, each, shown.get(each, {}), sold.get(each)) for each in held.products]
    tried.sort(key=lambda each: (-(each.ctr or Fraction(0)), each.product))
    is_over = last is not None and last >= held.last
    return Board(held, source, tuple(tried), is_over, repeated.get(held.name, ""))


def _tried(held: Round, product: str, shown: Mapping[str, Any], sold: Any) -> Tried:
    days: tuple[Iterable[int], Iterable[int]] = shown.get("clicks", ()), shown.get("impressions", ())
    clicks, impressions = (sum(each) for each in days)
    known = bounds(list(days[0]), list(days[1]))
    figures = sold.figures if sold else {}
    orders, profit = int(figures.get("orders") or 0), figures.get("contribution")
    is_enough = impressions >= settings()["trial"]["impressions"]
    value = {
        "ctr": Fraction(clicks, impressions) if impressions else None,
        "orders": Fraction(orders),
        "profit": None if profit is None else Fraction(profit),
    }[held.goal]
    return Tried(
        product=product,
        name=(sold.name if sold else "") or "",
        impressions=impressions,
        clicks=clicks,
        low=known[0] if known else None,
        high=known[1] if known else None,
        orders=orders,
        profit=profit,
        is_enough=is_enough,
        value=value,
        is_success=value >= Fraction(held.at_least) if is_enough and value is not None else None,
        choice=held.choices.get(product, ""),
    )


def _json(each: Tried) -> dict[str, Any]:
    return {
        "product": each.product,
        "name": each.name,
        "impressions": each.impressions,
        "clicks": each.clicks,
        "ctr": None if each.ctr is None else round(float(each.ctr), 6),
        "ctr_low": None if each.low is None else round(each.low, 6),
        "ctr_high": None if each.high is None else round(each.high, 6),
        "orders": each.orders,
        "profit": None if each.profit is None else f"{each.profit:.2f}",
        "state": each.state,
        "choice": each.choice or None,
    }
