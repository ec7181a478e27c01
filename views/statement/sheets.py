"""The sheets behind the ladder: promised, claimed, proven; the days; every source row; the definitions."""

from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from reports.claims.reconcile import Line
from reports.metric import Figure, metrics
from reports.statement import LEAVES, ROW_COLUMNS, Statement
from views.defined import SHOWN, formula_mark
from views.language import _, joined
from views.numbers import unit_of, weekday
from views.paper.cells import Paper, floats, high
from views.reconcile.words import figure_name, reason, verdict
from views.statement.formulas import Ladder, not_number, on, unless
from views.statement.said import DAY_LINES, bare, lines, proven_note

DAYS_TOTAL = 8  # the row of the total below seven days
ROWS_A_SHEET = 1_048_575  # below the header; what is more goes on in the next sheet
VERDICT, WHY = 34, 46  # columns of sentences
DEFINED = (24, 80, 60, 11)
SIX = Decimal("0.000001")  # as the formulas round shares


def reconciliation(paper: Paper, found: Statement, ladder: Ladder) -> None:
    """Promised, claimed, proven; the proven cells follow the ladder, the differences follow both."""
    sheet = paper.sheet(_("Reconciliation"), (20, 14, 14, 14, 14, 14, 14, VERDICT, WHY))
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
    paper.heads(sheet, 0, heads, range(1, 7))
    for row, line in enumerate(found.reconciliation.lines, 1):
        unit = {"money": "money", "count": "count", "rate": "share"}.get(line.unit, "ratio")
        paper.text(sheet, row, 0, figure_name(line.figure), "label")
        paper.number(sheet, row, 1, line.promised, unit)
        paper.number(sheet, row, 2, line.claim.value if line.claim else None, unit)
        if _is_of_ladder(line, found, ladder):
            paper.formula(sheet, row, 3, f"={on(ladder.sheet, ladder.cell(line.figure))}", line.proven, unit)
        else:
            paper.number(sheet, row, 3, line.proven, unit)
        _apart(paper, sheet, row, line, unit)
        judged = bare(verdict(line))
        reasons = line.verdict.explained if line.verdict else ()
        why = joined(bare(reason(line, each)) for each in reasons)
        paper.text(sheet, row, 7, judged, "apart")
        paper.text(sheet, row, 8, why, "apart")
        sheet.set_row(row, high((figure_name(line.figure), 20), (judged, VERDICT - 2), (why, WHY - 2)))
    notes = [
        _("Verdicts and reasons were found when the file was made; the differences follow the cells."),
        proven_note(found),
    ]
    for row, note in enumerate(filter(None, notes), len(found.reconciliation.lines) + 2):
        paper.text(sheet, row, 0, note, "soft")


def _is_of_ladder(line: Line, found: Statement, ladder: Ladder) -> bool:
    """Whether the proven figure is that of the ladder: in the claimed book the ladder counts what cannot prove anything."""
    is_there = line.figure in ladder.rows and found.week.figures[line.figure] is not None
    return is_there and line.proven is not None and found.scope.book == "cleaned"


def _apart(paper: Paper, sheet: Worksheet, row: int, line: Line, unit: str) -> None:
    """Claimed less proven, what is explained of it, and the rest: alive wherever a claim can be judged."""
    claimed, proven, apart, explained = (xl_rowcol_to_cell(row, column) for column in (2, 3, 4, 5))
    judged = line.verdict
    if (judged is not None and judged.difference is None) or line.proven is None or (judged is None and line.missing):
        for column in (4, 5, 6):
            paper.number(sheet, row, column, None, unit)
        return
    difference = judged.difference if judged else None
    reasons = sum((each.amount for each in judged.explained), Decimal(0)) if judged else None
    rest = judged.unexplained if judged else None
    known = unless([not_number(claimed), not_number(proven)], f"ROUND({claimed}-{proven},6)")
    paper.formula(sheet, row, 4, known, _six(difference), unit)
    paper.number(sheet, row, 5, reasons, unit)
    paper.formula(sheet, row, 6, unless([not_number(apart)], f"ROUND({apart}-N({explained}),6)"), _six(rest), unit)


def _six(value: Decimal | None) -> Figure:
    return None if value is None else value.quantize(SIX)


def sum_of_days(found: Statement, name: str) -> Decimal:
    """What the days add up to; a day that is not known adds nothing."""
    return sum((Decimal(day.figures[name] or 0) for day in found.days), Decimal(0))


def days(paper: Paper, found: Statement) -> None:
    """Each day of the week; its total is what the ladder is held against."""
    sheet = paper.sheet(_("By day"), (18, *[15] * len(DAY_LINES)))
    heads = [_("Day"), *(_(metrics()[name].label) for name in DAY_LINES)]
    paper.heads(sheet, 0, heads, range(1, len(heads)))
    for row, day in enumerate(found.days, 1):
        paper.text(sheet, row, 0, f"{day.first:%Y-%m-%d} {weekday(day.first)}", "label")
        for column, name in enumerate(DAY_LINES, 1):
            paper.number(sheet, row, column, day.figures[name], unit_of(name))
    paper.text(sheet, DAYS_TOTAL, 0, _("Total"), "label", "strong")
    for column, name in enumerate(DAY_LINES, 1):
        span = f"{xl_rowcol_to_cell(1, column)}:{xl_rowcol_to_cell(DAYS_TOTAL - 1, column)}"
        is_known = any(day.figures[name] is not None for day in found.days)
        formula = unless([f"COUNT({span})=0"], f"ROUND(SUM({span}),2)")
        value = sum_of_days(found, name) if is_known else None
        paper.formula(sheet, DAYS_TOTAL, column, formula, value, unit_of(name), "strong")


def row_names(found: Statement) -> list[str]:
    """The sheets of the source rows: one, or as many as a spreadsheet's length asks for."""
    more = max(found.rows.num_rows - 1, 0) // ROWS_A_SHEET
    return [_("Source rows"), *(f"{_('Source rows')} {n}" for n in range(2, more + 2))]


def rows(paper: Paper, found: Statement, names: list[str]) -> None:
    """Every row that counts in the week, with the file and the row it stands in."""
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
    labels = {name: _(metrics()[name].label) for name in LEAVES}
    for place, title in enumerate(names):
        sheet = paper.sheet(title, (18, 14, 26, 34, 14, 9, 26, 9, 26, 9), fixed=2)
        paper.heads(sheet, 0, heads, (1, 5, 7, 9))
        part = found.rows.slice(place * ROWS_A_SHEET, ROWS_A_SHEET)
        columns = {name: part[name].to_pylist() for name in ROW_COLUMNS}
        columns["figure"] = [labels[name] for name in columns["figure"]]
        for column, name in enumerate(ROW_COLUMNS):
            sheet.write_column(1, column, floats(columns[name]), paper.look("money") if name == "amount" else None)
        sheet.autofilter(0, 0, max(part.num_rows, 1), len(ROW_COLUMNS) - 1)


def definitions(paper: Paper, found: Statement) -> None:
    """How every figure is computed, in the words of the catalogue."""
    sheet = paper.sheet(_("Definitions"), DEFINED)
    paper.heads(
        sheet, 0, [_("Figure"), _("How it is computed"), _("Why the platform may show another number"), _("Version")]
    )
    for row, name in enumerate(lines(found), 1):
        metric = metrics()[name]
        told = (_(metric.label), _(metric.how), _(metric.differs) if metric.differs else "", formula_mark(name)[:SHOWN])
        for column, words in enumerate(told):
            paper.text(sheet, row, column, words)
        sheet.set_row(row, high(*zip(told, DEFINED, strict=True)))
