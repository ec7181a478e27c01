"""Which threshold holds for what: a product's own, else that of its tags, else the shop's, else what was agreed or is usual."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from book import Book
from book.engagement import Engagement
from reports.alerts.own import SHOP, Own, own, tags
from reports.alerts.rule import Rule, rules
from reports.duties.approvals import approvals


@dataclass(frozen=True)
class Limit:
    """The threshold of one rule; None: it is not watched. `products`: those that have another one than the shop."""

    usual: Decimal | None = None
    products: Mapping[str, Decimal | None] = field(default_factory=dict)

    @property
    def is_on(self) -> bool:
        """Whether the rule watches anything."""
        return self.usual is not None or any(each is not None for each in self.products.values())


def limits(ledger: Book, agreed: Engagement) -> dict[str, Limit]:
    """The thresholds in force by rule. Raises BookUnreachable."""
    said, tagged = own(ledger), tags(ledger)
    asleep = _asleep(ledger, agreed)
    return {
        rule.name: Limit()
        if rule.name in asleep
        else _limit(rule, agreed, [each for each in said if each.rule == rule.name], tagged)
        for rule in rules().values()
    }


def _asleep(ledger: Book, agreed: Engagement) -> set[str]:
    """Rules about what nobody agreed or records: without an agreed category none is outside, and so on."""
    needed = {
        "category_outside": bool(agreed.categories),
        "product_not_approved": bool(agreed.service_start and approvals(ledger, "product")),
    }
    return {name for name, is_there in needed.items() if not is_there}


def _limit(rule: Rule, agreed: Engagement, said: Iterable[Own], tagged: Mapping[str, list[str]]) -> Limit:
    usual, products = rule.threshold, dict[str, Decimal | None]()
    guard = agreed.guards.get(rule.guard) if rule.guard else None
    if isinstance(guard, Mapping):
        products |= {str(key): Decimal(amount) for key, amount in guard.items()}
    elif guard is not None:
        usual = Decimal(guard)
    if rule.name == "month_budget":
        usual = agreed.budget.get("total_per_month")
    by_tag: dict[str, Decimal | None] = {}
    by_product: dict[str, Decimal | None] = {}
    for each in said:
        level, _, name = each.scope.partition(":")
        if each.scope == SHOP:
            usual = each.threshold
        elif level == "product":
            by_product[name] = each.threshold
        else:
            for product in tagged.get(name, ()):
                by_tag[product] = _stricter(rule, by_tag.get(product), each.threshold)
    return Limit(usual, products | by_tag | by_product)


def _stricter(rule: Rule, one: Decimal | None, other: Decimal | None) -> Decimal | None:
    """Of the thresholds of two tags of a product the stricter one; a tag that switches the rule off gives way."""
    return rule.stricter(one, other) if one is not None and other is not None else (other if one is None else one)
