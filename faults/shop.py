"""A shop to do harm to: small files whose figures are known without reading them back."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import warehouse
from book import Change, book, let_go
from etl.pipeline import load, undo
from warehouse import Shop

NAME = "灯具店"
HEADER = "订单编号,买家实际支付金额,打款商家金额,订单状态,订单创建时间,订单付款时间,总金额"


def amount(number: int) -> Decimal:
    """What order `number` is worth: another figure for each."""
    return Decimal(100 + number * 7 % 9901) / 100


def orders(numbers: list[int]) -> str:
    """A seller's order export of these orders."""
    rows = [
        f"S{each:06d},{amount(each)},{amount(each)},交易成功,2026-06-{each % 28 + 1:02d} 10:00:00,"
        f"2026-06-{each % 28 + 1:02d} 10:00:05,{amount(each)}"
        for each in numbers
    ]
    return "\n".join([HEADER, *rows]) + "\n"


def write(folder: Path, number: int, numbers: list[int]) -> Path:
    """An export as a file."""
    path = folder / f"orders-{number}.csv"
    path.write_text(orders(numbers), "utf-8")
    return path


@contextmanager
def data_folder(where: Path | None = None) -> Iterator[Path]:
    """A data folder of this process alone."""
    with tempfile.TemporaryDirectory(prefix="faults-", dir=where) as folder:
        before = os.environ.get("DUIZHANG_DATA")
        os.environ["DUIZHANG_DATA"] = f"{folder}/data"
        try:
            yield Path(folder)
        finally:
            if before is None:
                del os.environ["DUIZHANG_DATA"]
            else:
                os.environ["DUIZHANG_DATA"] = before


def made(folder: Path, files: int = 3, entries: int = 6) -> Shop:
    """A shop with some uploads, one of them taken out, and a book."""
    shop = warehouse.shop(NAME, make=True)
    shop.set(title=NAME)
    paths = [write(folder, number, list(range(number * 10, number * 10 + 10))) for number in range(files + 1)]
    accept(shop, paths)
    undo(shop, files + 1)
    for number in range(entries):
        book(shop).append([Change("note", f"{number}", {"said": number})], "店主")
    return shop


def accept(shop: Shop, paths: list[Path]) -> list[str]:
    """Load files; what became of each. Raises RuntimeError for what a load never says here."""
    results, _ = load(shop, [(path, path.name) for path in paths])
    found = [each.status for each in results]
    wrong = [each.problems for each in results if each.status == "refused"]
    if wrong and {problem.kind for said in wrong for problem in said} - {"disk_full", "no_room"}:
        raise RuntimeError(f"refused: {wrong}")
    return found


def figures(shop: Shop) -> dict[str, Any]:
    """What the shop's figures and its book say."""
    reader = warehouse.reader(shop)
    [total] = reader.rows("select sum(gross_sales) as sales, sum(orders) as orders from marts.daily")
    rows = reader.rows("select order_id, upload, gross_amount from staging.orders order by all")
    lines = reader.rows("select cast(d as varchar) as row from marts.daily as d order by all")
    said = [(entry.number, entry.hash) for entry in book(shop).entries()]
    return {"total": total, "orders": rows, "daily": lines, "book": said}


def close(shop: Shop) -> None:
    """Forget what this process has open, as a new start would."""
    let_go(shop)
    for path in shop.builds():
        warehouse.drop_readers(path)
