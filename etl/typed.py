"""Costs that people type: each entry becomes a small upload of origin "typed", so it is kept, traced and undone like a file."""

import csv
import io
import tempfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from etl.loaded import Loaded
from etl.pipeline import Asked, load
from warehouse import Shop

COSTS = ("cost_kind", "label", "cost_platform", "rate", "amount", "per", "start_date", "end_date")
UNIT_COSTS = ("product_key", "product_name", "unit_cost", "valid_from")
DAY_TOTALS = ("day", "shop_platform", "orders", "units", "gross_sales", "refunds")


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
