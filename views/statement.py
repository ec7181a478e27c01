"""The 对账表 as Excel: formulas that live, from the source rows up; sheets of days, rows and definitions; signature boxes."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from reports.metric import Figure, metrics
from reports.statement import LEAVES, ROW_COLUMNS, Statement
from views.language import _
from views.numbers import period, unit_of, weekday
from views.words import basis_name, book_name, week_state

LINES = (
    "orders",
    "units",
    "gross_sales",
    "refunds",
    "net_sales",
    "product_cost",
    "sales_without_cost",
    "gross_profit",
    "ad_spend",
    "platform_fees",
    "fulfilment_cost",
    "service_fee",
    "other_costs",
    "total_cost",
    "net_profit_low",
    "net_profit",
    "net_profit_high",
    "net_profit_short",
    "refunds_of_orders",
    "refund_rate",
    "ad_share",
    "cost_ratio",
    "net_margin",
    "average_order_value",
)
STRONG = {"net_sales", "gross_profit", "total_cost", "net_profit"}
DAY_LINES = ("orders", "units", "gross_sales", "refunds", "product_cost", "ad_spend", "platform_fees")
FORMATS = {"money": "#,##0.00;-#,##0.00", "money_rate": "#,##0.00", "count": "#,##0", "rate": "0.0%"}
FIRST_LINE = 6  # the row, counted from 0, in which the ladder begins


class StatementBook:
    """One workbook being written."""

    def __init__(self, title: str, found: Statement) -> None:
        self.title, self.found, self.file = title, found, io.BytesIO()
        self.book: Workbook = xlsxwriter.Workbook(
            self.file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self.book.set_properties({"title": title, "created": datetime(2000, 1, 1)})  # equal figures, equal bytes
        self.lines = lines(found)
        self.place = {name: FIRST_LINE + n for n, name in enumerate(self.lines)}
        self.formats: dict[tuple[str, ...], object] = {}

    def bytes(self) -> bytes:
        """The finished file."""
        names = (_("Statement"), _("By day"), _("Source rows"), _("Definitions"))
        statement, days, rows, definitions = (self.book.add_worksheet(name) for name in names)
        self.rows_name, self.days_name = names[2], names[1]
        self._statement(statement)
        self._days(days)
        self._rows(rows)
        self._definitions(definitions)
        self.book.close()
        return self.file.getvalue()

    # --- the sheets -------------------------------------------------------------------------------

    def _statement(self, sheet: Worksheet) -> None:
        week = self.found.week
        sheet.merge_range(0, 0, 0, 4, f"{self.title} · {_('Statement')}", self.form("title"))
        said = [
            period(week.first, week.last),
            _("State: {state}").format(state=week_state(week.state, week.missing)),
            _("Refunds count {basis}; {book}.").format(
                basis=basis_name(self.found.scope.refunds), book=book_name(self.found.scope.book)
            ),
            _("Figures of build {build}; amounts in {currency}.").format(
                build=self.found.weekly.build, currency=self.found.weekly.currency
            ),
        ]
        for row, sentence in enumerate(said, 1):
            sheet.merge_range(row, 0, row, 4, sentence, self.form("text"))
        heads = [_("Figure"), _("This week"), _("of net sales"), _("Sum of the days"), _("Difference")]
        sheet.write_row(FIRST_LINE - 1, 0, heads, self.form("head"))
        for name, row in self.place.items():
            self._line(sheet, name, row)
        self._boxes(sheet, FIRST_LINE + len(self.lines) + 1)
        _arrange(sheet, (30, 18, 14, 18, 14), is_wide=False)
        sheet.freeze_panes(FIRST_LINE, 1)
        sheet.repeat_rows(FIRST_LINE - 1)

    def _line(self, sheet: Worksheet, name: str, row: int) -> None:
        unit, strong = unit_of(name), "strong" if name in STRONG else ""
        value = self.found.week.figures[name]
        sheet.write_string(row, 0, _(metrics()[name].label), self.form("label", strong))
        self._cell(sheet, row, 1, self._formula(name, row), value, unit, strong)
        if unit == "money":
            net = xl_rowcol_to_cell(self.place["net_sales"], 1, row_abs=True, col_abs=True)
            own = xl_rowcol_to_cell(row, 1)
            self._cell(
                sheet, row, 2, f'=IF(N({net})=0,"–",{own}/{net})', self._share(value), "rate", strong, value is None
            )
        if name in DAY_LINES and value is not None and self._days_know(name):
            column = DAY_LINES.index(name) + 1
            total = xl_rowcol_to_cell(8, column)
            days = sum((Decimal(d.figures[name] or 0) for d in self.found.days), Decimal(0))
            self._cell(sheet, row, 3, f"='{self.days_name}'!{total}", days, unit, strong)
            gap = f"=ROUND({xl_rowcol_to_cell(row, 1)}-{xl_rowcol_to_cell(row, 3)},2)"
            self._cell(sheet, row, 4, gap, Decimal(value) - days, unit, strong)

    def _formula(self, name: str, row: int) -> str:
        """A leaf is the sum of its source rows, any other figure follows from the lines above it."""
        metric = metrics()[name]
        if metric.over:
            above, below = (xl_rowcol_to_cell(self.place[each], 1) for each in metric.over)
            quotient = f"ROUND({above}/{below},2)" if metric.unit == "money_rate" else f"{above}/{below}"
            return f'=IF(OR(NOT(ISNUMBER({above})),N({below})=0),"–",{quotient})'
        if metric.parts:
            parts = "".join(
                f"{'-' if sign < 0 else '+'}N({xl_rowcol_to_cell(self.place[each], 1)})" for each, sign in metric.parts
            )
            return f"=ROUND({parts.lstrip('+')},2)"
        label = xl_rowcol_to_cell(row, 0, col_abs=True)
        return f"=ROUND(SUMIFS('{self.rows_name}'!$B:$B,'{self.rows_name}'!$A:$A,{label}),2)"

    def _boxes(self, sheet: Worksheet, row: int) -> None:
        """Where both sides sign."""
        for column, side in ((0, _("For the agency")), (2, _("For the merchant"))):
            for n, said in enumerate((side, _("Name:"), _("Signature:"), _("Date:"))):
                last = 1 if column == 0 else 4
                sheet.merge_range(row + n, column, row + n, last, said, self.form("box" if n else "boxhead"))
                sheet.set_row(row + n, 24 if n else 18)

    def _days(self, sheet: Worksheet) -> None:
        sheet.write_row(0, 0, [_("Day"), *(_(metrics()[name].label) for name in DAY_LINES)], self.form("head"))
        for row, day in enumerate(self.found.days, 1):
            sheet.write_string(row, 0, f"{day.first:%Y-%m-%d} {weekday(day.first)}", self.form("label"))
            for column, name in enumerate(DAY_LINES, 1):
                self._cell(sheet, row, column, None, day.figures[name], unit_of(name), "")
        sheet.write_string(8, 0, _("Total"), self.form("label", "strong"))
        for column, name in enumerate(DAY_LINES, 1):
            first, last = xl_rowcol_to_cell(1, column), xl_rowcol_to_cell(7, column)
            total = sum((Decimal(day.figures[name] or 0) for day in self.found.days), Decimal(0))
            self._cell(sheet, 8, column, f"=ROUND(SUM({first}:{last}),2)", total, unit_of(name), "strong")
        _arrange(sheet, (18, *[14] * len(DAY_LINES)))
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)

    def _rows(self, sheet: Worksheet) -> None:
        heads = (
            _("Figure"),
            _("Amount"),
            _("Subject"),
            _("File"),
            _("Sheet"),
            _("Row"),
            _("Split by file"),
            _("Split by row"),
            _("Priced by file"),
            _("Priced by row"),
        )
        sheet.write_row(0, 0, heads, self.form("head"))
        columns = {name: self.found.rows[name].to_pylist() for name in ROW_COLUMNS}
        labels = {name: _(metrics()[name].label) for name in LEAVES}
        money = self.form("money")
        columns["figure"] = [labels[name] for name in columns["figure"]]
        for column, name in enumerate(ROW_COLUMNS):
            sheet.write_column(1, column, _cells(columns[name]), money if name == "amount" else None)
        _arrange(sheet, (18, 14, 26, 34, 14, 9, 26, 9, 26, 9))
        sheet.autofilter(0, 0, self.found.rows.num_rows, len(ROW_COLUMNS) - 1)
        sheet.freeze_panes(1, 2)
        sheet.repeat_rows(0)

    def _definitions(self, sheet: Worksheet) -> None:
        heads = [_("Figure"), _("How it is computed"), _("Why the platform may show another number")]
        sheet.write_row(0, 0, heads, self.form("head"))
        for row, name in enumerate(self.lines, 1):
            metric = metrics()[name]
            for column, said in enumerate((_(metric.label), _(metric.how), _(metric.differs))):
                sheet.write_string(row, column, said, self.form("text"))
        _arrange(sheet, (24, 80, 60))
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)

    # --- cells ------------------------------------------------------------------------------------

    def _cell(
        self,
        sheet: Worksheet,
        row: int,
        column: int,
        formula: str | None,
        value: Figure,
        unit: str,
        strong: str,
        is_unknown: bool = False,
    ) -> None:
        """A number or a living formula; a dash for what is not known, which no formula may turn into a number."""
        form = self.form(unit, strong)
        if value is None or is_unknown:
            sheet.write_string(row, column, "–", self.form("none", strong))
        elif formula is None:
            sheet.write_number(row, column, float(value), form)
        else:
            sheet.write_formula(row, column, formula, form, float(value))

    def _share(self, value: Figure) -> Figure:
        net = self.found.week.figures["net_sales"]
        return None if value is None or not net else float(Decimal(value) / Decimal(net))

    def _days_know(self, name: str) -> bool:
        return any(day.figures[name] is not None for day in self.found.days)

    def form(self, *kinds: str) -> object:
        """A cell format by what it is for, made once."""
        if kinds not in self.formats:
            said: dict[str, object] = {}
            for kind in kinds:
                said |= _FORMS.get(kind, {"num_format": FORMATS[kind]} if kind in FORMATS else {})
            self.formats[kinds] = self.book.add_format(said)
        return self.formats[kinds]


_FORMS: Mapping[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 15},
    "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
    "text": {"text_wrap": True, "valign": "top"},
    "strong": {"bold": True, "top": 1},
    "none": {"align": "right", "font_color": "#777777"},
    "boxhead": {"bold": True, "border": 1, "bg_color": "#EEF2F6"},
    "box": {"border": 1, "valign": "vcenter"},
}


def statement_book(title: str, found: Statement) -> bytes:
    """The 对账表 of a week as an Excel file, in the reader's language."""
    return StatementBook(title, found).bytes()


def lines(found: Statement) -> list[str]:
    """The lines to print: the range only while there is one."""
    is_range = found.week.figures["net_profit"] is None
    left_out = set() if is_range else {"net_profit_low", "net_profit_high"}
    return [name for name in LINES if name not in left_out]


def _cells(values: Sequence[object]) -> list[object]:
    return [float(each) if isinstance(each, Decimal) else each for each in values]


def _arrange(sheet: Worksheet, widths: Sequence[int], *, is_wide: bool = True) -> None:
    if is_wide:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
