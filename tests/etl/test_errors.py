"""Every error is documented, and its texts can be filled."""

from pathlib import Path

import pytest

from etl.errors import Problem

KINDS = sorted(Problem.__subclasses__(), key=lambda each: each.kind)
PAGE = (Path(__file__).parents[2] / "docs" / "errors.md").read_text("utf-8")


@pytest.mark.parametrize("problem", KINDS, ids=lambda each: each.kind)
def test_stands_in_the_documentation_with_its_words(problem: type[Problem]) -> None:
    assert f"| `{problem.kind}` | {problem.sentence} | {problem.advice} |" in PAGE


def test_kinds_are_told_apart() -> None:
    assert len({each.kind for each in KINDS}) == len(KINDS)
