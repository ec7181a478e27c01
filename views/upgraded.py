"""The line on every page while nobody has accepted what a newer version of the program changed."""

import warehouse
from book import BookUnreachable
from reports.upgrade.accepted import waiting, weeks
from views.html import link, note, show
from views.language import _, joined, plural
from views.view import address
from warehouse import access


def line(shop: warehouse.Shop) -> None:
    """Said in one line; the page with the differences is for whoever sees costs."""
    try:
        found = waiting(shop)
    except BookUnreachable:  # who accepted what stands in the book; a page that needs it says that it is away
        return
    if not found:
        return
    changed = {week for each in found for week in weeks(each.upgrade)}
    said = plural(
        "A newer version of the program reckons {count} past week otherwise; nobody has accepted that yet.",
        "A newer version of the program reckons {count} past weeks otherwise; nobody has accepted that yet.",
        len(changed),
    )
    if not all(each.upgrade.is_compared for each in found):
        said = _("A newer version of the program has computed these figures and cannot tell what it changed; nobody has accepted that yet.")  # fmt: skip
    way = link(_("What the rules changed"), address("rules"))
    show(note([joined([said, way]) if access.current().may(access.SEE_COSTS, shop.name) else said]))
