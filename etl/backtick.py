"""Cells that each begin with a backtick (WeChat Pay): a comma without one behind it belongs to a cell."""

import re
from pathlib import Path

from etl.encoding import CHUNK

ROW = re.compile(rb"^`([^\r\n]*)", re.MULTILINE)


def without_open_commas(path: Path, workdir: Path) -> Path:
    """The text with quotes instead of backticks where every cell of a row begins with one; else the file itself."""
    if not _has_backtick_cells(path):
        return path
    to = workdir / f"{path.name}.quoted"
    with path.open("rb") as file, to.open("wb") as out:
        while lines := file.readlines(CHUNK):
            text = b"".join(lines).replace(b'"', b'""').replace(b",`", b'","')
            out.write(ROW.sub(rb'"\1"', text))
    return to


def _has_backtick_cells(path: Path) -> bool:
    """Whether the first row below the header has a backtick in front of as many cells as the header has names."""
    with path.open("rb") as file:
        above = b""
        for line, _ in zip(file, range(40), strict=False):
            if line.startswith(b"`"):
                return line.count(b",`") == (above or line).count(b",") > 0
            above = line
    return False
