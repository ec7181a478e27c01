"""Cells and their looks: a number, a living formula, a text that stays a text, a dash for what is not known."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from reports.metric import Figure
from views.numbers import NOTHING

NUMBERS = {
    "money": "#,##0.00;-#,##0.00",
    "money_rate": "#,##0.00",
    "count": "#,##0",
    "rate": "0.0%",
    "share": "0.00%",
    "ratio": "#,##0.00",
}
LOOKS: Mapping[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 15},
    "head": {"bold": True, "bottom": 1, "bg_color": "#EEF2F6", "text_wrap": True, "valign": "vcenter"},
    "right": {"align": "right"},
    "text": {"text_wrap": True, "valign": "top"},
    "label": {"text_wrap": True, "valign": "top"},
    "apart": {"text_wrap": True, "valign": "top", "indent": 1},
    "soft": {"font_color": "#55606C"},
    "strong": {"bold": True, "top": 1},
    "number": {"valign": "top"},
    "none": {"align": "right", "valign": "top", "font_color": "#777777"},
    "boxhead": {"bold": True, "border": 1, "bg_color": "#EEF2F6"},
    "box": {"border": 1, "valign": "vcenter"},
    "heading": {"bold": True, "font_size": 12, "valign": "bottom"},
    "lead": {"bold": True, "text_wrap": True, "valign": "top", "font_size": 12},
    "card": {"bold": True, "font_size": 13, "align": "left"},
    "sum": {"bold": True, "top": 1},
    "cause": {"font_color": "#55606C"},
    "signed": {"num_format": "+#,##0.00;-#,##0.00;0.00"},
    "signed_rate": {"num_format": "+0.0%;-0.0%;0.0%"},
}
A4 = 9


class Paper:
    """One workbook being written; equal cells make equal bytes."""

    def __init__(self, title: str) -> None:
        self._file = io.BytesIO()
        self._book: Workbook = xlsxwriter.Workbook(
            self._file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self._book.set_properties({"title": title, "created": datetime(2000, 1, 1)})
        self._looks: dict[tuple[str, ...], Format] = {}

    @property
    def book(self) -> Workbook:
        """What a chart is added to."""
        return self._book

    def bytes(self) -> bytes:
        """The finished file."""
        self._book.close()
        return self._file.getvalue()

    def sheet(
        self, name: str, widths: Sequence[float], *, head: int = 0, fixed: int = 1, upright: bool = False
    ) -> Worksheet:
        """A sheet that prints on A4 as wide as the paper; `head` is its row of headers, which stays in sight and repeats."""
        sheet = self._book.add_worksheet(name)
        if not upright:
            sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L&8{name.replace('&', '&&')}&R&8&P / &N")
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(head + 1, fixed)
        sheet.repeat_rows(head)
        return sheet

    def look(self, *kinds: str) -> Format:
        """A cell format by what it is for, made once."""
        if kinds not in self._looks:
            said: dict[str, object] = {}
            for kind in kinds:
                said |= {"num_format": NUMBERS[kind]} if kind in NUMBERS else LOOKS.get(kind, {})
            self._looks[kinds] = self._book.add_format(said)
        return self._looks[kinds]

    def heads(self, sheet: Worksheet, row: int, texts: Sequence[str], numbers: Sequence[int] = ()) -> None:
        """A row of headers; those over numbers stand on the right."""
        for column, said in enumerate(texts):
            sheet.write_string(row, column, said, self.look("head", "right" if column in numbers else ""))

    def text(self, sheet: Worksheet, row: int, column: int, said: str, *kinds: str) -> None:
        """A text, never a formula, however it begins."""
        sheet.write_string(row, column, said, self.look(*(kinds or ("text",))))

    def number(self, sheet: Worksheet, row: int, column: int, value: Figure, unit: str, strong: str = "") -> None:
        """A value as it was computed, or the dash."""
        if value is None:
            sheet.write_string(row, column, NOTHING, self.look("none", strong))
        else:
            sheet.write_number(row, column, float(value), self.look("number", unit, strong))

    def formula(
        self, sheet: Worksheet, row: int, column: int, formula: str, value: Figure, unit: str, strong: str = ""
    ) -> None:
        """A living formula with the value that it has now; a formula that is a dash now says itself when it is a number."""
        known = NOTHING if value is None else float(value)
        sheet.write_formula(row, column, formula, self.look("number", "right", unit, strong), known)

    def wide(self, sheet: Worksheet, row: int, last: int, said: str, *kinds: str, first: int = 0) -> None:
        """A text over several columns, or in one."""
        if first == last:
            self.text(sheet, row, first, said, *kinds)
            return
        sheet.merge_range(row, first, row, last, "", self.look(*kinds))
        sheet.write_string(row, first, said, self.look(*kinds))


def high(*texts: tuple[str, float]) -> float:
    """The height of a row that shows all of its (text, column width); a Chinese character is as wide as two others."""
    lines = (1 + int(sum(2 if each > "⺀" else 1 for each in said) * 1.1 // width) for said, width in texts)
    return 2 + 14.5 * max(lines)


def floats(values: Sequence[object]) -> list[object]:
    """Cells of a column: amounts as a spreadsheet holds them."""
    return [float(each) if isinstance(each, Decimal) else each for each in values]
