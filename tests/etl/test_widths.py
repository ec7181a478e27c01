"""A row that is wider than the header has been shifted, whatever stands in its last cell."""

import pytest

from tests.made import Desk, pinduoduo_ads, sheet, workbook

ROWS = [pinduoduo_ads("10.50"), {**pinduoduo_ads("4.25", "2026-06-02"), "成交笔数": ""}]


@pytest.mark.parametrize("place", [1, 6])
def test_a_shifted_row_whose_last_cell_is_empty(desk: Desk, place: int) -> None:
    lines = sheet(ROWS).splitlines()
    cells = lines[2].split(",")
    lines[2] = ",".join([*cells[:place], "9.99", *cells[place:]])
    [refused] = desk.load(("a.csv", "\n".join(lines) + "\n"))
    [problem] = refused.problems
    assert (problem.kind, problem.row, problem.fields) == ("ragged_row", 3, {"found": 8, "wanted": 7})


def test_rows_that_all_end_in_a_separator_the_header_has_not(desk: Desk) -> None:
    """Nobody can say whether the header lost a name or the rows gained a cell."""
    header, *lines = sheet(ROWS).splitlines()
    [refused] = desk.load(("a.csv", "\n".join([header, *(line + "," for line in lines)]) + "\n"))
    assert [problem.kind for problem in refused.problems] == ["ragged_row", "ragged_row"]
    [loaded] = desk.load(("b.csv", "\n".join(line + "," for line in (header, *lines)) + "\n"))
    assert (loaded.status, str(loaded.sum)) == ("loaded", "14.75")


def test_a_cell_beside_the_table_of_a_workbook(desk: Desk) -> None:
    table = [list(ROWS[0]), *(list(row.values()) for row in ROWS)]
    [loaded] = desk.load(("a.xlsx", workbook("a", [*table, ["合计", *[""] * 7, "14.75"]])), dry_run=True)
    assert (loaded.status, str(loaded.sum)) == ("loaded", "14.75")
    table[2] = [*table[2], "", "x"]
    [refused] = desk.load(("b.xlsx", workbook("a", table)))
    [problem] = refused.problems
    assert (problem.kind, problem.row, problem.fields) == ("ragged_row", 3, {"found": 9, "wanted": 7})
