"""What is damaged or behind is said on every page and mended with one click; a folder that may only be read is read."""

import os
from decimal import Decimal
from pathlib import Path

import pytest

import warehouse
from book import Change, book, let_go, people
from etl import register
from tests.made import Desk, sheet, taobao_order
from tests.pages.visit import Visit
from warehouse import Build


def test_an_upload_that_no_build_holds_is_said_and_built_with_one_click(
    orders_only: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(build: Build) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Build, "publish", crash)
        with pytest.raises(KeyboardInterrupt):
            orders_only.load(("more.csv", sheet([taobao_order("Z1", "1.11", day="2026-06-01")])))
    visit = Visit("files", "en-US", lang="en")
    assert visit.errors == []
    assert "The figures lack what was loaded: upload 2. Build the figures again from the files." in visit.said
    visit.press("rebuild")
    assert visit.errors == []
    assert "The figures lack" not in visit.said
    assert orders_only.one("sum(gross_sales)", "marts.daily") == Decimal("71.70") + 4 * Decimal("20.20") + Decimal(
        "1.11"
    )


def test_a_damaged_build_is_said_and_built_with_one_click(orders_only: Desk) -> None:
    [*_, newest] = orders_only.shop.builds()
    content = newest.read_bytes()
    newest.unlink()
    newest.with_name("000002-00000000.duckdb").write_bytes(content[: len(content) // 2])
    visit = Visit("files", "en-US", lang="en")
    assert visit.errors == []
    assert visit.said.count("cannot be read: the file is damaged") == 1
    visit.press("rebuild")
    assert visit.errors == []
    assert "cannot be read" not in visit.said
    assert register.active(orders_only.shop)[0].file in visit.said


def test_a_list_of_people_that_lost_its_end_is_said(orders_only: Desk) -> None:
    people.grant("dai@example.org", orders_only.name, "operator", "root@example.org", "阿代")
    let_go(people.ledger().shop)
    (warehouse.data_folder() / "people.sqlite").unlink()
    visit = Visit("week", "en-US", lang="en")
    assert visit.errors == []
    said = "The list of people and its second record differ at entry 2; somebody may see what they no longer should."
    assert f"{said} Bring the list of people back from a backup." in visit.said
    assert "Build the figures again" not in visit.said


@pytest.mark.parametrize("page", ["week", "files"])
def test_a_damaged_register_is_said_without_a_button(orders_only: Desk, page: str) -> None:
    path = orders_only.shop.register
    path.write_bytes(path.read_bytes().replace(b"taobao", b"taobap", 1))
    visit = Visit(page, "en-US", lang="en")
    assert visit.errors == []
    assert visit.said.count("line 1 does not follow from the lines before it. Bring the shop back from a backup.") == 1
    assert "Build the figures again" not in visit.said


@pytest.mark.parametrize("page", ["week", "files", "engagement"])
def test_a_folder_that_may_only_be_read_is_read(orders_only: Desk, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    book(orders_only.shop).append([Change("engagement", "engagement.agency", "光年")], "店主")
    let_go(orders_only.shop)
    inside = str(orders_only.shop.folder)
    real = os.access

    def access(path: str | Path, mode: int) -> bool:
        return real(path, mode) and not (mode == os.W_OK and str(path).startswith(inside))

    monkeypatch.setattr(os, "access", access)
    visit = Visit(page, "en-US", lang="en")
    assert visit.errors == []
    assert "The data folder can only be read: figures are shown" in visit.said
    let_go(orders_only.shop)
