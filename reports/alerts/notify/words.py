"""The message: shop, count and money in the title, then the things with their sentences, most money first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from reports.alerts.needs import Need
from reports.alerts.notify.post import Problem
from reports.tongue import Tongue
from warehouse import N_, Shop

PROBLEMS: Mapping[str, str] = MappingProxyType(
    {
        "address": N_("The address cannot be used: take it away and add it again."),
        "secret": N_("Its token or password is not on this computer: take the address away and add it again."),
        "login": N_(
            "The mail server refused the user name or the password ({said}). Many mailboxes want an authorisation code instead of the password."
        ),
        "refused": N_("The receiver refused the message ({said})."),
        "slow": N_("The receiver did not answer in time."),
        "certificate": N_("The receiver's certificate is not valid, so nothing was sent."),
        "unreachable": N_(
            "The receiver cannot be reached: look at the address and at this computer's connection to the internet."
        ),
        "figures": N_("The list could not be made: {said}"),
    }
)


@dataclass(frozen=True)
class Letter:
    """A message in plain text."""

    title: str
    body: str


def letter(shop: Shop, needs: Sequence[Need], tongue: Tongue, most: int, room: int) -> Letter:
    """What the list says in a language: at most so many things one by one, and no more than `room` bytes; others are counted."""
    title = _title(shop, needs, tongue)
    lines: list[str] = []
    for need in needs[:most]:
        more = [*lines, f"{len(lines) + 1}. {_told(need, tongue)}"]
        if _bytes(title, [*more, _others(len(needs) - len(more), tongue)]) > room:
            break
        lines = more
    left = len(needs) - len(lines)
    return Letter(title, "\n".join([*lines, *([_others(left, tongue)] if left else [])]))


def trial(shop: Shop, tongue: Tongue) -> Letter:
    """A message that says nothing but that messages arrive."""
    title = tongue.text(N_("{shop}: a test message")).format(shop=_shop(shop, tongue))
    return Letter(title, tongue.text(N_("Messages arrive here. From now on this address gets the list of what needs somebody.")))  # fmt: skip


def problem(found: Problem, tongue: Tongue) -> str:
    """Why a message was not taken, in words."""
    return tongue.text(PROBLEMS[found.kind]).format(said=found.said)


def _title(shop: Shop, needs: Sequence[Need], tongue: Tongue) -> str:
    plural = tongue.plural
    many = plural("{count} thing needs somebody", "{count} things need somebody", len(needs))
    worst = max((need.money for need in needs if need.money is not None), default=None)
    if not worst:
        return tongue.text(N_("{shop}: {many}")).format(shop=_shop(shop, tongue), many=many)
    said = tongue.text(N_("{shop}: {many}, the largest about {amount}"))
    return said.format(shop=_shop(shop, tongue), many=many, amount=tongue.money(worst))


def _told(need: Need, tongue: Tongue) -> str:
    rule = need.worst.of
    head = tongue.text(rule.label) + (f" · {tongue.money(need.money)}" if need.money is not None else "")
    said = f"{head}\n{tongue.sentence(need.worst.said)}"
    if len(need.alerts) < 2:
        return said
    largest = N_("It fired {times} times since {day}; told is the largest.")
    newest = N_("It fired {times} times since {day}; told is the newest.")
    often = tongue.text(largest if rule.adds else newest)
    return f"{said}\n{often.format(times=f'{len(need.alerts):,}', day=f'{need.since:%Y/%m/%d}')}"


def _others(count: int, tongue: Tongue) -> str:
    plural = tongue.plural
    return plural("and {count} more: see the page “Alerts”", "and {count} more: see the page “Alerts”", count)


def _shop(shop: Shop, tongue: Tongue) -> str:
    title = shop.settings.get("title_en") if shop.is_demo and tongue.language == "en" else None
    return str(title or shop.title)


def _bytes(title: str, lines: Sequence[str]) -> int:
    return len("\n".join([title, *lines]).encode())
