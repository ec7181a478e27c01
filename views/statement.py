"""The 对账表 as Excel: formulas that live, from the source rows up; sheets of days, rows and definitions; signature boxes."""

import io
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from html import unescape

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from reports.carried import Carried
from reports.metric import Figure, metrics
from reports.signing.restate import total
from reports.statement import LEAVES, ROW_COLUMNS, Statement
from views.language import _, joined
from views.numbers import period, unit_of, week_label, weekday
from views.reconcilewords import figure_name, verdict
from views.reconcilewords import reason as reasoned
from views.signwords import cause_word, state_word
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
FORMATS = {
    "money": "#,##0.00;-#,##0.00",
    "money_rate": "#,##0.00",
    "count": "#,##0",
    "rate": "0.0%",
    "ratio": "#,##0.00",
}
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
        names = (_("Statement"), _("Reconciliation"), _("By day"), _("Source rows"), _("Definitions"))
        statement, reconciliation, days, rows, definitions = (self.book.add_worksheet(name) for name in names)
        self.statement_name, _reconciliation_name, self.days_name, self.rows_name, _definitions_name = names
        self._statement(statement)
        self._reconciliation(reconciliation)
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
            joined([_("State: {state}").format(state=week_state(week.state, week.missing)), signed_words(self.found)]),
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
        self._boxes(sheet, self._carried(sheet, FIRST_LINE + len(self.lines) + 1))
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

    def _carried(self, sheet: Worksheet, row: int) -> int:
        """What earlier, signed weeks leave to this one, and the profit with it; the row behind it."""
        if not self.found.carried:
            return row
        sheet.merge_range(row, 0, row, 4, _("Carried from signed weeks"), self.form("head"))
        first = row + 1
        for row, (said, amount) in enumerate(carried_lines(self.found), first):
            sheet.write_string(row, 0, said, self.form("label"))
            self._cell(sheet, row, 1, None, amount, "money", "")
        profit = self.found.week.figures["net_profit"]
        own, span = (
            xl_rowcol_to_cell(self.place["net_profit"], 1),
            f"{xl_rowcol_to_cell(first, 1)}:{xl_rowcol_to_cell(row, 1)}",
        )
        with_it = None if profit is None else Decimal(profit) + total(self.found.carried, "net_profit")
        sheet.write_string(row + 1, 0, _("Net profit with what was carried"), self.form("label", "strong"))
        self._cell(sheet, row + 1, 1, f"=ROUND({own}+SUM({span}),2)", with_it, "money", "strong")
        return row + 3

    def _boxes(self, sheet: Worksheet, row: int) -> None:
        """Where both sides sign; who signed already stands in them."""
        for column, side in ((0, "agency"), (2, "merchant")):
            for n, said in enumerate(box(self.found, side)):
                last = 1 if column == 0 else 4
                sheet.merge_range(row + n, column, row + n, last, said, self.form("box" if n else "boxhead"))
                sheet.set_row(row + n, 24 if n else 18)

    def _reconciliation(self, sheet: Worksheet) -> None:
        """Promised, claimed, proven; the proven cells follow the ladder, the differences follow both."""
        heads = [
            _("Figure"),
            _("Promised"),
            _("Claimed"),
            _("Proven"),
            _("Difference"),
            _("Explained"),
            _("Unexplained"),
            _("Verdict"),
            _("Why"),
        ]
        sheet.write_row(0, 0, heads, self.form("head"))
        for row, line in enumerate(self.found.reconciliation.lines, 1):
            said, unit = line.verdict, line.unit if line.unit in FORMATS else "ratio"
            explained = sum((each.amount for each in said.explained), Decimal(0)) if said else None
            claimed, proven, apart, reason = (xl_rowcol_to_cell(row, column) for column in (2, 3, 4, 5))
            own = (
                f"='{self.statement_name}'!{xl_rowcol_to_cell(self.place[line.figure], 1)}"
                if line.figure in self.place
                else None
            )
            is_judged = said is not None and said.difference is not None
            sheet.write_string(row, 0, figure_name(line.figure), self.form("label"))
            self._cell(sheet, row, 1, None, line.promised, unit, "")
            self._cell(sheet, row, 2, None, line.claim.value if line.claim else None, unit, "")
            self._cell(sheet, row, 3, own, line.proven, unit, "")
            self._cell(sheet, row, 4, f"=ROUND({claimed}-{proven},6)", said.difference if said else None, unit, "")
            self._cell(sheet, row, 5, None, explained if is_judged else None, unit, "")
            self._cell(sheet, row, 6, f"=ROUND({apart}-{reason},6)", said.unexplained if said else None, unit, "")
            sheet.write_string(row, 7, bare(verdict(line)), self.form("text"))
            sheet.write_string(
                row, 8, joined(bare(reasoned(line, each)) for each in said.explained) if said else "", self.form("text")
            )
        _arrange(sheet, (22, 14, 14, 14, 14, 14, 14, 34, 60))
        sheet.freeze_panes(1, 1)

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


def box(found: Statement, side: str) -> tuple[str, str, str, str]:
    """The lines of one side's box: whose it is, name, signature, date."""
    names = {"agency": _("For the agency"), "merchant": _("For the merchant")}
    steps = [] if found.signing.state == "returned" else found.signing.signed.steps
    wanted = {"agency": "submitted", "merchant": "confirmed"}[side]
    step = next((each for each in reversed(steps) if each.step == wanted), None)
    name = f"{step.signer} ({_('not verified')})" if step else ""
    day = f"{step.at:%Y-%m-%d %H:%M}" if step else ""
    mark = _("on record, fingerprint {mark}").format(mark=step.fingerprint[:12]) if step else ""
    return names[side], f"{_('Name:')} {name}", f"{_('Signature:')} {mark}", f"{_('Date:')} {day}"


def signed_words(found: Statement) -> str:
    """Where the signature of the week stands."""
    version = found.signing.signed.version
    return f"{state_word(found.signing)}{f' · v{version}' if version > 1 else ''}"


def carried_lines(found: Statement) -> list[tuple[str, Decimal]]:
    """What each signed week leaves to this one by cause, in net profit: words, amount."""
    groups: dict[tuple[date, str], list[Carried]] = {}
    for each in found.carried:
        groups.setdefault((each.week_start, each.cause), []).append(each)
    return [
        (f"{week_label(week)} · {cause_word(cause)}", total(each, "net_profit"))
        for (week, cause), each in groups.items()
    ]


def bare(html: str) -> str:
    """The text of a piece of the page."""
    return unescape(re.sub(r"<span class=\"sub\">", " · ", re.sub(r"<(?!span class=\"sub\")[^>]*>", "", html))).strip(
        " ·"
    )


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
