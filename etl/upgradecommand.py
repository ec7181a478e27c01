"""`upgrade` on the command line: what a newer version would change in past weeks, and accepting what it changed."""

import argparse
from collections.abc import Callable
from typing import Any

import warehouse
from etl.check import CheckBroken
from etl.errors import NoLongerReadable
from etl.pipeline import is_current, upgraded
from reports.metric import BASES
from reports.signing.signatures import confirmed, signatures
from reports.upgrade.accepted import Known, NoSuchUpgrade, accept, known, moved
from reports.upgrade.compare import BOOKS
from warehouse import BuildDamaged, Shop, print_json, tell
from warehouse.upgrades import Upgrade

Call = Callable[..., argparse.ArgumentParser]


def add(call: Call) -> None:
    """Add the call; `call(name, run, text)` makes it."""
    made = call("upgrade", _upgrade, "what a newer version of the program would change in past weeks; changes nothing")
    made.add_argument("--shop", metavar="SHOP", help="this shop alone")
    made.add_argument("--accept", metavar="NAME", help="write down that NAME accepts what the newer version changed")
    made.add_argument("--why", metavar="TEXT", default="", help="a reason to keep with it")


def _upgrade(asked: argparse.Namespace) -> int:
    shops = [warehouse.shop(name) for name in ([asked.shop] if asked.shop else warehouse.shop_names())]
    if asked.accept:
        shops = [shop for shop in shops if asked.shop or any(each.waits for each in known(shop))]
    answers = [_accepted(shop, asked.accept, asked.why) if asked.accept else _told(shop) for shop in shops]
    if asked.json:
        print_json({"shops": answers})
    else:
        for each in answers:
            _say(each)
    return 1 if any("error" in each for each in answers) else 0


def _told(shop: Shop) -> dict[str, Any]:
    """What is in use, what waits, and what would come."""
    found = known(shop)
    answer: dict[str, Any] = {"shop": shop.name, "steps": [_step(shop, each) for each in found]}
    try:
        if not is_current(shop):
            tell(f"computing {shop.name} anew beside its figures")
            with upgraded(shop) as coming:
                answer["steps"].append({**_described(shop, coming), "state": "coming"})
    except (NoLongerReadable, CheckBroken, BuildDamaged) as fault:  # the other shops are told all the same
        answer["error"] = {"kind": fault.kind, "message": str(fault)}
    return answer


def _accepted(shop: Shop, who: str, why: str) -> dict[str, Any]:
    found = [each for each in known(shop) if each.waits]
    if not found:
        raise NoSuchUpgrade(shop.name)
    for each in found:
        accept(shop, each.upgrade, who, why)
    steps = [_step(shop, each) for each in known(shop)]
    return {"shop": shop.name, "steps": steps}


def _step(shop: Shop, each: Known) -> dict[str, Any]:
    answer = {**_described(shop, each.upgrade), "state": "waiting" if each.waits else "changes nothing"}
    if each.accepted:
        answer |= {"state": "accepted", "by": each.accepted.who, "accepted_at": each.accepted.written_at.isoformat()}
    return answer


def _described(shop: Shop, upgrade: Upgrade) -> dict[str, Any]:
    signed = confirmed(signatures(shop))
    weeks = []
    for refunds in BASES:
        for book in BOOKS:
            found = moved(upgrade, refunds, book)
            weeks += [
                {
                    "week_start": week.isoformat(),
                    "signed": week in signed,
                    "refunds": refunds,
                    "book": book,
                    "figures": {each.figure: each.as_json() for each in found if each.week_start == week},
                }
                for week in sorted({each.week_start for each in found})
            ]
    said = upgrade.body
    texts = said["definitions"]
    return {
        "upgrade": upgrade.name,
        "before": said["before"],
        "after": said["after"],
        "at": said["at"],
        "compared": upgrade.is_compared,
        "changes_nothing": upgrade.changes_nothing,
        "mixed": said["mixed"],
        "definitions": None if texts is None else [each["name"] for each in texts],
        "weeks": weeks,
    }


def _say(answer: dict[str, Any]) -> None:
    if "error" in answer:
        print(f"{answer['shop']}: {answer['error']['message']}")
    elif not answer["steps"]:
        print(f"{answer['shop']}: computed by the version in use, and nothing ever changed")
    for step in answer["steps"]:
        who = f" by {step['by']}" if step["state"] == "accepted" else ""
        print(f"{answer['shop']}: {step['before'] or 'unknown'} -> {step['after']} ({step['state']}{who})")
        names = step["definitions"]
        print(
            f"  definitions: {'the earlier version kept no texts' if names is None else ', '.join(names) or 'the same'}"
        )
        if step["mixed"]:
            print(f"  in the same step uploads came or went: {', '.join(map(str, step['mixed']))}")
        if not step["compared"]:
            print("  the earlier figures cannot be read by this version; nothing can be compared")
        elif step["changes_nothing"]:
            print("  no figure of any week changes")
        for week in step["weeks"]:
            mark = " signed" if week["signed"] else ""
            print(f"  {week['week_start']}{mark} (refunds {week['refunds']}, {week['book']})")
            for name, each in week["figures"].items():
                print(f"    {name:24} {each['before']!s:>14} -> {each['after']!s:>14}  {each['difference']!s:>12}")
