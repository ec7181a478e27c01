"""What this page found, and its first sentence: what has to be decided about goods."""

from dataclasses import dataclass

import warehouse
from reports.goods.board import Board, board
from reports.goods.payable import Payable, payable
from reports.goods.restock import Restock, restock
from reports.goods.suppliers import Suppliers, suppliers
from reports.scope import Scope
from views import view
from views.html import show
from views.language import _, joined, plural
from views.numbers import money, today


@dataclass(frozen=True)
class Goods:
    """Everything that the page tells."""

    scope: Scope
    restock: list[Restock]
    suppliers: Suppliers
    payable: Payable
    trials: list[Board]


def found(shop: warehouse.Shop) -> Goods | None:
    """None for a shop without data."""
    scope = Scope(shop, book=view.book())
    try:
        supplied = suppliers(scope)
        if supplied is None:
            return None
        return Goods(scope, restock(scope), supplied, payable(scope, today()), board(scope))
    except warehouse.NoBuild:
        return None


def sentence(said: Goods) -> None:
    """What to reorder, what is due, what waits for a choice."""
    wanted = [each for each in said.restock if each.quantity]
    parts = [
        plural("{count} product has to be reordered.", "{count} products have to be reordered.", len(wanted))
        if wanted
        else _("Nothing has to be reordered.")
        if said.restock
        else _("No count of stock is loaded, so nothing can be said of reordering.")
    ]
    if said.payable.due:
        parts.append(_("{amount} is due to suppliers.").format(amount=f"<b>{money(said.payable.due)}</b>"))
    owed = sum(each.retest == "owed" for each in said.trials)
    if owed:
        parts.append(plural("{count} free retest is owed.", "{count} free retests are owed.", owed))
    show(f'<p class="dz-say">{joined(parts)}</p>')
