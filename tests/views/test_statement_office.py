"""LibreOffice recalculates the 对账表: untouched it says what we say; one changed cell moves what follows from it and nothing else."""

import subprocess
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from run import office
from tests.views.statements import Case, all_cases, ladder
from views.language import _
from views.statement.workbook import statement_book

__all__ = ["all_cases"]
pytestmark = pytest.mark.office
NAMES = ("range", "by_order", "claimed_book", "signed", "carried")
Values = dict[tuple[str, str], object]


@dataclass
class Recalculated:
    """Every cell that holds a value: as we wrote it, as LibreOffice computes it, and as it computes it after the change."""

    written: dict[str, Values] = field(default_factory=dict)
    computed: dict[str, Values] = field(default_factory=dict)
    changed: dict[str, Values] = field(default_factory=dict)
    ladders: dict[str, tuple[dict[str, object], dict[str, object]]] = field(default_factory=dict)

    def moved(self, name: str) -> dict[tuple[str, str], Decimal]:
        """By how much each number moved, to six digits."""
        before, after = self.computed[name], self.changed[name]
        assert before.keys() == after.keys()
        return {
            cell: change
            for cell in before
            if before[cell] != after[cell] and (change := number(after[cell]) - number(before[cell]))
        }


def number(value: object) -> Decimal:
    assert isinstance(value, int | float), value
    return Decimal(repr(value)).quantize(Decimal("0.000001"))


def values(book_of: Workbook) -> Values:
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book_of.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


def change(book_of: Workbook) -> None:
    """The first amount of gross sales + 100.00, and what was claimed of ad spend − 0.69."""
    rows = book_of[_("Source rows")]
    row = next(row for row in range(2, rows.max_row + 1) if rows.cell(row, 1).value == "支付金额")
    rows.cell(row, 2).value = number(rows.cell(row, 2).value) + 100
    said = book_of[_("Reconciliation")]
    for row in range(2, said.max_row + 1):
        if said.cell(row, 1).value == "推广费" and said.cell(row, 3).value != "–":
            said.cell(row, 3).value = 19.31


@pytest.fixture(scope="module")
def recalculated(all_cases: dict[str, Case], tmp_path_factory: pytest.TempPathFactory) -> Recalculated:
    """Saved by openpyxl, so that no file holds a computed value any more; all converted in one start of LibreOffice."""
    folder, answer = tmp_path_factory.mktemp("office"), Recalculated()
    files = []
    for name in NAMES:
        answer.written[name] = values(all_cases[name].workbook())
        source = folder / f"{name}.xlsx"
        source.write_bytes(statement_book("灯具店", all_cases[name].found))
        for kind in ("untouched", "changed"):
            book_of = openpyxl.load_workbook(source)
            if kind == "changed":
                change(book_of)
            files.append(folder / f"{name}_{kind}.xlsx")
            book_of.save(files[-1])
    convert(files, folder)
    for name in NAMES:
        computed, changed = (
            openpyxl.load_workbook(folder / "out" / f"{name}_{kind}.xlsx", data_only=True)
            for kind in ("untouched", "changed")
        )
        answer.computed[name], answer.changed[name] = values(computed), values(changed)
        answer.ladders[name] = ladder(computed), ladder(changed)
    return answer


def convert(files: list[Path], folder: Path) -> None:
    program = office()
    assert program
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, "--headless", "--norestore", profile, "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    subprocess.run(
        [*command, "--outdir", str(folder / "out"), *map(str, files)], check=True, timeout=300, capture_output=True
    )


@pytest.mark.parametrize("name", NAMES)
def test_untouched_it_computes_what_we_wrote(recalculated: Recalculated, name: str) -> None:
    written, computed = recalculated.written[name], recalculated.computed[name]
    assert written.keys() == computed.keys()
    for cell, value in written.items():
        if isinstance(value, int | float):
            assert computed[cell] == pytest.approx(value, rel=1e-12, abs=1e-9), cell
        else:
            assert computed[cell] == value, cell


def test_a_changed_row_moves_what_follows_and_nothing_else(recalculated: Recalculated) -> None:
    """Costs known: sales, both profits and the carried sum move by 100.00, costs and counts not at all."""
    before, after = recalculated.ladders["carried"]
    moved = {name: number(after[name]) - number(before[name]) for name in before if before[name] != after[name]}
    hundred = Decimal(100)
    ratios = {"refund_rate", "cost_ratio", "net_margin", "average_order_value"}
    money = {name: amount for name, amount in moved.items() if name not in ratios}
    assert money == dict.fromkeys(
        ("gross_sales", "net_sales", "gross_profit", "net_profit", "net_profit_short"), hundred
    )
    assert after["net_profit"] == 662.13
    assert moved["average_order_value"] == Decimal("14.29"), "697.27 ÷ 7 = 99.61"
    others = {cell: amount for cell, amount in recalculated.moved("carried").items() if cell[1][0] != "B"}
    assert {cell[0] for cell in others} == {_("Statement"), _("Reconciliation")}
    proven = {cell[1]: amount for cell, amount in others.items() if cell[0] == _("Reconciliation")}
    assert sorted(proven.values()) == [hundred] * 3, "gross sales, net sales, net profit"
    gap = {cell[1]: amount for cell, amount in others.items() if cell[0] == _("Statement") and cell[1][0] == "E"}
    assert list(gap.values()) == [hundred], "the days do not add up to the week any more"


def test_the_profit_with_what_was_carried_moves_too(recalculated: Recalculated) -> None:
    label = _("Net profit with what was carried")
    [(sheet, cell)] = [where for where, value in recalculated.changed["carried"].items() if value == label]
    assert recalculated.changed["carried"][sheet, cell.replace("A", "B")] == 652.84


@pytest.mark.parametrize("name", ["range", "by_order"])
def test_proven_and_difference_follow(recalculated: Recalculated, name: str) -> None:
    """Gross sales: proven + 100.00, so claimed less proven − 100.00; ad spend: claimed − 0.69, so the difference − 0.69."""
    sheet = _("Reconciliation")
    rows = {
        value: cell[1:]
        for (title, cell), value in recalculated.computed[name].items()
        if title == sheet and cell[0] == "A"
    }
    moved = {cell: amount for (title, cell), amount in recalculated.moved(name).items() if title == sheet}
    sales, ads = rows["支付金额"], rows["推广费"]
    hundred = Decimal(100)
    known = {f"D{sales}": hundred, f"E{sales}": -hundred, f"G{sales}": -hundred}
    known |= {f"C{ads}": Decimal("-0.69"), f"E{ads}": Decimal("-0.69"), f"G{ads}": Decimal("-0.69")}
    assert {cell: amount for cell, amount in moved.items() if cell[1:] in (sales, ads)} == known
    assert {cell[0] for cell in moved.keys() - known.keys()} <= {"D"}, "net sales and what is made of it"


def test_what_is_not_known_stays_a_dash(recalculated: Recalculated) -> None:
    """With sales whose cost is missing the profit stays a range after the change, too: both its ends move."""
    before, after = recalculated.ladders["range"]
    unknown = {name for name, value in before.items() if value == "–"}
    assert unknown == {name for name, value in after.items() if value == "–"} >= {"net_profit", "net_margin"}
    assert number(after["net_profit_low"]) - number(before["net_profit_low"]) == 100
    assert number(after["net_profit_high"]) - number(before["net_profit_high"]) == 100


def test_in_the_claimed_book_nothing_proven_moves(recalculated: Recalculated) -> None:
    sheet = _("Reconciliation")
    moved = {cell for title, cell in recalculated.moved("claimed_book") if title == sheet}
    assert {cell[0] for cell in moved} == {"C", "E", "G"}, "only the claim that was changed"
