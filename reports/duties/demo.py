"""What the people of the demo shop owed each other, told to its book like anybody's."""

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from book import Book, Change, book
from book.engagement import Engagement
from reports.duties import approvals, deliverables, work
from reports.duties.moment import SHOP_TIME
from reports.duties.requests import ask, requests, take_step
from warehouse import Shop


def tell_duties(shop: Shop, agreed: Engagement, path: Path) -> None:
    """Record requests with their steps, deeds, work and approvals."""
    people = {person.side: person.name for person in agreed.people}
    ledger, said = book(shop), tomllib.loads(path.read_text("utf-8"))
    for each in said["requests"]:
        _request(ledger, each, people, agreed)
    ledger.append([*_listed(said["deeds"], _deed), *_listed(said["work"], _work)], people["agency"])
    for each in said["approvals"]:
        _approval(ledger, each, people, agreed)


def _request(ledger: Book, said: dict[str, Any], people: dict[str, str], agreed: Engagement) -> None:
    asked = _at(said)
    name = ask(ledger, said["side"], said["about"], people[said["side"]], agreed, at=asked, now=asked).subject
    for step in said.get("steps", ()):
        at = _at(step)
        found = next(each for each in requests(ledger, at) if each.name == name)
        take_step(ledger, found, step["step"], people[found.asked_side], agreed, step["note"], at=at, now=at)


def _at(said: dict[str, Any]) -> datetime:
    moment: datetime = said["at"]
    return moment.replace(tzinfo=SHOP_TIME)


def _listed(said: list[dict[str, Any]], change: Any) -> list[Change]:
    """One change per day of each line, numbered in the order of their days."""
    found = sorted(((day, each) for each in said for day in each["days"]), key=lambda pair: pair[0])
    return [change(str(number), day, each) for number, (day, each) in enumerate(found, 1)]


def _deed(name: str, day: date, said: dict[str, Any]) -> Change:
    body = {"kind": said["kind"], "on": day.isoformat(), "count": said["count"], "note": said["note"], "event": ""}
    return Change(deliverables.KIND, name, body, 0)


def _work(name: str, day: date, said: dict[str, Any]) -> Change:
    body = {"on": day.isoformat(), "step": said["step"], "minutes": said["minutes"], "note": said["note"]}
    return Change(work.KIND, name, body, 0)


def _approval(ledger: Book, said: dict[str, Any], people: dict[str, str], agreed: Engagement) -> None:
    kind, product = said["kind"], said["product"]
    approvals.ask(ledger, kind, product, said.get("value"), people["agency"], agreed, said["note"])
    if "state" in said:
        found = approvals.approvals(ledger)[f"{kind}:{product}"]
        approvals.decide(ledger, found, said["state"], people["merchant"], agreed, said.get("reply", ""))
