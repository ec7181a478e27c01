"""Sentences that must hold in every build; each is a query that selects the rows that break it."""

from functools import cache
from pathlib import Path
from typing import ClassVar

from warehouse import Build, Told

CHECKS = Path(__file__).parent / "checks"


class CheckBroken(Told):
    """The new build breaks a sentence that must hold ({}). That is a fault of the program; nothing was changed."""

    kind: ClassVar[str] = "check_broken"


@cache
def checks() -> dict[str, str]:
    """Every check's sentence, its file's name, and its query."""
    return {path.stem.replace("_", " "): path.read_text("utf-8") for path in sorted(CHECKS.glob("*.sql"))}


def check(build: Build) -> None:
    """Try every sentence on a build. Raises CheckBroken naming all that fail and how many rows break each."""
    broken = []
    for sentence, sql in checks().items():
        [(rows,)] = build.execute(f"select count(*) from ({sql})")
        if rows:
            broken.append(f"{sentence} ({rows} rows)")
    if broken:
        raise CheckBroken("; ".join(broken))
