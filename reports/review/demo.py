"""What the people of the demo shop said in their monthly reviews, told to its book like anybody's."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from book import book
from book.engagement import Engagement
from reports.contract.month import Month
from reports.contract.monthly import world
from reports.events.kind import Event
from reports.events.record import record
from reports.metric import plain
from reports.review.answers import reply, write
from reports.review.promises import measured, promise, say_result
from reports.scope import Scope
from warehouse import Shop


def tell_reviews(shop: Shop, agreed: Engagement, path: Path) -> None:
    """Record strategy changes, answers with their acceptance, promises with what came of deeds."""
    people = {person.side: person.name for person in agreed.people}
    said = tomllib.loads(path.read_text("utf-8"))
    record(
        book(shop),
        [Event("strategy", each["name"], each["day"], each["day"]) for each in said["strategies"]],
        people["agency"],
    )
    contract = world(Scope(shop))
    for each in said["reviews"]:
        month = Month.named(each["month"])
        found = contract.month(month)
        facts = {"sales": plain(found.sales, "money"), "target": plain(found.target, "money")}
        for question, answer in each["answers"].items():
            _answer(shop, agreed, month, question, answer, people, facts)
        for given in each["promises"]:
            _promise(shop, agreed, month, given, people)


def _answer(
    shop: Shop,
    agreed: Engagement,
    month: Month,
    question: str,
    said: dict[str, Any],
    people: dict[str, str],
    facts: dict[str, Any],
) -> None:
    target = Decimal(said["target"]) if "target" in said else None
    entry = write(shop, month, question, said["text"], people["agency"], agreed, target=target, facts=facts)
    if said["state"] != "waiting":
        read, why = entry.body["fingerprint"], said.get("reply", "")
        reply(shop, month, question, said["state"], people["merchant"], agreed, read, why)


def _promise(shop: Shop, agreed: Engagement, month: Month, said: dict[str, Any], people: dict[str, str]) -> None:
    due: date = said["due"]
    measure = measured(said["metric"], said["bound"], said["value"]) if "metric" in said else None
    entry = promise(shop, month, said["what"], people[said["side"]], said["side"], due, agreed, measure)
    for side in ("agency", "merchant"):
        if side in said:
            note = said.get("note", "") if side == "merchant" else ""
            say_result(shop, entry.subject, said[side], people[side], side, agreed, note)
