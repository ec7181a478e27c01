"""The clock that sends lists while the app runs, whether or not anybody has a page open."""

from datetime import datetime
from threading import Event

from reports.alerts.notify.daily import deliver
from warehouse import Shop, access, log_unexpected, shop, shop_names

EVERY = 20  # seconds
_faults: dict[str, type[Exception]] = {}  # the last one of each shop, as long as it lasts


def run(stop: Event | None = None) -> None:
    """Look at every shop again and again until told to stop; what goes wrong with one shop stops no other."""
    over = stop or Event()
    with access.acting(access.EVERYONE):  # the program's own work, also where people sign in
        while True:
            for name in shop_names():
                look(shop(name))
            if over.wait(EVERY):
                return


def look(each: Shop) -> None:
    """Send a shop's lists where it is time. A fault is written down once, and the next round tries again."""
    try:
        deliver(each, datetime.now(), only_due=True)  # noqa: DTZ005 — times of day are this computer's
        _faults.pop(each.name, None)
    except Exception as fault:  # noqa: BLE001 — the clock goes on whatever happens; the log gets the place, no values
        if _faults.get(each.name) is not type(fault):
            _faults[each.name] = type(fault)
            log_unexpected()
