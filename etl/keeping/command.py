"""`backup`, `restore` and `check` on the command line."""

import argparse
from collections.abc import Callable
from pathlib import Path

import warehouse
from etl.keeping.backup import backup
from etl.keeping.check import check_folder, check_shop
from etl.keeping.restore import restore
from warehouse import print_json, tell

Call = Callable[..., argparse.ArgumentParser]


def add(call: Call) -> None:
    """Add the three calls; `call(name, run, text)` makes one."""
    made = call("backup", _backup, "copy the data folder, while the program runs, into a new dated folder")
    made.add_argument("--to", metavar="DIR", type=Path, required=True, help="where backups are kept, best another disk")
    made.add_argument("--shop", metavar="SHOP", help="this shop alone")
    made = call("restore", _restore, "bring a backup back; it is read and compared whole before anything changes")
    made.add_argument("--from", dest="source", metavar="DIR", type=Path, required=True, help="a backup, or the folder of them")  # fmt: skip
    made.add_argument("--shop", metavar="SHOP", help="this shop alone")
    made.add_argument("--yes", action="store_true", help="put aside what stands in the way")
    made = call("check", _check, "read everything and compare it with what was written down")
    made.add_argument("--shop", metavar="SHOP", help="this shop alone")


def _backup(asked: argparse.Namespace) -> int:
    shops = [warehouse.shop(asked.shop)] if asked.shop else None
    made = backup(asked.to, shops, progress=tell)
    if asked.json:
        print_json({"backup": str(made)})
    else:
        print(made)
    return 0


def _restore(asked: argparse.Namespace) -> int:
    shops, aside = restore(asked.source, asked.shop, yes=asked.yes, progress=tell)
    if asked.json:
        print_json({"restored": shops, "aside": str(aside) if aside else None})
    else:
        print(f"restored {', '.join(shops) or 'no shop'}")
    if aside and not asked.json:
        tell(f"what was there before lies in {aside}")
    return 0


def _check(asked: argparse.Namespace) -> int:
    names = [asked.shop] if asked.shop else warehouse.shop_names()
    folder = [] if asked.shop else check_folder()
    found = [check_shop(warehouse.shop(name)) for name in names]
    holds = not folder and not any(each.faults for each in found)
    if asked.json:
        print_json(
            {
                "holds": holds,
                "shops": [each.as_json() for each in found],
                "problems": [fault.as_json() for fault in folder],
            }
        )
        return 0 if holds else 1
    for fault in folder:
        print(fault.message)
    for each in found:
        said = "all is as it was written down" if not each.faults else f"{len(each.faults)} problems"
        print(f"{each.shop}: {each.uploads} uploads, {each.entries} entries of the book, {said}")
        if each.unsealed:
            print(f"  {each.unsealed} lines of the list of uploads come from earlier versions and carry no seal")
        for fault in each.faults:
            print(f"  {fault.message}")
    return 0 if holds else 1
