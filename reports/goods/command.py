"""`python -m reports goods`: products on trial, suppliers and what is owed to them, what to reorder."""

import argparse
from typing import Any

from reports.goods.board import board
from reports.goods.payable import payable
from reports.goods.restock import restock
from reports.goods.suppliers import suppliers
from reports.out import give, scope_of
from warehouse import tell

HEADER = (
    "product",
    "name",
    "stock",
    "sold",
    "days_in_stock",
    "cover_days",
    "lasts_days",
    "quantity",
    "cost",
    "approval",
)


def add_goods(add: Any, calls: Any) -> None:
    """The call and its options."""
    add(calls, "goods", _goods, "products on trial, suppliers, what is owed to them, what to reorder")


def _goods(asked: argparse.Namespace) -> int:
    scope = scope_of(asked)
    reorder, owed, tried, found = restock(scope), payable(scope), board(scope), suppliers(scope)
    supplied = found.products if found else ()
    if not asked.json:
        _tell(len(supplied), sum(each.has_few_quotes for each in supplied), f"{owed.due:.2f}")
        for each in tried:
            tell(f"Trial {each.round.name}: {each.successes} of {len(each.judged)} products reached the goal.")
    rows = [
        [
            each.product,
            each.name,
            each.stock,
            each.sold,
            each.days,
            each.cover,
            each.lasts,
            each.quantity,
            each.cost,
            each.state,
        ]
        for each in reorder
    ]
    answer = {
        "trials": [each.as_json() for each in tried],
        "suppliers": [each.as_json() for each in supplied],
        "payable": owed.as_json(),
        "restock": [each.as_json() for each in reorder],
    }
    return give(asked, lambda: answer, HEADER, rows)


def _tell(products: int, few: int, due: str) -> None:
    tell(f"Products sold or quoted: {products}; with fewer than three quotes: {few}. Due to suppliers: {due}.")
