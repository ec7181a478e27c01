"""The book's command line: stdout is data, stderr is narration, no traceback reaches anyone."""

import argparse
import getpass
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import warehouse
from book import peoplecommand, record, seen, toml
from book.engagement import terms
from book.ledger import BookBroken, BookShort, book
from book.problem import EngagementRefused
from warehouse import Told, guarded, print_json, tell

VERIFY = "read everything and follow the chains of fingerprints, of one shop's book or of all"

FOLLOWS = "{} entries, each follows from those before it"


class NoEngagement(Told):
    """No engagement has been recorded for {} yet."""

    kind = "no_such_engagement"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one call; the exit code: 0 done, 1 refused or not there, 2 wrong usage."""
    asked = _parser().parse_args(arguments)
    return guarded(lambda: int(asked.run(asked)), json_wanted=asked.json)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m book", description="What was agreed, claimed, decided and signed.")
    calls = parser.add_subparsers(required=True, metavar="CALL")
    call = _call(calls, "import", _import, "record an engagement: an entry for each thing that changed")
    call.add_argument("--who", metavar="NAME", default=None, help="who says so; without it the computer's user")
    call.add_argument("--why", metavar="TEXT", default="", help="the reason, for the history")
    call.add_argument("file", metavar="FILE.toml", type=Path)
    _call(calls, "export", _export, "the engagement in force, as the same TOML")
    _call(calls, "history", _history, "every change: when, who, what, why")
    call = calls.add_parser("verify", help=VERIFY, description=VERIFY)
    call.set_defaults(run=_verify)
    call.add_argument("--shop", metavar="SHOP", help="this shop alone")
    call.add_argument("--json", action="store_true", help="print one JSON object")
    peoplecommand.add_calls(calls, _user)
    return parser


def _call(calls: Any, name: str, run: Any, text: str) -> argparse.ArgumentParser:
    call: argparse.ArgumentParser = calls.add_parser(name, help=text, description=text)
    call.set_defaults(run=run)
    call.add_argument("--shop", required=True, metavar="SHOP")
    call.add_argument("--json", action="store_true", help="print one JSON object")
    return call


def _import(asked: argparse.Namespace) -> int:
    shop = warehouse.shop(asked.shop)
    try:
        fresh = toml.read(asked.file.read_bytes())
    except EngagementRefused as refused:
        return _refuse(asked, refused)
    changes = record.replace(shop, fresh, asked.who or _user(), asked.why)
    if asked.json:
        last = book(shop).last
        print_json({"shop": asked.shop, "entry": last, "changes": [each.as_json() for each in changes], "problems": []})
    for each in changes if not asked.json else ():
        print(f"{each.subject}: {_short(each.before)} -> {_short(each.after)}")
    tell(f"{len(changes)} changes recorded" if changes else "nothing changed")
    return 0


def _refuse(asked: argparse.Namespace, refused: EngagementRefused) -> int:
    tell(f"{asked.file}: nothing was recorded")
    for problem in refused.problems:
        tell(f"  {problem.message}")
    if asked.json:
        found = [each.as_json() for each in refused.problems]
        print_json({"shop": asked.shop, "error": {"kind": refused.kind, "message": str(refused)}, "problems": found})
    return 1


def _export(asked: argparse.Namespace) -> int:
    said = terms(warehouse.shop(asked.shop))
    if not said:
        raise NoEngagement(asked.shop)
    text = toml.written(said)
    if asked.json:
        print_json({"shop": asked.shop, "toml": text})
    else:
        print(text, end="")
    return 0


def _history(asked: argparse.Namespace) -> int:
    entries = book(warehouse.shop(asked.shop)).entries()
    if asked.json:
        print_json({"shop": asked.shop, "changes": [entry.as_json() for entry in entries]})
        return 0
    before: dict[tuple[str, str], Any] = {}
    for entry in entries:
        key = entry.kind, entry.subject
        why = f"  ({entry.why})" if entry.why else ""
        moment = f"{entry.written_at:%Y-%m-%d %H:%M:%SZ}"
        print(
            f"{entry.number:5} {moment} {entry.who}  {entry.kind} {entry.subject}: "
            f"{_short(before.get(key))} -> {_short(entry.body)}{why}"
        )
        before[key] = entry.body
    return 0


def _verify(asked: argparse.Namespace) -> int:
    if asked.shop:
        number = _followed(asked.shop)
        found = [{"shop": asked.shop, "entries": number, "holds": True, "message": FOLLOWS.format(number)}]
    else:
        found = [_verified(name) for name in warehouse.shop_names()]
    holds = all(each["holds"] for each in found)
    if asked.json:
        print_json(found[0] if asked.shop else {"holds": holds, "shops": found})
    for each in found if not asked.json else ():
        print(f"{each['shop']}: {each['message']}")
    return 0 if holds else 1


def _verified(name: str) -> dict[str, Any]:
    """Follow one book's chain to its end."""
    try:
        number = _followed(name)
    except (BookBroken, BookShort) as fault:
        return {"shop": name, "entries": None, "holds": False, "message": str(fault)}
    return {"shop": name, "entries": number, "holds": True, "message": FOLLOWS.format(number)}


def _followed(name: str) -> int:
    shop = warehouse.shop(name)
    seen.separate(shop)
    return book(shop).verify()


def _short(body: Any) -> str:
    return "–" if body is None else body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user may have no name
        return "unknown"
