"""How many rows a table has and what money they sum up to, worked out from what its format means: Decimal and loops only.

A format's meaning is its TOML, read here once more; a word in it that is not known here makes the file one that is not judged.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from fuzz.cells import Wrong
from fuzz.meaning import header_of, listed, meaning, positions, whole_order
from fuzz.reading import Rows
from fuzz.table import Row, Table

__all__ = ["Verdict", "Wrong", "judged"]

NONE = Decimal(0)
FEN = Decimal("0.01")


@dataclass(frozen=True)
class Verdict:
    """What a table holds."""

    rows: int
    total: Decimal | None


def judged(format: str, readings: Sequence[Rows], *, is_grid: bool) -> Verdict:
    """What the table of this format holds, by the reading that has its header. Raises NotJudged and Wrong.

    In a grid, a workbook's sheet, empty cells at the end of a row are none.
    """
    said = meaning(format)
    if is_grid:
        readings = [[_trimmed(row) for row in rows] for rows in readings]
    header, rows = header_of(said, readings)
    is_padded = is_grid or said.get("short_rows") == "missing"
    table = Table(said, header, rows, is_padded=is_padded)
    if "order" in said:
        orders = Table(whole_order(said), header, rows, is_padded=is_padded)
        return Verdict(len(table.data()), _of_orders(orders))
    return Verdict(len(data := table.data()), _sum(_amounts(table, data)))


def _trimmed(row: Sequence[str]) -> list[str]:
    filled = max((i for i, cell in enumerate(row, 1) if cell.strip()), default=0)
    return list(row[:filled])


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of those that are there."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, NONE) if known else None


def _amounts(table: Table, data: Sequence[Row]) -> Iterable[Decimal | None]:
    """What counts of each row in the sum that is shown for its file."""
    column = table.entity.get("sum")
    if column is None:
        return []
    if column == "gross_amount":
        return [_gross_of_paid(table, row) for row in data]
    if column == "refund_amount":
        finished = [row for row in data if table.word(row, "refund_status") in (None, "finished")]
        return [None if (each := table.money(row, column)) is None else abs(each) for row in finished]
    if column == "amount":
        return [amount for row in data for amount in _entries(table, row)]
    if column == "spend":
        return [table.money(row, column) or NONE for row in data]
    return [table.money(row, column) for row in data]


# --- orders ---------------------------------------------------------------------------------------


def _of_orders(table: Table) -> Decimal | None:
    """Of a line export that tells whole orders: the gross of the paid ones, from the first row that has it."""
    orders: dict[str | None, list[Row]] = {}
    for row in table.data():
        orders.setdefault(table.text(row, "order_id"), []).append(row)
    sums = [column for column in listed(table.said.get("sums", [])) if column in table.places]
    grosses = []
    for rows in orders.values():
        summed = {column: _sum(table.fen(row, column) for row in rows) for column in sums}
        told = (_gross(table, _replaced(table, row, summed)) for row in rows)
        first = next((gross for gross in told if gross is not None), None)
        if any(_is_paid(table, row) for row in rows):
            grosses.append(first)
    return _sum(grosses)


def _replaced(table: Table, row: Row, summed: dict[str, Decimal | None]) -> Row:
    """The row as if each of its cells that is one part of an order's amount were the whole."""
    whole = list(row)
    for column, total in summed.items():
        for place in table.places[column]:
            whole[place] = "" if total is None else str(total)
    return whole


def _is_paid(table: Table, row: Row) -> bool:
    paid = "paid_at" if "paid_at" in table.said["columns"] else "ordered_at"
    return table.text(row, paid) is not None and not table.holds(row, "unpaid_when")


def _gross_of_paid(table: Table, row: Row) -> Decimal | None:
    if not _is_paid(table, row):
        return None
    if table.holds(row, "refund_when") and not table.holds(row, "skip_when"):
        return NONE
    return _gross(table, row)


def _gross(table: Table, row: Row) -> Decimal | None:
    money = table.said.get("money", {})
    if money.get("gross_amount"):
        return table.money(row, "gross_amount")
    if money.get("paid_amount_is") == "net_of_refunds":
        amount = table.fen(row, "paid_amount")
        return None if amount is None else amount + _refund(table, row)
    if money.get("line_amount"):
        quantity, price = table.number(row, "quantity", 0), table.number(row, "unit_price", 6)
        return None if quantity is None or price is None else (quantity * price).quantize(FEN, ROUND_HALF_UP)
    return table.fen(row, "line_amount" if "line_amount" in table.places else "paid_amount")


def _refund(table: Table, row: Row) -> Decimal:
    said = table.said.get("refund", {}).get("counts_when", {})
    asked = [(table.text(row, column), words) for column, words in said.items() if column in table.places]
    if asked and not any(text is None or any(word in text for word in words) for text, words in asked):
        return NONE
    return table.money(row, "refund_amount") or NONE


# --- settlements ----------------------------------------------------------------------------------


def _entries(table: Table, row: Row) -> list[Decimal]:
    """What a row of a statement settled, kind of fee by kind of fee; together the row's own net amount."""
    kinds: dict[str, Decimal] = {}
    for entry in table.said.get("entries", ()):
        for name in listed(entry["amount"]):
            if places := positions(name.lstrip("-"), table.header)[:1]:
                part = table.fen_at(row, places[0]) or NONE
                kind = entry["fee_kind"]
                kinds[kind] = kinds.get(kind, NONE) + (-part if name.startswith("-") else part)
    net = _net(table, row, kinds)
    rest = None if net is None else net - sum(kinds.values(), NONE)
    return [amount for amount in (rest, *kinds.values()) if amount]


def _net(table: Table, row: Row, kinds: dict[str, Decimal]) -> Decimal | None:
    """What the row settled, income positive: a ledger's expense has a minus or has none, so its column tells the sign."""
    if table.said.get("money", {}).get("settled_amount"):
        return table.money(row, "settled_amount")
    if "settled_amount" in table.places:
        settled, direction = table.fen(row, "settled_amount"), table.word(row, "direction")
        if settled is None or direction not in ("in", "out"):
            return settled
        return abs(settled) if direction == "in" else -abs(settled)
    if {"income_amount", "expense_amount"} & set(table.places) and not kinds:
        income, expense = table.fen(row, "income_amount"), table.fen(row, "expense_amount")
        return (income or NONE) - abs(expense or NONE)
    return sum(kinds.values(), NONE) if kinds else None
