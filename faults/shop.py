"""A shop to do harm to: small files whose figures are known without reading them back."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import warehouse
from book import Change, book, let_go, seen
from book.engagement import Engagement, Person
from etl.pipeline import load, undo
from reports.scope import Scope
from reports.signing.evidence import from_parquet, sums
from reports.signing.sign import sign
from reports.signing.signatures import KIND, signatures
from reports.weekly import weekly
from warehouse import Shop

NAME = "灯具店"
WEEK = date(2026, 6, 1)  # its first
AGREED = Engagement(people=(Person("阿代", "agency"), Person("店主", "merchant")))
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


def signed(shop: Shop) -> None:
    """A week submitted and returned, with its rows, and somebody who looked: what a shop may hold beyond uploads."""
    for step, signer in (("submitted", "阿代"), ("returned", "店主")):
        sign(Scope(shop), WEEK, step, signer, AGREED, "看过")
    seen.note(shop.name, "阿代", seen.SAW, "week")


def figures(shop: Shop) -> dict[str, Any]:
    """What the shop says: every table of its build, the ladder as read in each way, its book with attachments, who looked."""
    reader = warehouse.reader(shop)
    tables = reader.rows("select schema_name as schema, table_name as name from duckdb_tables() where not internal")
    names = sorted(f'{each["schema"]}."{each["name"]}"' for each in tables)
    digest = "select count(*) as rows, bit_xor(hash(t)) as said, sum(hash(t)) as again from {} as t"
    [total] = reader.rows("select sum(gross_sales) as sales, sum(orders) as orders from marts.daily")
    entries = book(shop).entries()
    attached = [book(shop).attachment(each.body["rows"]) for each in entries if each.kind == KIND]
    return {
        "total": total,
        "tables": {name: reader.rows(digest.format(name)) for name in names},
        "weeks": [
            _ladder(shop, refunds, side) for refunds in ("accounting", "order") for side in ("cleaned", "claimed")
        ],
        "signed": [[each.figures for each in week.steps] for week in signatures(shop).values()],
        "rows": [sums(from_parquet(content)) if content else None for content in attached],
        "book": [(entry.number, entry.hash) for entry in entries],
        "looked": [(entry.number, entry.hash) for entry in seen.seen(shop)],
    }


def _ladder(shop: Shop, refunds: str, side: str) -> list[Any]:
    return [week.figures for week in weekly(Scope(shop, refunds=refunds, book=side)).weeks]


def close(shop: Shop) -> None:
    """Forget what this process has open, as a new start would."""
    let_go(shop)
    for path in shop.builds():
        warehouse.drop_readers(path)
