"""The demo shop: the invented exports of data/sample, loaded like anybody's."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import warehouse
from etl.pipeline import load
from etl.typed import load_costs

SAMPLE = Path(__file__).parent.parent / "data" / "sample" / "demo"


def make_demo(progress: Callable[[str], None] = lambda text: None) -> str:
    """Make the demo shop, or bring it up to date; its name. Loading it twice changes nothing."""
    said = tomllib.loads((SAMPLE / "demo.toml").read_text("utf-8"))
    shop = warehouse.shop(str(said["shop"]["name_zh"]), make=True)
    shop.set(demo=True, title_en=said["shop"]["name_en"], service_start=said["shop"]["service_start"].isoformat())
    files = sorted(path for path in SAMPLE.iterdir() if path.suffix in (".zip", ".csv", ".xlsx", ".xls"))
    results, _ = load(
        shop, [(path, path.name) for path in files], progress=lambda file, step: progress(f"{step} {file}")
    )
    refused = [each for each in results if each.status == "refused"]
    if refused:
        raise RuntimeError(f"the demo's own files are refused: {refused}")
    load_costs(shop, [_entry(cost) for cost in said["costs"]], mark="demo")
    return shop.name


def _entry(cost: dict[str, object]) -> dict[str, object]:
    """A typed cost of demo.toml under the names of the staging table."""
    names = {"kind": "cost_kind", "platform": "cost_platform", "start": "start_date", "end": "end_date"}
    return {names.get(key, key): value for key, value in cost.items()}
