"""A workbook of order lines, against what one would write with pandas."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

import warehouse
from benchmarks.exports import Export, write_xlsx
from benchmarks.figure import Figure, middle, timed
from benchmarks.loads import fresh, load_seconds

RUNS = 3
COLUMNS = 20


def measure_workbooks(folder: Path, lines: int) -> Iterator[Figure]:
    """`workbook`: loading an .xlsx ÷ pandas.read_excel and weekly totals."""
    path = write_xlsx(Export(lines, life=lines), folder, COLUMNS)
    loads = [load_seconds(fresh("workbook"), path) for _ in range(RUNS)]
    warehouse.forget("workbook")
    what = f"{lines:,} lines × {COLUMNS} columns of .xlsx ({path.stat().st_size / 1e6:,.0f} MB) to a published build"
    plain = timed(lambda: weekly_totals(path))
    yield Figure("workbook", what, middle(loads), 1 / 8, "pandas.read_excel and weekly totals", plain, RUNS)


def weekly_totals(path: Path) -> pd.Series:
    """Read the sheet and add the payments up by week."""
    sheet = pd.read_excel(path, engine="openpyxl", dtype={"子订单编号": str, "主订单编号": str})
    sheet["week"] = pd.to_datetime(sheet["订单付款时间"]).dt.to_period("W-SUN")
    return sheet.assign(paid=sheet["买家实付金额"].astype(float)).groupby("week")["paid"].sum()
