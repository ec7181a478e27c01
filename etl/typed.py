"""Costs that people type: each entry becomes a small upload of origin "typed", so it is kept, traced and undone like a file."""

import csv
import io
import tempfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from etl.pipeline import Asked, Loaded, load
from warehouse import Shop

COSTS = ("cost_kind", "label", "cost_platform", "rate", "amount", "per", "start_date", "end_date")
UNIT_COSTS = ("product_key", "product_name", "unit_cost", "valid_from")


def load_costs(shop: Shop, entries: Iterable[Mapping[str, object]]) -> list[Loaded]:
    """Load rates, amounts per shipped order, recurring and one-off amounts: dictionaries by the names of `COSTS`."""
    return _load(shop, "costs", COSTS, entries)


def load_unit_costs(shop: Shop, entries: Iterable[Mapping[str, object]]) -> list[Loaded]:
    """Load unit costs: dictionaries by the names of `UNIT_COSTS`."""
    return _load(shop, "unit_costs", UNIT_COSTS, entries)


def load_pasted(shop: Shop, text: str, defaults: Mapping[str, str] | None = None) -> list[Loaded]:
    """Load a cost table pasted from a spreadsheet: with its header row, or as product key, cost and perhaps a day."""
    lines = [line for line in text.strip("\n").splitlines() if line.strip()]
    has_header = bool(lines) and not any(cell.replace(".", "", 1).strip().isdigit() for cell in _cells(lines[0])[1:])
    header = (
        []
        if has_header
        else ["product_key\tunit_cost\tvalid_from".rsplit("\t", 3 - max(2, len(_cells(lines[0]))))[0]]
        if lines
        else []
    )
    return _keep(shop, "pasted costs", "\n".join([*header, *lines]) + "\n", defaults)


def _cells(line: str) -> list[str]:
    return line.split("\t") if "\t" in line else line.split(",")


def _load(shop: Shop, name: str, columns: tuple[str, ...], entries: Iterable[Mapping[str, object]]) -> list[Loaded]:
    file = io.StringIO()
    rows = csv.DictWriter(file, columns, lineterminator="\n")
    rows.writeheader()
    rows.writerows(entries)
    return _keep(shop, name, file.getvalue(), None)


def _keep(shop: Shop, name: str, text: str, defaults: Mapping[str, str] | None) -> list[Loaded]:
    # The moment makes every entry a file of its own: typing the same amount again after undoing it is a new entry.
    moment = datetime.now().astimezone().isoformat(sep=" ", timespec="milliseconds")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "typed.csv"
        path.write_text(text + f"# typed {moment}\n", "utf-8")
        return load(shop, [(path, f"{name} {moment[:16]}")], Asked(origin="typed", defaults=defaults))[0]
