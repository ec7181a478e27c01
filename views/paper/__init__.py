"""Documents to take along: one small model, written as a page for A4, as a workbook and as one picture."""
