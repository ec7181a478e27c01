"""The loader's command line: stdout is data, stderr is narration, no traceback reaches anyone."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import book
import warehouse
from etl import register, upgradecommand
from etl.coverage import coverage, gaps, lanes
from etl.demo import make_demo
from etl.findings import findings
from etl.formatfile import formats
from etl.keeping import command as keeping
from etl.loaded import as_json
from etl.pipeline import Asked, load, rebuild_all, undo, undone
from etl.remembered import remembered
from etl.upgrade import compare_by
from reports.demo import tell_demo
from reports.effect import effect
from reports.upgrade.compare import compared
from warehouse import guarded, print_json, tell


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one call; the exit code: 0 done, 1 refused or not there, 2 wrong usage."""
    compare_by(compared)
    asked = _parser().parse_args(arguments)
    return guarded(lambda: int(asked.run(asked)), json_wanted=getattr(asked, "json", False))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m etl", description="Export files into a shop's warehouse.")
    calls = parser.add_subparsers(required=True, metavar="CALL")

    call = _call(calls, "load", _load, "recognise, check and load files", shop=True)
    call.add_argument("--format", metavar="NAME", help="read the files as this format")
    call.add_argument("--map", metavar="FILE.toml", type=Path, help="read the files by this column map")
    call.add_argument(
        "--valid-from", metavar="D", type=date.fromisoformat, help="the day from which undated costs hold"
    )
    call.add_argument(
        "--date-order", choices=["dmy", "mdy"], help="how dates such as 11/01/2026 are written: day or month first"
    )
    call.add_argument(
        "--accept", metavar="KIND", action="append", default=[], help="answer a question that a refusal asked"
    )
    call.add_argument(
        "--origin", choices=register.FROM_FILES, default=register.FROM_FILES[0], help="who exported the files"
    )
    call.add_argument("--dry-run", action="store_true", help="check everything, change nothing")
    call.add_argument("files", metavar="FILE", nargs="+", type=Path)

    _call(calls, "formats", _formats, "the formats known and the headers that identify them")
    _call(calls, "register", _register, "every upload of a shop", shop=True)
    call = _call(calls, "undo", _undo, "take one upload out, as if it had never been loaded", shop=True)
    call.add_argument("id", metavar="ID", type=int)
    call.add_argument("--dry-run", action="store_true", help="show what would change, change nothing")
    _call(calls, "rebuild", _rebuild, "build the warehouse again from the inbox and the register", shop=True)
    call = _call(calls, "coverage", _coverage, "day × source: present, partial or missing", shop=True)
    call.add_argument("--from", dest="first", metavar="D", type=date.fromisoformat)
    call.add_argument("--to", dest="last", metavar="D", type=date.fromisoformat)
    _call(calls, "demo", _demo, "make the demo shop")
    call = _call(calls, "forget", _forget, "remove a shop whole", shop=True)
    call.add_argument("--yes", action="store_true", help="really remove it")
    keeping.add(partial(_call, calls))
    upgradecommand.add(partial(_call, calls))
    return parser


def _call(calls: Any, name: str, run: Any, text: str, *, shop: bool = False) -> argparse.ArgumentParser:
    call: argparse.ArgumentParser = calls.add_parser(name, help=text, description=text)
    call.set_defaults(run=run)
    if shop:
        call.add_argument("--shop", required=True, metavar="SHOP")
    call.add_argument("--json", action="store_true", help="print one JSON object")
    return call


def _load(asked: argparse.Namespace) -> int:
    is_new = asked.shop not in warehouse.shop_names()
    shop = warehouse.shop(asked.shop, make=True)
    defaults = {"valid_from": asked.valid_from.isoformat()} if asked.valid_from else {}
    defaults |= {"date_order": asked.date_order} if asked.date_order else {}
    said = Asked(
        format=asked.format,
        map=asked.map.read_text("utf-8") if asked.map else None,
        defaults=defaults,
        accepted=tuple(asked.accept),
        origin=asked.origin,
        dry_run=asked.dry_run,
    )
    results, build = load(
        shop,
        [(path, path.name) for path in asked.files],
        said,
        progress=lambda file, step: tell(f"{step} {file}") if sys.stderr.isatty() else None,
        waiting=lambda: tell("another load of this shop is running; waiting for it"),
    )
    if is_new and asked.dry_run:
        warehouse.forget(asked.shop)  # a shop that is only tried is not left behind
    answer = as_json(results, shop, build)
    if asked.json:
        print_json(answer)
    else:
        for each in answer["files"]:
            name = each["file"] + (f" [{each['sheet']}]" if each["sheet"] else "")
            print(f"{name}: {each['status']}" + (f" as {each['format']}" if each["format"] else ""))
            if each["status"] != "refused":
                print(
                    f"  upload {each['upload']}, {each['rows']} rows ({each['new']} new, {each['updated']} updated, "
                    f"{each['unchanged']} unchanged), {each['rejected']} that are no data"
                )
            for identity in each["identities"]:
                held = "holds" if not identity["broken"] else f"is broken on {identity['broken']}"
                print(f"  {identity['sentence']}: {held} of {identity['rows']} rows")
            for problem in each["problems"]:
                where = ", ".join(
                    part
                    for part in (
                        f"row {problem['row']}" if problem["row"] else "",
                        f"column {problem['column']}" if problem["column"] else "",
                    )
                    if part
                )
                print(f"  {where + ': ' if where else ''}{problem['message']}")
    return 1 if any(each["status"] == "refused" for each in answer["files"]) else 0


def _formats(asked: argparse.Namespace) -> int:
    known = [
        {
            "name": each.name,
            "label": each.label,
            "platform": each.platform,
            "entity": each.entity,
            "grade": each.grade,
            "must": [choice[0] if len(choice) == 1 else list(choice) for choice in each.must],
            "one_of": list(each.one_of),
            "never": list(each.never),
        }
        for each in [*formats().values(), *(own.format for own in remembered().values() if own.format)]
    ]
    for own in remembered().values():
        for problem in own.problems:
            tell(f"{own.name}: {problem.message}")
    if asked.json:
        print_json({"formats": known})
    else:
        for each in known:
            print(f"{each['name']:34} {each['entity']:13} {each['grade']:10} {each['label']}")
    return 0


def _register(asked: argparse.Namespace) -> int:
    shop = warehouse.shop(asked.shop)
    entries, found = register.entries(shop), findings(shop)
    lines = [
        {
            "id": entry.upload.upload,
            "file": entry.upload.file,
            "sheet": entry.upload.sheet,
            "sha256": entry.upload.sha256,
            "format": entry.upload.format,
            "rows": entry.upload.rows,
            "rejected": entry.upload.rejected,
            "period": list(entry.upload.period) if entry.upload.period else None,
            "sum": entry.upload.sum,
            "at": entry.upload.at,
            "by": entry.upload.by,
            "origin": entry.upload.origin,
            "undone_at": entry.undone_at,
            "undone_by": entry.undone_by,
        }
        for entry in entries
    ]
    if asked.json:
        print_json({"shop": asked.shop, "uploads": lines, "findings": [each.as_json() for each in found]})
    else:
        for each in lines:
            mark = f"  undone {each['undone_at']}" if each["undone_at"] else ""
            period = "–".join(map(str, each["period"])) if isinstance(each["period"], list) else ""
            print(
                f"{each['id']:4} {each['format']:30} {each['rows']:8} {period:23} {each['sum'] or '':>14} {each['file']}{mark}"
            )
        for finding in found:
            print(finding.as_json()["message"])
    return 0


def _undo(asked: argparse.Namespace) -> int:
    shop = warehouse.shop(asked.shop)
    if asked.dry_run:
        return _undo_dry(asked, shop)
    build = undo(shop, asked.id)
    _answer(asked, {"shop": asked.shop, "undone": asked.id, "build": build}, f"upload {asked.id} taken out")
    return 0


def _undo_dry(asked: argparse.Namespace, shop: warehouse.Shop) -> int:
    with undone(shop, asked.id) as without:
        changes = effect(shop, without).as_json()
    lines = [f"without upload {asked.id}:"]
    for week in (*changes["weeks"], changes["total"]):
        moved = [f"{name} {week['before'][name]} -> {week['after'][name]}" for name in week["before"]]
        lines.append(f"  {week.get('week_start', 'in all'):10}  {', '.join(moved)}")
    lines += [f"  {gap['source']} of {gap['platform']}: {len(gap['days'])} days lose it" for gap in changes["lost"]]
    _answer(asked, {"shop": asked.shop, "undone": None, "build": None, "upload": asked.id, **changes}, "\n".join(lines))
    return 0


def _rebuild(asked: argparse.Namespace) -> int:
    build = rebuild_all(warehouse.shop(asked.shop))
    _answer(asked, {"shop": asked.shop, "build": build}, f"built {build}")
    return 0


def _coverage(asked: argparse.Namespace) -> int:
    shop = warehouse.shop(asked.shop)
    days = coverage(shop, asked.first, asked.last)
    missing = [gap.as_json() for gap in gaps(lanes(shop))]
    if asked.json:
        print_json({"shop": asked.shop, "days": days, "missing": missing})
    else:
        for day in days:
            print(day["day"], " ".join(f"{source}={state}" for source, state in day["sources"].items()))
        for gap in missing:
            print(f"missing: {gap['source']} of {gap['platform']}, {gap['from']} – {gap['to']}")
    return 0


def _demo(asked: argparse.Namespace) -> int:
    made = make_demo(progress=tell)
    tell_demo(made)
    _answer(asked, {"shop": made}, f"made {made}")
    return 0


def _forget(asked: argparse.Namespace) -> int:
    shop = warehouse.shop(asked.shop)
    if not asked.yes:
        tell(f"This removes {asked.shop} with every file and figure, everything agreed and signed. Say --yes to do it.")
        return 2
    book.forget(shop)
    warehouse.forget(asked.shop)
    _answer(asked, {"shop": asked.shop, "forgotten": True}, f"{asked.shop} is removed")
    return 0


def _answer(asked: argparse.Namespace, answer: dict[str, Any], sentence: str) -> None:
    if asked.json:
        print_json(answer)
    else:
        print(sentence)
