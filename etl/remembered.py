"""The column maps that a data folder remembers: `<data folder>/formats/<name>.toml`, each a format file of its own."""

import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from etl.errors import BadMap, Problem, Refused
from etl.format import Format
from etl.formatfile import formats, read_format
from warehouse import data_folder

UNNAMED = re.compile(r"[^\w-]+")
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|map)", re.IGNORECASE)


@dataclass(frozen=True)
class Remembered:
    """One remembered map; a file that is no format any more has `problems` instead of a `format`."""

    name: str
    text: str
    format: Format | None
    problems: tuple[Problem, ...] = ()


def remembered() -> dict[str, Remembered]:
    """Every map of the data folder by its name, the unusable ones too."""
    return {path.stem: _read(path) for path in sorted(_folder().glob("*.toml"))}


def remember(name: str, text: str) -> Path:
    """Keep a map under a name, in one step and for this user only; an older map of the same header goes.

    A name that is taken gets a number. Raises Refused([BadMap]) for a text that is no format.
    """
    exactly = read_format(name, text).exactly
    known = remembered()
    same = {
        each.name for each in known.values() if each.format and each.format.exactly and each.format.exactly == exactly
    }
    stem = _free(UNNAMED.sub("_", name).strip("_")[:60] or "table", set(formats()) | (set(known) - same))
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{stem}.toml"
    handle, fresh = tempfile.mkstemp(suffix=".new", dir=folder)  # mkstemp makes it readable for this user only
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(fresh).replace(path)
    except BaseException:
        Path(fresh).unlink(missing_ok=True)
        raise
    for old in same - {stem}:
        (folder / f"{old}.toml").unlink(missing_ok=True)
    return path


def _free(stem: str, taken: set[str]) -> str:
    stem = f"{stem}_" if RESERVED.fullmatch(stem) else stem
    number, free = 2, stem
    while free in taken:
        free, number = f"{stem}_{number}", number + 1
    return free


def _folder() -> Path:
    return data_folder() / "formats"


def _read(path: Path) -> Remembered:
    try:
        text = path.read_text("utf-8")
        if path.stem in formats():
            return Remembered(path.stem, text, None, (BadMap(fields={"found": "a format of this name is built in"}),))
        return Remembered(path.stem, text, read_format(path.stem, text))
    except Refused as refusal:
        return Remembered(path.stem, "", None, refusal.problems)
    except (OSError, UnicodeDecodeError) as fault:
        return Remembered(path.stem, "", None, (BadMap(fields={"found": str(fault)}),))
