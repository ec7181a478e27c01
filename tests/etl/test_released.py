"""Data folders that earlier versions made are read, brought up to date and gone on with; a book is copied before it is changed.

`released/<day>.zip` is a data folder as the program of that day left it: two orders, a cost, ads, an upload taken out, a book.
"""

import sqlite3
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

import warehouse
from book import Change, book, let_go, place
from etl import register
from etl.keeping.check import check_shop
from etl.keeping.standing import standing
from etl.pipeline import rebuild_all
from tests.made import Desk, sheet, taobao_line

RELEASED = sorted((Path(__file__).parent / "released").glob("*.zip"))
NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("entries", sa.Column("more", sa.Text))
"""


@pytest.fixture(params=RELEASED, ids=lambda path: path.stem)
def earlier(request: pytest.FixtureRequest, desk: Desk) -> Desk:
    """The data folder of an earlier version."""
    with zipfile.ZipFile(request.param) as packed:
        packed.extractall(warehouse.data_folder())
    return desk


def test_it_is_read_and_gone_on_with(earlier: Desk) -> None:
    assert standing(earlier.shop) == []
    assert (check_shop(earlier.shop).faults, check_shop(earlier.shop).unsealed) == ((), 5)
    assert [(entry.upload.upload, entry.undone_at is None) for entry in register.entries(earlier.shop)] == [
        (1, True), (2, True), (3, True), (4, False),
    ]  # fmt: skip
    rebuild_all(earlier.shop)
    assert earlier.one("sum(gross_sales)", "marts.daily") == Decimal("130.30")
    assert earlier.one("sum(ad_spend)", "marts.daily") == Decimal("38.85")
    assert [(entry.who, entry.subject) for entry in book(earlier.shop).entries()] == [
        ("店主", "engagement.agency"), ("店主", "targets.2026-06"), ("阿代", "a"),
    ]  # fmt: skip
    earlier.accept(("more.csv", sheet([taobao_line("T3", "L3", "1.11", "LAMP")])))
    book(earlier.shop).append([Change("note", "b", "二")], "店主")
    checked = check_shop(earlier.shop)
    assert (checked.uploads, checked.entries, checked.unsealed, checked.faults) == (5, 4, 5, ())
    let_go(earlier.shop)


def test_a_book_is_copied_before_its_tables_are_changed(
    earlier: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrations = tmp_path / "migrations"
    for name in ("env.py", "versions/0001_ledger.py"):
        (migrations / name).parent.mkdir(parents=True, exist_ok=True)
        (migrations / name).write_bytes((place.MIGRATIONS / name).read_bytes())
    (migrations / "versions" / "0002_more.py").write_text(NEXT, "utf-8")
    monkeypatch.setattr(place, "MIGRATIONS", migrations)
    assert book(earlier.shop).verify() == 3
    [copy] = earlier.shop.folder.glob("book.before-*.sqlite")
    assert copy.name == "book.before-0001.sqlite"
    with sqlite3.connect(copy) as connection:
        assert [name for _, name, *_ in connection.execute("pragma table_info(entries)")][-1] == "hash"
        assert connection.execute("select count(*) from entries").fetchone() == (3,)
    connection.close()
    with sqlite3.connect(earlier.shop.folder / "book.sqlite") as connection:
        assert [name for _, name, *_ in connection.execute("pragma table_info(entries)")][-1] == "more"
    connection.close()
    let_go(earlier.shop)
