"""Costs that people type: each entry becomes a small upload of origin "typed", so it is kept, traced and undone like a file."""

import csv
import io
import tempfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path

from etl import register
from etl.loaded import Loaded
from etl.pipeline import Asked, load, undo
from warehouse import Shop, reader

COSTS = ("cost_kind", "label", "cost_platform", "rate", "amount", "per", "start_date", "end_date")
UNIT_COSTS = ("product_key", "product_name", "unit_cost", "valid_from")
DAY_TOTALS = ("day", "shop_platform", "orders", "units", "gross_sales", "refunds")
BRUSHING = ("订单号", "付款日期", "本金", "佣金")  # the header of a merchant's own list
CONFIRMED = "confirmed brushing"  # what the uploads of confirmed orders are called


def load_costs(shop: Shop, entries: Iterable[Mapping[str, object]], mark: str | None = None) -> list[Loaded]:
    """Load rates, amounts per shipped order, recurring and one-off amounts: dictionaries by the names of `COSTS`.

    Entries with the same `mark` and the same content are one and the same upload; without a mark every call is a new one.
    """
    return _keep(shop, "costs", _text(COSTS, entries), mark=mark)


def load_unit_costs(shop: Shop, entries: Iterable[Mapping[str, object]]) -> list[Loaded]:
    """Load unit costs: dictionaries by the names of `UNIT_COSTS`."""
    return _keep(shop, "unit_costs", _text(UNIT_COSTS, entries))


def load_day_totals(shop: Shop, entries: Iterable[Mapping[str, object]]) -> list[Loaded]:
    """Load totals of days that no export tells: dictionaries by the names of `DAY_TOTALS`."""
    return _keep(shop, "day totals", _text(DAY_TOTALS, entries))


def list_as_brushing(shop: Shop, confirmed: Mapping[str, date]) -> bool:
    """Bring the typed list of brushing orders to exactly these: order → the day it was paid.

    What is no longer confirmed leaves with the upload it came with; the rest of that upload comes again. A list that the
    merchant loaded as a file is not touched. Says whether anything had to change.
    """
    held: dict[int, list[str]] = {
        each.upload: [] for each in register.active(shop) if each.origin == "typed" and each.file.startswith(CONFIRMED)
    }
    if held:
        for row in reader(shop).rows("select upload, order_id from staging.brushing"):
            if row["upload"] in held:
                held[row["upload"]].append(row["order_id"])
    stale = [upload for upload, orders in held.items() if set(orders) - set(confirmed)]
    for upload in stale:
        undo(shop, upload)
    kept = {order for upload, orders in held.items() if upload not in stale for order in orders}
    missing = [
        dict(zip(BRUSHING, (order, day.isoformat(), "", ""), strict=True))
        for order, day in confirmed.items()
        if order not in kept
    ]
    if missing:
        _keep(shop, CONFIRMED, _text(BRUSHING, missing))
    return bool(stale or missing)


def load_pasted(shop: Shop, text: str, defaults: Mapping[str, str] | None = None) -> list[Loaded]:
    """Load a cost table pasted from a spreadsheet: with its header row, or as product key, cost and perhaps a day."""
    lines = [line for line in text.strip("\n").splitlines() if line.strip()]
    if lines and any(_is_number(cell) for cell in _cells(lines[0])[1:]):
        separator = "\t" if "\t" in lines[0] else ","
        lines.insert(0, separator.join(("product_key", "unit_cost", "valid_from")[: len(_cells(lines[0]))]))
    return _keep(shop, "pasted costs", "\n".join(lines) + "\n", defaults)


def _is_number(cell: str) -> bool:
    return cell.strip().lstrip("¥￥").replace(".", "", 1).isdigit()


def _cells(line: str) -> list[str]:
    return line.split("\t") if "\t" in line else line.split(",")


def _text(columns: tuple[str, ...], entries: Iterable[Mapping[str, object]]) -> str:
    file = io.StringIO()
    rows = csv.DictWriter(file, columns, lineterminator="\n")
    rows.writeheader()
    rows.writerows(entries)
    return file.getvalue()


def _keep(
    shop: Shop, name: str, text: str, defaults: Mapping[str, str] | None = None, mark: str | None = None
) -> list[Loaded]:
    # The moment makes every entry a file of its own: the same rent may be typed for two warehouses.
    moment = mark or datetime.now().astimezone().isoformat(sep=" ", timespec="milliseconds")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "typed.csv"
        path.write_text(text + f"# typed {moment}\n", "utf-8")
        return load(shop, [(path, f"{name} {moment[:16]}")], Asked(origin="typed", defaults=defaults))[0]
