"""python -m book grant | administrator | people | costs: who may do what on a server, from the server's own command line."""

import argparse
from collections.abc import Callable
from typing import Any

import warehouse
from book import people
from warehouse import print_json, tell


def add_calls(calls: Any, user: Callable[[], str]) -> None:
    """Add the calls; `user` names whoever types them."""
    call = _call(
        calls, "administrator", _administrator, "make somebody an administrator of the people, or no longer", user
    )
    call.add_argument("account", metavar="ACCOUNT", help="a verified e-mail address, or the provider's sub")
    call.add_argument("--name", help="the name that stands behind what they write")
    call.add_argument("--remove", action="store_true")
    call = _call(calls, "grant", _grant, "give somebody a role in a shop, or take it away", user)
    call.add_argument("--shop", required=True, metavar="SHOP")
    call.add_argument("account", metavar="ACCOUNT", help="a verified e-mail address, or the provider's sub")
    call.add_argument("role", choices=[*people.ROLES, "none"])
    call.add_argument("--name", help="the name that stands behind what they write")
    call = _call(calls, "costs", _costs, "hide a shop's costs and profit from its operators, or show them", user)
    call.add_argument("--shop", required=True, metavar="SHOP")
    call.add_argument("what", choices=["hide", "show"])
    call = _call(calls, "end-sessions", _end, "let none of somebody's sign-ins count any more", user)
    call.add_argument("account", metavar="ACCOUNT")
    _call(calls, "people", _people, "everybody with what they may do", user)


def _call(calls: Any, name: str, run: Any, text: str, user: Callable[[], str]) -> argparse.ArgumentParser:
    call: argparse.ArgumentParser = calls.add_parser(name, help=text, description=text)
    call.set_defaults(run=run, user=user)
    call.add_argument("--json", action="store_true", help="print one JSON object")
    return call


def _administrator(asked: argparse.Namespace) -> int:
    people.appoint(asked.account, asked.user(), asked.name, is_one=not asked.remove)
    return _people(asked)


def _grant(asked: argparse.Namespace) -> int:
    shop = warehouse.shop(asked.shop)
    people.grant(asked.account, shop.name, None if asked.role == "none" else asked.role, asked.user(), asked.name)
    return _people(asked)


def _costs(asked: argparse.Namespace) -> int:
    people.hide_costs(warehouse.shop(asked.shop).name, asked.user(), hidden=asked.what == "hide")
    return _people(asked)


def _end(asked: argparse.Namespace) -> int:
    people.end_sessions(asked.account, asked.user())
    tell(f"Every sign-in of {asked.account} up to now has ended.")
    return 0


def _people(asked: argparse.Namespace) -> int:
    known = people.people(fresh=True)
    grants = [
        {"account": account, "name": known.names.get(account, ""), "shop": shop, "role": role}
        for (account, shop), role in sorted(known.grants.items())
    ]
    administrators = sorted(known.administrators)
    if asked.json:
        hidden = sorted(known.costs_hidden)
        print_json({"administrators": administrators, "grants": grants, "costs_hidden": hidden, "entry": known.number})
        return 0
    for account in administrators:
        print(f"{account}  {known.names.get(account, '')}  administrator")
    for each in grants:
        print(f"{each['account']}  {each['name']}  {each['role']}  {each['shop']}")
    return 0
