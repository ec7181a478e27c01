"""Ways to other pages: none leads to a page that whoever looks does not have."""

from typing import Any

from views import session, view
from views.html import link
from warehouse import access

NEEDED = {
    "costs": access.SEE_COSTS,
    "rules": access.SEE_COSTS,
    "shops": access.AGREE,
}  # page → what somebody must be allowed to have it


def is_there(page: str) -> bool:
    """Whether whoever looks has this page in the shop in view."""
    name = view.held("shop")
    return page not in NEEDED or not name or session.may(NEEDED[page], name)


def way(label: str, page: str, hint: str = "", **changes: Any) -> str:
    """A link to a page that keeps the view; nothing where the page is not there."""
    return link(label, view.address(page, **changes), hint) if is_there(page) else ""


def sees_costs() -> bool:
    """Whether whoever looks sees the figures from cost down of the shop in view."""
    return is_there("costs")
