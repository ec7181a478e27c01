"""Sending a shop's list: to each address what it does not know yet, once a day from its time on, or at once when asked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from filelock import FileLock

from book import book
from reports.alerts.alert import Alerts
from reports.alerts.needs import grouped, recent
from reports.alerts.notify.addresses import Address, Times, addresses, kinds, times, usual
from reports.alerts.notify.memory import Past, Sending, key, mark, past, remember
from reports.alerts.notify.post import Problem, post
from reports.alerts.notify.words import letter, trial
from reports.tongue import Tongue
from warehouse import NoBuild, Shop, Told

WAIT = 120  # seconds for another sending of this shop


@dataclass(frozen=True)
class Sent:
    """What became of an address's list."""

    address: Address
    sending: Sending


def deliver(shop: Shop, now: datetime, *, only_due: bool = False) -> list[Sent]:
    """Send what is new to every address, or to those whose time it is; `now` is this computer's time.

    One process sends at a time, and looks only then at what was sent. Raises BookUnreachable.
    """
    if not addresses(shop):
        return []
    with FileLock(shop.folder / "delivery.sending", timeout=WAIT):
        known, when = past(shop), times(book(shop))
        wanted = [each for each in addresses(shop) if not only_due or is_due(when, known.get(each.id, Past()), now)]
        if not wanted:
            return []
        made = _made(shop, now)
        sent = []
        for address in wanted:
            sending = _send(shop, address, made, known.get(address.id, Past()), when, now)
            remember(shop, sending)
            sent.append(Sent(address, sending))
        return sent


def is_due(when: Times, known: Past, now: datetime) -> bool:
    """Whether an address is to be sent its list: not in quiet hours; once a day; after a failure as soon as the pause is over."""
    last = known.last
    if when.is_quiet(now.time()):
        return False
    if last and last.problem and last.at.date() <= now.date():
        return last.at > now or now >= tried_again(known)  # in the hour that a clock goes back, at once
    # Neither a clock that was set back makes anybody wait, nor does the hour that comes twice send twice.
    return now.time() >= when.at and (last is None or last.at.date() != now.date())


def tried_again(known: Past) -> datetime:
    """When a failed sending is tried again."""
    assert known.last
    pauses = usual()["pauses"]
    return known.last.at + timedelta(minutes=pauses[min(known.failures, len(pauses)) - 1])


def try_out(shop: Shop, address: Address) -> Problem | None:
    """Send a message that says only that messages arrive; None where it was taken."""
    words = trial(shop, Tongue(address.language))
    return post(address.url, words.title, words.body) if address.url else Problem("secret")


def _made(shop: Shop, now: datetime) -> Alerts | Problem | None:
    """The list as it stands; None where nothing was loaded yet."""
    try:
        return recent(shop, "cleaned", now.date())
    except NoBuild:
        return None
    except Told as fault:
        return Problem("figures", str(fault))


def _send(shop: Shop, address: Address, made: Alerts | Problem | None, known: Past, when: Times, now: datetime) -> Sending:  # fmt: skip
    sending = partial(Sending, address.id, now)
    if isinstance(made, Problem):
        return sending(problem=made)
    if address.url is None:
        return sending(problem=Problem("secret"))
    news = known.news(made) if made else []
    if made is None or not news:
        return sending()
    needs = grouped(news)
    words = letter(shop, needs, Tongue(address.language, made.currency), when.most, kinds()[address.kind].room)
    problem = post(address.url, words.title, words.body)
    if problem:
        return sending(problem=problem)
    return sending(len(needs), {key(each): mark(made, each) for each in news})
