"""`python -m etl.workbook`: a process of its own that reads a workbook into Parquet files, within limits.

Whatever the parser does with a bad file (abort, eat the memory, never return) ends this process and nothing else.
"""

import json
import sys
from dataclasses import asdict
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any

from etl.errors import EncryptedFile, ParserFailed, Refused
from etl.table import Limits

MANIFEST = "manifest.json"
LEAST_ROOM = 64 << 20  # bytes


class _NoPandas(MetaPathFinder):
    """pyarrow takes pandas wherever it finds it: half a second for each process, and nothing here needs it."""

    def find_spec(self, fullname: str, *_: object) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError(name=fullname)


def main(kind: str, path: str, workdir: str, limits: str) -> None:
    """Read the workbook at path and leave the manifest: its tables, or the problems."""
    allowed = Limits(**json.loads(limits))
    leave_out_pandas()
    answer: dict[str, Any]
    try:
        _limit_this_process(allowed)
        bytearray(LEAST_ROOM)  # asked first: a thread that finds no memory to begin with is waited for in vain
        answer = {"tables": _tables(kind, Path(path), Path(workdir), allowed)}
    except Refused as refused:
        answer = {"problems": [{"kind": problem.kind, **asdict(problem)} for problem in refused.problems]}
    except MemoryError:
        answer = {"problems": [{"kind": ParserFailed.kind, "fields": {"found": "it needs too much memory"}}]}
    except BaseException as error:  # noqa: BLE001 - a panic in the parser is no Exception
        answer = {"problems": [_parser_failed(error)]}
    Path(workdir, MANIFEST).write_text(json.dumps(answer), encoding="utf-8")


def leave_out_pandas() -> None:
    """For this process, which is the parser's own."""
    if not any(isinstance(each, _NoPandas) for each in sys.meta_path):
        sys.meta_path.insert(0, _NoPandas())


def _parser_failed(error: BaseException) -> dict[str, Any]:
    if "password" in str(error).lower():
        return {"kind": EncryptedFile.kind}
    lines = [line.strip() for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
    return {"kind": ParserFailed.kind, "fields": {"found": lines[0][:200]}}


def _limit_this_process(limits: Limits) -> None:
    try:
        import resource
    except ImportError:  # Windows: there the limits that are checked before parsing are the protection
        return
    wishes = {
        resource.RLIMIT_AS: limits.memory_bytes,
        resource.RLIMIT_CPU: limits.seconds,
        resource.RLIMIT_CORE: 0,
    }
    for what, limit in wishes.items():
        _, most = resource.getrlimit(what)
        wanted = limit if most == resource.RLIM_INFINITY else min(limit, most)
        try:
            resource.setrlimit(what, (wanted, wanted))
        except (ValueError, OSError):  # macOS knows the names and refuses some of them
            continue


def _tables(kind: str, path: Path, workdir: Path, limits: Limits) -> list[dict[str, Any]]:
    from etl import grid, markup  # only now: the parsers too live within the limits

    if kind in ("xlsx", "xls"):
        return grid.workbook_tables(kind, path, workdir, limits)
    read = markup.html_tables if kind == "html" else markup.spreadsheetml_sheets
    tables: list[dict[str, Any]] = []
    for sheet in read(path, limits):
        if sheet.rows:
            notes = [f"hidden_rows:{sheet.hidden_rows}"] if sheet.hidden_rows else []
            notes += ["hidden_sheet"] if sheet.is_hidden else []
            to = workdir / f"sheet-{len(tables)}.parquet"
            tables.append(grid.write(sheet.name, grid.rows_table(sheet), to, notes))
    return tables


if __name__ == "__main__":
    main(*sys.argv[1:])
