"""Data folders that earlier versions made are read, brought up to date and gone on with; nothing of what they hold is changed.

`released/<moment>.zip` is a data folder as the program that stood on main at that moment left it; `released/make.py`
made each, run by that program: seven orders, unit costs, ads, an upload taken out; from the first book on what was agreed
and a week that was submitted, returned and confirmed; from the first server with sign-in on its people and who looked.
"""

import hashlib
import sqlite3
import zipfile
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import warehouse
from book import Change, book, heads, let_go, people, place, seen
from etl import register
from etl.keeping.check import check_folder, check_shop
from etl.keeping.standing import standing, standing_people
from etl.pipeline import rebuild_all
from reports.metric import Figure
from reports.scope import Scope
from reports.signing.evidence import sums
from reports.signing.signatures import signatures
from reports.weekly import weekly
from tests.made import Desk, sheet, taobao_line

RELEASED = sorted((Path(__file__).parent / "released").glob("*.zip"))
START = date(2026, 6, 1)
# 2 lamps for 100.00, 3 bulbs for 30.30, 5 lamps for 10.00 each; a lamp costs 12.50, a bulb 4.00; ads 5.55 a day.
TOTALS = {
    "orders": 7,
    "units": 10,
    "gross_sales": Decimal("180.30"),
    "product_cost": Decimal("99.50"),
    "ad_spend": Decimal("38.85"),
    "contribution": Decimal("41.95"),
}
NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("entries", sa.Column("more", sa.Text))
"""


def that_have(name: str) -> pytest.MarkDecorator:
    """Only the folders that hold such a file."""
    with_it = [path for path in RELEASED if name in " ".join(zipfile.ZipFile(path).namelist())]
    return pytest.mark.parametrize("earlier", with_it, indirect=True, ids=lambda path: path.stem)


@pytest.fixture(params=RELEASED, ids=lambda path: path.stem)
def earlier(request: pytest.FixtureRequest, desk: Desk) -> Desk:
    """The data folder of an earlier version."""
    with zipfile.ZipFile(request.param) as packed:
        packed.extractall(warehouse.data_folder())
    return desk


def total(desk: Desk) -> dict[str, Figure]:
    [week] = weekly(Scope(desk.shop)).weeks
    return {name: week.figures[name] for name in TOTALS}


def test_it_is_read_and_says_the_same(earlier: Desk) -> None:
    kept = {path: path.read_bytes() for path in warehouse.data_folder().rglob("*") if path.suffix in (".parquet", ".csv", ".jsonl", ".duckdb")}  # fmt: skip
    assert (standing(earlier.shop), standing_people()) == ([], [])
    checked = check_shop(earlier.shop)
    unsealed = 0 if "raw_sha256" in earlier.shop.register.read_text("utf-8") else 5
    assert (checked.faults, checked.unsealed, check_folder()) == ((), unsealed, [])
    assert earlier.one("sum(gross_sales)", "marts.daily") == TOTALS["gross_sales"], "as the earlier program built it"
    [old] = earlier.shop.builds()
    rebuild_all(earlier.shop)
    assert total(earlier) == TOTALS
    assert [(each.upload.upload, each.undone_at is None) for each in register.entries(earlier.shop)] == [
        (1, True), (2, True), (3, True), (4, False),
    ]  # fmt: skip
    assert {path for path, content in kept.items() if path != old and path.read_bytes() != content} == set()
    assert old.read_bytes() == kept[old], "a build is never changed; a new one is put beside it"
    let_go(earlier.shop)


def test_it_is_gone_on_with(earlier: Desk) -> None:
    lines = earlier.shop.register.read_bytes()
    earlier.accept(("more.csv", sheet([taobao_line("T8", "L8", "1.11", "LAMP", day="2026-06-07")])))
    assert earlier.shop.register.read_bytes().startswith(lines)
    assert total(earlier)["gross_sales"] == Decimal("181.41")
    before = book(earlier.shop).last
    book(earlier.shop).append([Change("note", "b", "二")], "店主")
    checked = check_shop(earlier.shop)
    assert (checked.uploads, checked.entries, checked.faults) == (5, before + 1, ())
    let_go(earlier.shop)


@that_have("book.sqlite")
def test_what_was_signed_stands_as_it_was_signed(earlier: Desk) -> None:
    rebuild_all(earlier.shop)
    assert [(entry.who, entry.kind, entry.subject) for entry in book(earlier.shop).entries()] == [
        ("店主", "engagement", "engagement.agency"),
        ("店主", "engagement", "targets.2026-06"),
        ("阿代", "note", "a"),
        *[(who, "sign_off", "2026-06-01") for who in ("阿代", "店主", "阿代", "店主")],
    ]
    assert book(earlier.shop).attachment(hashlib.sha256(b"test").hexdigest()) == b"test"
    signed = signatures(earlier.shop)[START]
    assert [each.step for each in signed.steps] == ["submitted", "returned", "submitted", "confirmed"]
    assert signed.in_force
    assert {name: signed.in_force.figures[name] for name in TOTALS} == TOTALS
    assert sums(signed.in_force.rows(earlier.shop))["gross_sales"] == TOTALS["gross_sales"]
    let_go(earlier.shop)


@that_have("people.sqlite")
def test_people_and_who_looked_are_there(earlier: Desk) -> None:
    known = people.people(fresh=True)
    assert (known.administrators, known.names["dai@example.org"]) == (frozenset({"root@example.org"}), "阿代")
    assert known.grants == {("dai@example.org", earlier.name): "operator"}
    assert [(entry.who, entry.kind, entry.subject) for entry in seen.seen(earlier.shop)] == [("阿代", "saw", "week")]
    people.grant("dai@example.org", earlier.name, None, "root@example.org")
    seen.note(earlier.name, "店主", seen.EXPORTED, "对账表")
    assert (people.verify(), seen.verify(earlier.shop)) == (5, 2)
    assert (standing(earlier.shop), standing_people(), check_shop(earlier.shop).faults) == ([], [], ())
    let_go(earlier.shop)


@that_have("seen.sqlite")
def test_the_second_record_of_book_and_visitors_is_parted_once(earlier: Desk) -> None:
    """The version that wrote both into one file made every such book look cut off."""
    mixed = heads.path_of(earlier.shop)
    lines = mixed.read_text("ascii").splitlines()
    assert standing(earlier.shop) == []
    own = mixed.with_name("seen.heads")
    assert (len(lines), len(mixed.read_text("ascii").splitlines()), len(own.read_text("ascii").splitlines())) == (8, 7, 1)  # fmt: skip
    assert sorted([*mixed.read_text("ascii").splitlines(), *own.read_text("ascii").splitlines()]) == sorted(lines)
    let_go(earlier.shop)


@that_have("book.sqlite")
def test_a_book_is_copied_before_its_tables_are_changed(
    earlier: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrations = tmp_path / "migrations"
    for name in ("env.py", "versions/0001_ledger.py"):
        (migrations / name).parent.mkdir(parents=True, exist_ok=True)
        (migrations / name).write_bytes((place.MIGRATIONS / name).read_bytes())
    (migrations / "versions" / "0002_more.py").write_text(NEXT, "utf-8")
    monkeypatch.setattr(place, "MIGRATIONS", migrations)
    seen.separate(earlier.shop)
    assert book(earlier.shop).verify() == 7
    [copy] = earlier.shop.folder.glob("book.before-*.sqlite")
    assert copy.name == "book.before-0001.sqlite"
    for path, last in ((copy, "hash"), (earlier.shop.folder / "book.sqlite", "more")):
        with closing(sqlite3.connect(path)) as connection:
            assert [name for _, name, *_ in connection.execute("pragma table_info(entries)")][-1] == last
            assert connection.execute("select count(*) from entries").fetchone() == (7,)
    let_go(earlier.shop)
