"""The page of the alerts: the answer in a sentence, then what waits."""

import warehouse
from reports.alerts.alert import Alerts
from views.alerts.section import asked, grouped
from views.html import show
from views.language import _, plural
from views.numbers import money

MOST = 10  # things that wait; the others are in the list of all


def found(shop: warehouse.Shop) -> Alerts | None:
    """Everything that ever fired; None for a shop without a build."""
    return asked(shop, None)


def sentence(recent: Alerts) -> None:
    """How many things wait, and what they come to."""
    waiting = grouped(recent.standing("open"))
    if not waiting:
        return
    many = plural("{count} thing of the last four weeks waits", "{count} things of the last four weeks wait", len(waiting))  # fmt: skip
    worst = max((need.money for need in waiting if need.money is not None), default=None)
    said = _("{many}; the largest is about {amount}.").format(many=many, amount=f"<b>{money(worst)}</b>") if worst else f"{many}."  # fmt: skip
    show(f'<p class="dz-say">{said}</p>')
