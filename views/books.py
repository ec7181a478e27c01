"""The two books in one line, on every page that shows sales: how many listed orders, how much, in or out, and the switch."""

from datetime import date

import warehouse
from reports.books import books
from reports.scope import Scope
from views import view
from views.html import link, note, show
from views.language import _, joined
from views.numbers import count, money
from views.view import address


def line(shop: warehouse.Shop, first: date | None = None, last: date | None = None, page: str | None = "") -> None:
    """What is left out of the sales of these days, or counted in them; `page` is where the switch leads, None has none.

    A shop without a list is told so too: a list that has no effect must be seen.
    """
    try:
        found = books(Scope(shop, first, last))
    except warehouse.NoBuild:
        return
    if not found.listed:
        show(
            f'<p class="soft">{_("No orders are listed as brushing; the claimed and the cleaned book are the same.")}</p>'
        )
        return
    if not found.orders:
        template = _("{listed} orders are listed as brushing; none of them was paid in these days.")
        show(f'<p class="soft">{template.format(listed=count(found.listed))}</p>')
        return
    is_in = page is not None and view.book() == "claimed"
    template = (
        _("{orders} orders ({amount}) that you list as brushing are counted here. {action}")
        if is_in
        else _("{orders} orders ({amount}) that you list as brushing are left out. {action}")
    )
    action = (
        "" if page is None else link(_("Leave them out") if is_in else _("Count them"), address(page, **_here(is_in)))
    )
    totals = _("Gross sales with them {claimed}, without them {cleaned}.")
    said = [
        template.format(orders=count(found.orders), amount=money(found.excluded), action="").strip(),
        totals.format(claimed=money(found.claimed), cleaned=money(found.cleaned)),
        action,
    ]
    show(note([joined(said)], "calm"))


def _here(is_in: bool) -> dict[str, str | None]:
    """The view as it is, in the other book."""
    return {"book": "cleaned" if is_in else "claimed", "figure": view.held("figure"), "product": view.held("product")}
