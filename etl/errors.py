"""Everything that can be wrong with a file: one class per cause, its sentence and its advice."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from warehouse import N_, Told


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a file: where it is, what was found, what was wanted.

    `sentence` and `advice` are templates over `fields` plus row, column and value. They are English source texts;
    whoever shows them translates the template first and fills it afterwards.
    """

    row: int | None = None  # as a spreadsheet program numbers it, from 1
    column: str | None = None  # the header as it stands in the file
    value: str | None = None  # the cell as found
    fields: dict[str, Any] = field(default_factory=dict)

    kind: ClassVar[str] = "problem"  # stable name, in the JSON
    sentence: ClassVar[str] = ""
    advice: ClassVar[str] = ""
    is_question: ClassVar[bool] = False  # a refusal that an option can answer
    accept: ClassVar[str] = ""  # the answer that lets the file load as it is (--accept), where there is one

    def filled(self, template: str) -> str:
        """The template (possibly translated) with this problem's fields in it."""
        return template.format(row=self.row, column=self.column, value=self.value, **self.fields)

    @property
    def message(self) -> str:
        """The English sentence and advice, for the command line."""
        return " ".join(self.filled(part) for part in (self.sentence, self.advice) if part)


class Refused(Told):
    """{}"""

    # A file is not loaded; `problems` lists everything found wrong with it.
    kind: ClassVar[str] = "refused"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.message for problem in self.problems))


class NoLongerReadable(Told):
    """The warehouse cannot be brought up to date and stays as it was, because this can no longer be read: {}. Take it out (undo --shop SHOP ID) and load a good file."""

    # Uploads that were accepted once, each by number, file name and problems; this version reads more strictly, or the clock was set back.
    kind: ClassVar[str] = "no_longer_readable"

    def __init__(self, uploads: Iterable[tuple[int, str, tuple[Problem, ...]]]) -> None:
        self.uploads = tuple(uploads)
        said = (f"upload {number}, {file} ({problems[0].message})" for number, file, problems in self.uploads)
        super().__init__("; ".join(said))


class LoadedNotShown(Told):
    """It is written down and counts; do not do it again. But the figures could not be built with it ({}): make room on the disk, then rebuild the shop."""

    kind: ClassVar[str] = "loaded_not_shown"


# --- the file as a whole -------------------------------------------------------------------------


class EmptyFile(Problem):
    kind = "empty_file"
    sentence = N_("The file is empty.")
    advice = N_("Download it again.")


class UnreadableFile(Problem):
    kind = "unreadable_file"
    sentence = N_("The file cannot be read ({found}).")
    advice = N_("Check its name and that you may read it.")


class NotATable(Problem):
    kind = "not_a_table"
    sentence = N_("This is not a table: {found}.")
    advice = N_("Upload the spreadsheet as the platform exported it (csv, xlsx, xls or zip).")


class DamagedFile(Problem):
    kind = "damaged_file"
    sentence = N_("The file is incomplete or damaged ({found}).")
    advice = N_("Download it again.")


class NoRoom(Problem):
    kind = "no_room"
    sentence = N_("The disk has too little room for this load: {found} free, {needed} needed. Nothing was loaded.")
    advice = N_("Make room on the disk and load the file again.")


class DiskFull(Problem):
    kind = "disk_full"
    sentence = N_("The disk is full. Nothing of this call was loaded; what was there before is all there.")
    advice = N_("Make room on the disk and load the file again.")


class RawRowsDamaged(Problem):
    kind = "raw_rows_damaged"
    sentence = N_("The rows that were kept of this file are missing or damaged.")
    advice = N_("Bring the shop back from a backup; or take the upload out and load the file again.")


class UnknownArchive(Problem):
    kind = "unknown_archive"
    sentence = N_("The file is a packed archive of a kind that is not opened here ({found}).")
    advice = N_("Unpack it and load the files in it, or pack them as .zip.")


class NestedArchive(Problem):
    kind = "nested_archive"
    sentence = N_("The archive holds another archive ({found}).")
    advice = N_("Unpack it and load the files in it.")


class NoTableInArchive(Problem):
    kind = "no_table_in_archive"
    sentence = N_("The archive holds no table.")
    advice = N_("Download it again, or load the table itself.")


class WebPage(Problem):
    kind = "web_page"
    sentence = N_("The file is a web page without a table: the download probably needed a new login.")
    advice = N_("Log in to the back office and download the report again.")


class EncryptedFile(Problem):
    kind = "encrypted_file"
    sentence = N_("The file is protected by a password.")
    advice = N_("Open it, save it without a password, and load that file. We never ask for the password.")


class TooLarge(Problem):
    kind = "too_large"
    sentence = N_("The file is larger than allowed: {found}, at most {limit}.")
    advice = N_("Export a shorter period and load the parts one by one.")


class UnpacksTooLarge(Problem):
    kind = "unpacks_too_large"
    sentence = N_(
        "Unpacked, the file is larger than allowed: {found}, at most {limit}. It may be no export of a platform."
    )
    advice = N_("Load the file as the platform exported it, or export a shorter period.")


class TooManyFiles(Problem):
    kind = "too_many_files"
    sentence = N_("The file is made of {found} files; at most {limit} are opened.")
    advice = N_("Unpack it and load the tables you need.")


class TooManyColumns(Problem):
    kind = "too_many_columns"
    sentence = N_("The table has {found} columns; at most {limit} are read.")
    advice = N_("Delete the columns without content, or export the file again.")


class LineTooLong(Problem):
    kind = "line_too_long"
    sentence = N_("A row is longer than any export's: more than {limit}.")
    advice = N_("Export the file again; this one was probably changed or damaged.")


class ForbiddenContent(Problem):
    kind = "forbidden_content"
    sentence = N_("The file holds content that no export has ({found}).")
    advice = N_("Load the file as the platform exported it.")


class FarCell(Problem):
    kind = "far_cell"
    sentence = N_("A stray cell stands far outside the table ({found}).")
    advice = N_("Delete the empty rows and columns, or export the file again.")


class ParserFailed(Problem):
    kind = "parser_failed"
    sentence = N_("The workbook could not be read ({found}).")
    advice = N_("Open it in a spreadsheet program, save it as .xlsx, and load that file.")


class UnreadWorkbook(Problem):
    kind = "unread_workbook"
    sentence = N_("Workbooks of this kind are not read ({found}).")
    advice = N_("Open it in a spreadsheet program, save it as .xlsx, and load that file.")


class MixedEncoding(Problem):
    kind = "mixed_encoding"
    sentence = N_("The text is not in one encoding; the first bytes that do not fit are in row {row}.")
    advice = N_("Export the file again; do not join two files by hand.")


class UnclosedQuote(Problem):
    kind = "unclosed_quote"
    sentence = N_("A quotation mark that opens in row {row} is never closed.")
    advice = N_("Export the file again.")


class FormulaWithoutResult(Problem):
    kind = "formula_without_result"
    sentence = N_("A formula has no stored result, so its amount cannot be read.")
    advice = N_("Open the file in a spreadsheet program, save it as .xlsx, and load that file.")


class ErrorCell(Problem):
    kind = "error_cell"
    sentence = N_("The cell holds the spreadsheet error {value}.")
    advice = N_("Correct the cell and load the file again.")


# --- which table this is -------------------------------------------------------------------------


class NoHeader(Problem):
    kind = "no_header"
    sentence = N_("No row looks like the header of a known export. The first row reads “{found}”.")
    advice = N_("Choose the columns yourself (--map FILE.toml), or load the file as the platform exported it.")


class UnknownFormat(Problem):
    kind = "unknown_format"
    sentence = N_(
        "The header is of no export that is known here; the closest is {closest}, which also needs {missing}."
    )
    advice = N_("Choose the columns yourself (--map FILE.toml).")
    is_question = True


class AmbiguousFormat(Problem):
    kind = "ambiguous_format"
    sentence = N_("The header fits more than one export: {formats}.")
    advice = N_("Say which one it is (--format NAME).")
    is_question = True


class WrongFormat(Problem):
    kind = "wrong_format"
    sentence = N_("The file is not a {format}: the columns {missing} are missing.")
    advice = N_("Leave the format out, or choose another one.")


class PersonalBill(Problem):
    kind = "personal_bill"
    sentence = N_("This is the bill of a personal wallet ({found}), not an export of a shop.")
    advice = N_("Download the export from the platform's merchant back office.")


class BadMap(Problem):
    kind = "bad_map"
    sentence = N_("The column map is not usable: {found}.")
    advice = N_("Correct the map and load the file again.")


class AmbiguousColumn(Problem):
    kind = "ambiguous_column"
    sentence = N_("{count} columns are called “{column}”, and it is needed.")
    advice = N_("Remove the extra columns and load the file again.")


# --- rows and cells ------------------------------------------------------------------------------


class RaggedRow(Problem):
    kind = "ragged_row"
    sentence = N_("The row has {found} cells; the header has {wanted}.")
    advice = N_("Export the file again, or correct the row.")


class RowsLost(Problem):
    kind = "rows_lost"
    sentence = N_("The file has {wanted} rows but only {found} could be read.")
    advice = N_("Export the file again; if it stays, report this file.")


class BreaksCheck(Problem):
    kind = "breaks_check"
    sentence = N_("With this file a check of the program fails ({found}), so it is not loaded.")
    advice = N_("The file may be right and the program wrong: please report it.")


class NotAnAmount(Problem):
    kind = "not_an_amount"
    sentence = N_("“{value}” is not an amount of money ({format} reads it as {target}).")
    advice = N_("Correct the cell and load the file again.")


class NotANumber(Problem):
    kind = "not_a_number"
    sentence = N_("“{value}” is not a whole number ({format} reads it as {target}).")
    advice = N_("Correct the cell and load the file again.")


class NotATime(Problem):
    kind = "not_a_time"
    sentence = N_("“{value}” is not a date or time ({format} reads it as {target}).")
    advice = N_("Correct the cell and load the file again.")


class NoSuchDate(Problem):
    kind = "no_such_date"
    sentence = N_("“{value}” is no day of the calendar.")
    advice = N_("Correct the cell and load the file again.")


class PastDate(Problem):
    kind = "past_date"
    sentence = N_("“{value}” lies before the year 2000; some programs write such a day for “none”.")
    advice = N_("Correct the cell, or empty it where it means “none”, and load the file again.")


class FutureDate(Problem):
    kind = "future_date"
    sentence = N_("“{value}” lies more than {days} days after today ({today}).")
    advice = N_("Correct the cell; if today is wrong, set this computer's clock.")


class AmbiguousDate(Problem):
    kind = "ambiguous_date"
    sentence = N_("“{value}” can be {day_first} or {month_first}, and no other cell of the column tells which.")
    advice = N_("Say how the dates are written: day first (--date-order dmy) or month first (--date-order mdy).")
    is_question = True


class RoundedAmount(Problem):
    kind = "rounded_amount"
    sentence = N_("“{value}” is a rounded figure, not an exact amount.")
    advice = N_("Export the report with exact amounts, in yuan and fen.")


class NoYear(Problem):
    kind = "no_year"
    sentence = N_("“{value}” names no year, and neither the file's name nor its first rows do.")
    advice = N_("Of which year is it? Put the year into the file's name, such as 202604, and load it again.")


class DateInMoney(Problem):
    kind = "date_in_money"
    sentence = N_("“{value}” is a date where an amount of money belongs: a spreadsheet program changed the cell.")
    advice = N_("Load the file as the platform exported it, not a saved copy.")


class DamagedId(Problem):
    kind = "damaged_id"
    sentence = N_("“{value}” was an order number; a spreadsheet program cut off its last digits.")
    advice = N_("Load the file as the platform exported it, not a saved copy.")


class MissingValue(Problem):
    kind = "missing_value"
    sentence = N_("The cell is empty; {format} needs {target}.")
    advice = N_("Correct the cell and load the file again.")


class MoreOfThem(Problem):
    kind = "more_of_them"
    sentence = N_("{count} cells of this column cannot be read; the first {shown} are listed.")
    advice = N_("Correct the cells and load the file again.")


class UndatedCosts(Problem):
    kind = "undated_costs"
    sentence = N_("The table has no dates, and these products have a cost already: {found}.")
    advice = N_("Say from which day the new costs hold (--valid-from D).")
    is_question = True


class NoSuchPeriod(Problem):
    kind = "no_period"
    sentence = N_("The rows have no day, and neither the file's name nor its first rows name one.")
    advice = N_("Export the report by day.")


# --- questions: what a file says against what is known -------------------------------------------


class PaidIsGross(Problem):
    kind = "paid_is_gross"
    sentence = N_(
        "In this export the paid column is net of refunds; here it still holds them on all {count} refunded rows."
    )
    advice = N_("If the column is before refunds in this file, say so (--accept paid_is_gross).")
    is_question = True
    accept = "paid_is_gross"


class OtherShop(Problem):
    kind = "other_shop"
    sentence = N_("This looks like another shop's file: found {found}, known here {known}.")
    advice = N_("Choose the right shop; or, if it is this one's, say so (--accept other_shop).")
    is_question = True
    accept = "other_shop"


class MixedCurrencies(Problem):
    kind = "mixed_currencies"
    sentence = N_("The rows are in several currencies: {found}.")
    advice = N_("Export one currency at a time, and load each into a shop of its own.")


class OtherCurrency(Problem):
    kind = "other_currency"
    sentence = N_("The amounts are in {found}; this shop's are in {known}.")
    advice = N_("Load the file into a shop of its own; amounts of two currencies are never added.")
