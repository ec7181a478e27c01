"""File bytes → tables of text, each cell as it stands in the file: no types, no choice of a header."""

import json
import signal
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from etl import errors
from etl.archive import files_in
from etl.container import container
from etl.encoding import as_utf8
from etl.errors import EmptyFile, NotATable, ParserFailed, Problem, Refused
from etl.parser import parse
from etl.table import COMMAND_LINE, PAGE, File, Limits, Table
from etl.text import count_records, text_table, write_evenly

__all__ = ["COMMAND_LINE", "PAGE", "File", "Limits", "Table", "count_records", "files_in", "tables_in", "write_evenly"]

KINDS = {each.kind: each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, Problem)}
DISGUISES = {"html": "html_as_xls", "spreadsheetml": "xml_as_xls"}


def tables_in(file: File, workdir: Path, limits: Limits) -> list[Table]:
    """The tables of one file that hold anything; what they need on the disk goes to workdir, which the caller removes.

    Raises Refused with all problems that can be told at once.
    """
    size = file.path.stat().st_size
    if size > limits.file_bytes:
        raise Refused([errors.TooLarge(fields={"found": f"{size:,} bytes", "limit": f"{limits.file_bytes:,} bytes"})])
    workdir.mkdir(parents=True, exist_ok=True)
    kind = container(file.path)
    if kind == "text":
        return [text_table(file, workdir, limits)]
    if kind == "zip":
        raise Refused([NotATable(fields={"found": "an archive; its files are loaded one by one"})])
    path, encoding = file.path, "utf-8"
    if kind == "html":  # a page may be one long line
        path, encoding = as_utf8(file, workdir, replace(limits, line_bytes=limits.file_bytes))
    return _read_workbook(file, kind, path, encoding, workdir, limits)


def _read_workbook(file: File, kind: str, path: Path, encoding: str, workdir: Path, limits: Limits) -> list[Table]:
    folder = Path(tempfile.mkdtemp(prefix="workbook-", dir=workdir)).resolve()
    answer = _run(kind, path.resolve(), folder, limits)
    if problems := answer.get("problems"):
        raise Refused(KINDS[problem.pop("kind")](**problem) for problem in problems)
    if not answer["tables"]:
        raise Refused([EmptyFile()])
    disguise = (DISGUISES[kind],) if kind in DISGUISES else ()
    return [
        Table(
            file=file,
            sheet=table["sheet"],
            kind="grid",
            path=folder / table["path"],
            head=tuple(map(tuple, table["head"])),
            head_rows=tuple(table["head_rows"]),
            encoding=encoding,
            notes=(*disguise, *table["notes"]),
        )
        for table in answer["tables"]
    ]


def _run(kind: str, path: Path, folder: Path, limits: Limits) -> dict[str, Any]:
    """The answer of `etl.workbook`, which is a file; no answer means that the parser took its process down."""
    code = parse(kind, path, folder, limits)
    if code is None:
        raise Refused([ParserFailed(fields={"found": f"it takes longer than {limits.seconds} seconds"})])
    manifest = folder / "manifest.json"
    if manifest.exists():
        answer: dict[str, Any] = json.loads(manifest.read_text(encoding="utf-8"))
        return answer
    raise Refused([ParserFailed(fields={"found": _death(code)})])


def _death(code: int) -> str:
    if code >= 0:
        return f"the reader ended with code {code}"
    try:
        return f"the reader was stopped by {signal.Signals(-code).name}"
    except ValueError:
        return f"the reader was stopped by signal {-code}"
