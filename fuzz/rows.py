"""Mutations of rows and cells: what people and spreadsheet programs do to a table before it is a file again."""

import random
import re
from collections.abc import Callable

Rows = list[list[str]]
MONEY = re.compile(r"金额|花费|消耗|价|货款|邮费|运费|amount|cost|rate|COGS", re.IGNORECASE)
AMOUNTS = ("0", "0.01", "-3.5", "1,234.56", "¥88.00", "(5.00)", "99999999999.99", "1234567", "0.005", "12.3元", "1.999",
           "+7", "１２３．４５", "1,23", "12 345.00", "8.", ".5", "1e3", "1_000", "0x10", "5-", "￥ 1,000.10", "00012.30")  # fmt: skip
NO_AMOUNTS = (
    "五十",
    "N/A",
    "#N/A",
    "#VALUE!",
    "=A1+B1",
    "-",
    "--",
    "null",
    "无",
    "2026-06-01",
    "6月1日",
    "待定",
    "12.3.4",
    "1/2",
)
TIMES = (
    "2026-06-01 10:00:00",
    "2026/6/1 0:00",
    "2026-02-30",
    "46174.5",
    "20260601",
    "2026年6月1日",
    "epoch",
    "-",
    "1e5",
)
TOTALS = ("合计", "总计：", " 小计 ", "Total", "汇总", "合计:12")
COMMENTS = ("#-----", "#支出合计", "# 导出时间", "---", "#1001")
FULL_WIDTH = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")


def mutated(rows: Rows, chance: random.Random) -> str:
    """Change the rows in place in one way; what was done."""
    change = chance.choice(CHANGES)
    change(rows, chance)
    return change.__name__


def _header(rows: Rows) -> int:
    """The row with the most names in it."""
    return max(range(len(rows)), key=lambda i: (sum(map(bool, rows[i])), -i), default=0)


def _place(rows: Rows, chance: random.Random, *, money: bool | None = None) -> tuple[list[str], int]:
    """A cell of a data row, more often than not of a money column."""
    header = _header(rows)
    below = [row for row in rows[header + 1 :] if row] or [row for row in rows if row] or [[""]]
    row = chance.choice(below)
    places = [i for i, name in enumerate(rows[header][: len(row)]) if MONEY.search(name)]
    if places and (chance.random() < 0.6 if money is None else money):
        return row, chance.choice(places)
    return row, chance.randrange(len(row))


def another_amount(rows: Rows, chance: random.Random) -> None:  # noqa: D103
    row, place = _place(rows, chance, money=True)
    row[place] = chance.choice((*AMOUNTS, f"{chance.randrange(-999, 10 ** chance.randrange(1, 9)) / 100:.2f}"))


def no_amount(rows: Rows, chance: random.Random) -> None:  # noqa: D103
    row, place = _place(rows, chance, money=True)
    row[place] = chance.choice(NO_AMOUNTS)


def blank_cell(rows: Rows, chance: random.Random) -> None:  # noqa: D103
    row, place = _place(rows, chance)
    row[place] = chance.choice(("", " ", "\t", "\u3000", "\u200b", "\ufeff"))


def padded_cell(rows: Rows, chance: random.Random) -> None:  # noqa: D103
    row, place = _place(rows, chance)
    around = chance.choice((" ", "\t", "\u00a0", "\u3000", "\n", "\r", "\r\n", "'", '"', "`"))
    row[place] = around + row[place] + chance.choice(("", around))


def wrapped_cell(rows: Rows, chance: random.Random) -> None:  # noqa: D103
    row, place = _place(rows, chance)
    row[place] = chance.choice(('="{}"', "'{}", "`{}", "\t{}", "'{}'", '"{}"')).format(row[place])


def full_width_cell(rows: Rows, chance: random.Random) -> None:  # noqa: D103
    row, place = _place(rows, chance)
    row[place] = row[place].translate(FULL_WIDTH)


def quoted_cell(rows: Rows, chance: random.Random) -> None:  # noqa: D103
    row, place = _place(rows, chance, money=False)
    row[place] += chance.choice(
        ('"', '""', 'a"b"c', '"\n"', ',"', '",', "\n", "a,b", "=1+1", "@x", "𠮷", "\x0b", "\x85", "\u2028")
    )


def exponent_id(rows: Rows, chance: random.Random) -> None:  # noqa: D103
    row, place = _place(rows, chance, money=False)
    bare = re.sub(r"\D", "", row[place])
    row[place] = f"{bare[0]}.{bare[1:6]}E+{len(bare) - 1}" if len(bare) > 9 else chance.choice(("1.23E+18", "4E+17"))


def other_time(rows: Rows, chance: random.Random) -> None:  # noqa: D103
    header = _header(rows)
    places = [i for i, name in enumerate(rows[header]) if re.search(r"时间|日期|date|from", name)] if rows else []
    row, place = _place(rows, chance, money=False)
    row[next((i for i in places if i < len(row)), place)] = chance.choice(TIMES)


def swapped_cells(rows: Rows, chance: random.Random) -> None:  # noqa: D103
    row, place = _place(rows, chance)
    other = chance.randrange(len(row))
    row[place], row[other] = row[other], row[place]


def extra_cell(rows: Rows, chance: random.Random) -> None:  # noqa: D103
    row, place = _place(rows, chance)
    row.insert(place, chance.choice(("", "1.00", "x")))


def lost_cell(rows: Rows, chance: random.Random) -> None:  # noqa: D103
    row, place = _place(rows, chance)
    del row[place]


def other_column_order(rows: Rows, chance: random.Random) -> None:  # noqa: D103
    order = list(range(max(map(len, rows), default=0)))
    chance.shuffle(order)
    rows[:] = [[row[i] for i in order if i < len(row)] if len(row) > 1 else row for row in rows]


def lost_column(rows: Rows, chance: random.Random) -> None:  # noqa: D103
    place = chance.randrange(max(map(len, rows), default=1) or 1)
    for row in rows:
        del row[place : place + 1]


def doubled_column(rows: Rows, chance: random.Random) -> None:  # noqa: D103
    place = chance.randrange(max(map(len, rows), default=1) or 1)
    for row in rows:
        row[place:place] = row[place : place + 1]


def changed_header(rows: Rows, chance: random.Random) -> None:  # noqa: D103
    row = rows[_header(rows)] if rows else [""]
    place = chance.randrange(len(row) or 1)
    if row:
        row[place] = chance.choice((" {} ", "{}(元)", "{}x", "", "\ufeff{}", '"{}"', "{}\n")).format(row[place])


def lost_row(rows: Rows, chance: random.Random) -> None:  # noqa: D103
    if rows:
        del rows[chance.randrange(len(rows))]


def doubled_row(rows: Rows, chance: random.Random) -> None:  # noqa: D103
    if rows:
        rows.insert(chance.randrange(len(rows) + 1), list(chance.choice(rows)))


def swapped_rows(rows: Rows, chance: random.Random) -> None:  # noqa: D103
    if rows:
        one, other = chance.randrange(len(rows)), chance.randrange(len(rows))
        rows[one], rows[other] = rows[other], rows[one]


def joined_rows(rows: Rows, chance: random.Random) -> None:  # noqa: D103
    if len(rows) > 1:
        place = chance.randrange(len(rows) - 1)
        rows[place : place + 2] = [rows[place] + rows[place + 1]]


def blank_rows(rows: Rows, chance: random.Random) -> None:  # noqa: D103
    width = len(rows[-1]) if rows else 1
    rows.insert(chance.randrange(len(rows) + 1), chance.choice(([], [""] * width, [" "] * width, [""])))


def total_row(rows: Rows, chance: random.Random) -> None:  # noqa: D103
    row = list(rows[-1]) if rows else [""]
    row[: chance.randrange(1, 3)] = [chance.choice(TOTALS)]
    rows.append(row if chance.random() < 0.7 else row[:1])


def comment_row(rows: Rows, chance: random.Random) -> None:  # noqa: D103
    row = [chance.choice(COMMENTS)] + [""] * chance.choice((0, len(rows[-1]) - 1 if rows else 0))
    rows.insert(chance.choice((0, len(rows))), row)


def many_rows(rows: Rows, chance: random.Random) -> None:  # noqa: D103
    header = _header(rows)
    rows += [list(chance.choice(rows[header + 1 :] or [[""]])) for _ in range(chance.randrange(30, 300))]


CHANGES: tuple[Callable[[Rows, random.Random], None], ...] = (
    another_amount, another_amount, another_amount, no_amount, blank_cell, padded_cell, wrapped_cell, full_width_cell,
    quoted_cell, exponent_id, other_time, swapped_cells, extra_cell, lost_cell, other_column_order, lost_column,
    doubled_column, changed_header, lost_row, doubled_row, swapped_rows, joined_rows, blank_rows, total_row, total_row,
    comment_row, many_rows,
)  # fmt: skip
