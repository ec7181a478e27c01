"""Some rows of a worksheet's XML as bytes, and where in them a byte stands."""

import re
from bisect import bisect_right

FAR_ROWS = 10_000  # so many rows left out in one piece are no part of a table


def column_letters(number: int) -> str:
    """The letters of a column, from 1: 28 → AB."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: bytes) -> int:
    """The number of a column, from 1: AB → 28."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


class Tags:
    """The patterns of one sheet; some writers put a prefix before every tag: <x:row>."""

    def __init__(self, prefix: bytes, quote: bytes, columns: int) -> None:
        p = self.prefix = prefix
        self.row, self.cell, self.formula_tag = b"<" + p + b"row", b"<" + p + b"c", b"<" + p + b"f"
        self.row_start = re.compile(b"<" + p + rb"row\b([^>]*)>")
        self.row_number = re.compile(b"<" + p + rb"""row\b(?:[^>]*?\sr=["'](\d{1,9})["'])?[^>]*>""")
        self.cell_start = re.compile(b"<" + p + rb"c\b([^>]*)>")
        self.values = b"<" + p + b"v>", b"<" + p + b"v ", b"<" + p + b"is>", b"<" + p + b"is "
        self.value = re.compile(b"<" + p + rb"v\b[^>]*>([^<]*)<")
        self.filled = re.compile(b"<" + p + rb"(?:v|is)[ >]")
        no_value = rb"(?!\s*<" + p + rb"v(?: [^>]*)?>[^<])"
        self.formula = re.compile(b"<" + p + rb"f\b[^>]*?(?:/>|>[^<]*</" + p + rb"f>)" + no_value)
        self.long_number = re.compile(b"<" + p + rb"v>-?+\d(?:\d{6}[\d.]|[.\d]*+[eE])[^<]*")
        beyond = column_letters(columns + 1)
        far = f"[{beyond[0]}-Z][A-Z]{{{len(beyond) - 1}}}|[A-Z]{{{len(beyond) + 1},9}}"
        self.far = re.compile(b" r=" + quote + f"({far})[0-9]".encode())
        self.error = b" t=" + quote + b"e" + quote
        # The number of a shared text; what is no number the parser takes for the first text of the file.
        self.no_index = re.compile(b" t=" + quote + b"s" + quote + rb"[^>]*>\s*<" + p + rb"v[^>]*>(?!\d+<)")


class Rows:
    """Some rows of a sheet, and where in them a byte stands."""

    def __init__(self, tags: Tags, data: bytes, before: int) -> None:
        self.tags, self.data, self.before = tags, data, before
        self._numbers: list[int] = []
        self._starts: list[int] = []

    @property
    def numbers(self) -> list[int]:
        """The number of each row; worked out only when asked for."""
        if not self._numbers:
            number = self.before
            for text in self.tags.row_number.findall(self.data):
                number = int(text) if text else number + 1
                self._numbers.append(number)
        return self._numbers

    def last(self) -> int:
        """The number of the last row, 0 where there is none."""
        at = self.data.rfind(self.tags.row)
        number = _attribute(self.data[at : self.data.find(b">", at)], b"r") if at >= 0 else b""
        if number.isdigit():
            return int(number)
        return self.numbers[-1] if self.numbers else 0

    def jumps(self) -> list[int]:
        """The rows that stand far below the one before."""
        pairs = enumerate(zip([self.before, *self.numbers], self.numbers, strict=False))
        return [index for index, (before, number) in pairs if number - before > FAR_ROWS]

    @property
    def starts(self) -> list[int]:
        """Where each row begins, and the end; worked out only when asked for."""
        if not self._starts:
            self._starts = [*(match.start() for match in self.tags.row_start.finditer(self.data)), len(self.data)]
        return self._starts

    def is_filled(self, index: int) -> bool:
        """Formatting alone may reach far out; only cells with content count."""
        return bool(self.tags.filled.search(self.data, self.starts[index], self.starts[index + 1]))

    def last_filled(self) -> int:
        """The number of the last row with content, 0 where none has any."""
        at = -1
        for mark in self.tags.values:  # each is looked for only behind the one before: searching backwards is slow
            at = max(at, self.data.rfind(mark, max(0, at)))
        if at < 0 or not self.numbers:
            return 0
        if self.data.find(self.tags.row, at) < 0:
            return self.numbers[-1]
        return self.numbers[max(0, self._index(at))]

    def first_width(self) -> int:
        """The last filled column of the first row: headers stand first, and rows are about as wide as each other."""
        first = self.tags.row_start.search(self.data)
        if not first:
            return 0
        end = self.data.find(self.tags.row, first.end())
        cells = self.tags.cell_start.finditer(self.data, first.end(), end if end >= 0 else len(self.data))
        ends = [cell.end() for cell in cells if self.is_cell_filled(cell.end())]
        return self._column(self._cell(ends[-1] - 1)[0], first.start(), ends[-1]) if ends else 0

    def is_cell_filled(self, tag_end: int) -> bool:
        """Whether something stands between a cell's tags."""
        closed = self.data[tag_end - 2 : tag_end] == b"/>" or self.data.startswith(b"</", tag_end)
        return not closed

    def hidden(self) -> int:
        """The number of hidden rows with content."""
        if b"hidden=" not in self.data:
            return 0
        rows = enumerate(self.tags.row_start.finditer(self.data))
        return sum(_attribute(row[1], b"hidden") in (b"1", b"true") and self.is_filled(index) for index, row in rows)

    def errors(self) -> list[int]:
        """Where the cells with an error value are."""
        if self.tags.error not in self.data:
            return []
        found = (match.start() for match in re.finditer(self.tags.error, self.data))
        return [at for at in found if self.cell_type(at) == b"e"]

    def are_torn(self) -> bool:
        """Whether a cell, its value or its text begins and does not end, or the other way round: the parser skips such."""
        has_texts = b"<" + self.tags.prefix + b"is" in self.data
        names = (b"c", b"v", b"is", b"t") if has_texts else (b"c", b"v")
        return any(map(self._is_unpaired, names)) or bool(self.tags.no_index.search(self.data))

    def _is_unpaired(self, name: bytes) -> bool:
        tag = self.tags.prefix + name
        begun = sum(self.data.count(b"<" + tag + mark) for mark in (b" ", b">"))
        ended = self.data.count(b"</" + tag + b">")
        empty = len(re.findall(b"<" + tag + b" [^>]*/>", self.data)) if b"/>" in self.data else 0
        return begun != ended + empty

    def cell_type(self, at: int) -> bytes:
        """The type of the cell around this place: s, str, inlineStr, b, e, d, n; empty means a number."""
        tag, _ = self._cell(at)
        return _attribute(tag, b"t")

    def place(self, at: int) -> tuple[int, int, int]:
        """Row and column, from 1, of the cell around this place, and where its opening tag ends."""
        tag, end = self._cell(at)
        index = max(0, self._index(at))
        return self.numbers[index], self._column(tag, self.starts[index], end), end

    def cells_beside(self, at: int) -> int:
        """The number of cells in the row around this place."""
        index = max(0, self._index(at))
        return len(self.tags.cell_start.findall(self.data, self.starts[index], self.starts[index + 1]))

    def _index(self, at: int) -> int:
        return bisect_right(self.starts, at) - 1

    def _cell(self, at: int) -> tuple[bytes, int]:
        start = max(self.data.rfind(self.tags.cell + mark, 0, at + 3) for mark in (b" ", b">"))
        end = self.data.find(b">", max(0, start)) + 1
        return (self.data[start:end], end) if start >= 0 else (b"", end)

    def _column(self, tag: bytes, row_start: int, tag_end: int) -> int:
        """By the cell's reference; where a writer leaves it out, cells follow each other."""
        reference = re.match(rb"([A-Z]{1,5})\d", _attribute(tag, b"r"))
        if reference:
            return column_number(reference[1])
        return len(self.tags.cell_start.findall(self.data, row_start, tag_end))


def _attribute(tag: bytes, name: bytes) -> bytes:
    match = re.search(rb"\b" + name + rb"""\s*=\s*["']([^"']*)["']""", tag)
    return match[1] if match else b""
