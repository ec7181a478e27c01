"""The formulas of the workbook: they say of cells what the metric catalogue says of figures, the unknown stays a dash."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_rowcol_to_cell

from reports.metric import Metric, metrics
from views.numbers import NOTHING

VALUE = 1  # the column of the week's figures


def on(sheet: str, cells: str) -> str:
    """Cells of another sheet, whatever its name."""
    return "'" + sheet.replace("'", "''") + "'!" + cells


def unless(unknown: Sequence[str], formula: str) -> str:
    """A formula that stays a dash while any of some conditions holds."""
    return f'=IF(OR({",".join(unknown)}),"{NOTHING}",{formula})' if unknown else f"={formula}"


def not_number(cell: str) -> str:
    """The condition that a cell holds no number."""
    return f"NOT(ISNUMBER({cell}))"


@dataclass(frozen=True)
class Ladder:
    """The sheet of the ladder: its name, the row of each figure, and the sheets of the rows that it sums."""

    sheet: str
    rows: Mapping[str, int]
    sources: Sequence[str]

    def cell(self, name: str, *, fixed: bool = False) -> str:
        """Where the week's value of a figure stands."""
        found: str = xl_rowcol_to_cell(self.rows[name], VALUE, row_abs=fixed, col_abs=fixed)
        return found

    def formula(self, name: str) -> str:
        """A leaf is the sum of its source rows, any other figure follows from other lines."""
        metric = metrics()[name]
        if metric.over:
            return self._ratio(metric)
        return self._sum(metric) if metric.parts else self._leaf(name)

    def share(self, name: str) -> str:
        """What a figure is of net sales."""
        own, net = self.cell(name), self.cell("net_sales", fixed=True)
        return unless([not_number(own), f"N({net})=0"], f"{own}/{net}")

    def _leaf(self, name: str) -> str:
        label = xl_rowcol_to_cell(self.rows[name], 0, col_abs=True)
        sums = (f"SUMIFS({on(each, '$B:$B')},{on(each, '$A:$A')},{label})" for each in self.sources)
        return f"=ROUND({'+'.join(sums)},2)"

    def _ratio(self, metric: Metric) -> str:
        assert metric.over
        above, below = (self.cell(each) for each in metric.over)
        quotient = f"ROUND({above}/{below},2)" if metric.unit == "money_rate" else f"{above}/{below}"
        return unless([not_number(above), f"N({below})=0"], quotient)

    def _sum(self, metric: Metric) -> str:
        """The signed sum of its parts; what it cannot do without, and what must be zero, as `reports.metric.derived` has it."""
        parts = "".join(f"{'-' if sign < 0 else '+'}N({self.cell(each)})" for each, sign in metric.parts)
        unknown = [
            not_number(self.cell(each))
            for each in dict.fromkeys((*(metric.plus[:1] if metric.minus else ()), *metric.needs))
        ]
        if metric.zero_only:
            unknown.append(f"N({self.cell(metric.zero_only)})<>0")
        if not metric.minus:
            unknown.append(f"COUNT({','.join(self.cell(each) for each, _sign in metric.parts)})=0")
        return unless(unknown, f"ROUND({parts.lstrip('+')},2)")
