"""The demo shop: the invented exports of data/sample, loaded like anybody's."""

import csv
import io
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import warehouse
from etl.pipeline import Asked, load

SAMPLE = Path(__file__).parent.parent / "data" / "sample" / "demo"


def make_demo(progress: Callable[[str], None] = lambda text: None) -> str:
    """Make the demo shop, or bring it up to date; its name. Loading it twice changes nothing."""
    said = tomllib.loads((SAMPLE / "demo.toml").read_text("utf-8"))
    shop = warehouse.shop(str(said["shop"]["name_zh"]), make=True)
    shop.set(demo=True, title_en=said["shop"]["name_en"], service_start=said["shop"]["service_start"].isoformat())
    files = sorted(path for path in SAMPLE.iterdir() if path.suffix in (".zip", ".csv", ".xlsx", ".xls"))
    results, _ = load(shop, [(path, path.name) for path in files], progress=lambda file, step: progress(f"{step} {file}"))
    refused = [each for each in results if each.status == "refused"]
    if refused:
        raise RuntimeError(f"the demo's own files are refused: {refused}")
    load_typed(shop, said["costs"])
    return shop.name


TYPED_COLUMNS = ("cost_kind", "label", "cost_platform", "rate", "amount", "per", "start_date", "end_date")


def load_typed(shop: warehouse.Shop, costs: list[dict[str, Any]]) -> None:
    """Load typed costs as a small upload of origin "typed"."""
    text = io.StringIO()
    rows = csv.DictWriter(text, TYPED_COLUMNS, extrasaction="ignore")
    rows.writeheader()
    for cost in costs:
        rows.writerow(cost | {"cost_kind": cost.get("kind"), "cost_platform": cost.get("platform"), "start_date": cost.get("start"), "end_date": cost.get("end")})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "typed.csv"
        path.write_text(text.getvalue(), "utf-8")
        load(shop, [(path, "costs.csv")], Asked(origin="typed"))
