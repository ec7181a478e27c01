"""`python -m tests.etl.errors_page`: write docs/errors.md from the classes of etl/errors.py and the broken files."""

import tomllib
from pathlib import Path
from typing import Any

from etl.errors import Problem

PAGE = Path(__file__).parents[2] / "docs" / "errors.md"
BROKEN = Path(__file__).with_name("broken")
# What no file can cause.
WITHOUT_A_FILE = {
    "no_room": "the disk is nearly full",
    "disk_full": "the disk fills up during the load",
    "raw_rows_damaged": "what was kept of an upload was damaged on the disk",
    "unreadable_file": "the file is gone, or may not be read",
    "breaks_check": "a fault of the program; no file is known that brings it about",
    "rows_lost": "the reader's rows and the file's own differ; no file is known that brings it about",
}
INTRODUCTION = """# Errors

Every reason for which a file, or a cell of it, is refused: what it says, the way out, and a file of `tests/etl/broken` that brings it about.
`kind` is the stable name in `--json`. A question can be answered by the option that its text names; everything else needs another file.
Written by `python -m tests.etl.errors_page`.

| kind | says | the way out | question | example |
|---|---|---|---|---|
"""


def kinds() -> list[type[Problem]]:
    """Every class of problem, in the order of etl/errors.py."""
    return Problem.__subclasses__()


def examples() -> dict[str, dict[str, Any]]:
    """What the index says of each kind's broken file."""
    return tomllib.loads((BROKEN / "index.toml").read_text("utf-8"))


def page() -> str:
    """The whole page."""
    known = examples()
    return INTRODUCTION + "".join(_row(each, known.get(each.kind)) for each in kinds())


def _row(problem: type[Problem], example: dict[str, Any] | None) -> str:
    question = "yes" if problem.is_question else ""
    cells = (f"`{problem.kind}`", problem.sentence, problem.advice, question, _example(problem.kind, example))
    return f"| {' | '.join(cells)} |\n"


def _example(kind: str, said: dict[str, Any] | None) -> str:
    if not said:
        return f"none: {WITHOUT_A_FILE[kind]}"
    more = [f"--{option} {said[option]}" for option in ("format", "map") if option in said]
    more += [f"after {said['before']}"] if "before" in said else []
    more += [f"{name} = {limit}" for name, limit in said.get("limits", {}).items()]
    return f"`{said['file']}`" + (f" ({', '.join(more)})" if more else "")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
