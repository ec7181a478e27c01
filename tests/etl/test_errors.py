"""Every class of problem is brought about by a file, says where it is, and stands in the documentation."""

from dataclasses import replace
from typing import Any

import pytest

from etl.loaded import Loaded
from etl.pipeline import Asked, load
from etl.table import PAGE as LIMITS
from tests.etl import making
from tests.etl.errors_page import BROKEN, PAGE, WITHOUT_A_FILE, examples, kinds, page
from tests.made import Desk

EXAMPLES = examples()


def loaded(desk: Desk, said: dict[str, Any]) -> list[Loaded]:
    """What becomes of an example's file under the page's limits, or the smaller ones it names."""
    content = getattr(making, said["made"])() if "made" in said else (BROKEN / said["file"]).read_bytes()
    column_map = (BROKEN / said["map"]).read_text("utf-8") if "map" in said else None
    if "before" in said:
        desk.accept((said["before"], (BROKEN / said["before"]).read_bytes()), map=column_map)
    limits = replace(LIMITS, **said.get("limits", {}))
    asked = Asked(format=said.get("format"), map=column_map)
    return load(desk.shop, [(desk.write(said["file"], content), said["file"])], asked, limits=limits)[0]


@pytest.mark.parametrize("kind", EXAMPLES)
def test_a_broken_file_is_refused_for_its_cause(kind: str, desk: Desk) -> None:
    said = EXAMPLES[kind]
    [result] = loaded(desk, said)
    assert result.status == "refused"
    found = {(each.kind, each.row, each.column, each.value) for each in result.problems}
    assert (kind, said.get("row"), said.get("column"), said.get("value")) in found
    assert {each.kind for each in result.problems} <= {kind} | ({"not_an_amount"} if kind == "more_of_them" else set())
    assert all(each.message for each in result.problems)


def test_every_class_has_an_example() -> None:
    known = [each.kind for each in kinds()]
    assert len(set(known)) == len(known)
    assert {*EXAMPLES, *WITHOUT_A_FILE} == set(known)
    assert not set(EXAMPLES) & set(WITHOUT_A_FILE)


def test_no_broken_file_is_left_over() -> None:
    named = {said[key] for said in EXAMPLES.values() for key in ("file", "map", "before") if key in said}
    made = {said["file"] for said in EXAMPLES.values() if "made" in said}
    assert {path.name for path in BROKEN.iterdir()} == named - made | {"index.toml"}


def test_the_documentation_is_made_of_the_classes() -> None:
    assert PAGE.read_text("utf-8") == page(), "write it again: python -m tests.etl.errors_page"


def test_every_class_says_what_is_wrong_and_the_way_out() -> None:
    assert all(each.sentence and each.advice for each in kinds())
