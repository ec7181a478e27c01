"""The merchant's own tables: unit costs, and the costs a person types in."""

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from data.sample import story
from data.sample.container import write_xlsx
from data.sample.story import CostEntry

HEADER = ("商家编码", "商品名称", "成本价", "生效日期")


@cache
def cost_rows() -> list[tuple[str, str, Decimal, date]]:
    """(code, title, unit cost, valid from), by date; the product without a cost has no row."""
    rows = [(p.code, p.title, p.cost, story.COST_TABLE_FROM) for p in story.PRODUCTS if p.cost is not None]
    titles = {product.code: product.title for product in story.PRODUCTS}
    return rows + [(code, titles[code], cost, day) for (code, day), cost in story.COST_CHANGES.items()]


def unit_cost(code: str, day: date) -> Decimal | None:
    """The unit cost valid on that day: the newest that has begun."""
    valid = [(valid_from, cost) for key, _, cost, valid_from in cost_rows() if key == code and valid_from <= day]
    return max(valid)[1] if valid else None


def write_cost_table(folder: Path) -> None:
    """`成本表.xlsx`: unit costs with the date from which they are valid."""
    rows = [(code, title, cost, f"{valid_from}") for code, title, cost, valid_from in cost_rows()]
    write_xlsx(folder / "成本表.xlsx", "成本表", [HEADER, *rows], datetime.fromisoformat("2026-03-01 09:00"))


def write_settings(folder: Path) -> None:
    """`demo.toml`: who the shop is, when the agency came, and the typed costs."""
    head = (
        "# The demo shop's settings and typed costs; written by data/sample/make.py, so change story.py instead.\n\n"
        f'[shop]\nname_zh = "{story.SHOP_ZH}"\nname_en = "{story.SHOP_EN}"\n'
        'platforms = ["taobao", "pinduoduo"]\ncurrency = "CNY"\n'
        f"first_day = {story.FIRST_DAY}\nlast_day = {story.LAST_DAY}\nservice_start = {story.SERVICE_START}\n"
    )
    text = head + "".join(_entry(entry) for entry in story.COST_ENTRIES)
    (folder / "demo.toml").write_bytes(text.encode())


def _entry(entry: CostEntry) -> str:
    """Amounts are text, so that no reader makes a float of them; no `end` means it goes on."""
    fields = {
        "kind": f'"{entry.kind}"',
        "label": f'"{entry.label}"',
        "platform": f'"{entry.platform}"' if entry.platform else "",
        "amount" if entry.per else "rate": f'"{entry.value}"',
        "per": f'"{entry.per}"' if entry.per else "",
        "start": f"{entry.start}",
        "end": f"{entry.end}" if entry.end else "",
    }
    return "\n[[costs]]\n" + "".join(f"{name} = {value}\n" for name, value in fields.items() if value)
