"""What goes in and what comes out of opening a file: limits, the file, one table of text."""

from dataclasses import dataclass
from pathlib import Path

HEAD_ROWS = 40  # a header stands in the first rows of a sheet
MB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """How large a file may be before it is refused. Sizes in bytes."""

    file_bytes: int  # as it was uploaded
    unpacked_bytes: int  # what really comes out of an archive or a workbook
    ratio: int  # unpacked : packed of one part; only asked of parts above 10 MB
    members: int  # files in an archive, parts in a workbook
    rows: int
    columns: int
    line_bytes: int  # one line of a text file, one row of a workbook's sheet
    memory_bytes: int  # of the process that reads a workbook
    seconds: int  # of that process, on the clock and on the processor


# One server reads many people's uploads.
PAGE = Limits(50 * MB, 300 * MB, 200, 2_000, 1_048_576, 512, MB, 2 << 30, 60)
# One person's own computer: a 259 MB text file and a full sheet of 1,048,576 rows and 40 columns must load.
COMMAND_LINE = Limits(4 << 30, 8 << 30, 1_000, 10_000, 50_000_000, 16_384, 16 * MB, 16 << 30, 900)


@dataclass(frozen=True)
class File:
    """One file to load; a member of an archive is a file of its own."""

    name: str  # as shown to the reader: "a.zip/orders.csv"
    path: Path
    sha256: str


@dataclass(frozen=True)
class Table:
    r"""One table of text as it stands in a file.

    A text table's path is strict UTF-8 without a mark in front; its lines end in \n or \r\n. A grid's path is a
    Parquet file: `row` as a spreadsheet program numbers it, from 1, and c0, c1 … as text, c0 being column A; rows
    without any cell are left out.
    """

    file: File
    sheet: str  # "" for text files
    kind: str  # "text" | "grid"
    path: Path
    head: tuple[tuple[str, ...], ...]  # the first 40 rows; a blank line of a text file is an empty tuple
    head_rows: tuple[int, ...]  # grid: the row's number; text: the physical line, from 1, on which the record ends
    delimiter: str = ","  # text only
    encoding: str = "utf-8"  # what the text was decoded from
    notes: tuple[str, ...] = ()  # stable short names: macros_ignored, hidden_rows:3, hidden_sheet, html_as_xls …
