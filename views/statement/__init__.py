"""The 对账表 of a week as the reader takes it along: a workbook with living formulas, and a page for paper."""
