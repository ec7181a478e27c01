"""Nothing lost: what is damaged is named, what is behind is built again, what is backed up comes back the same."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

import warehouse
from book import Change, book, let_go, people, seen
from etl import register
from etl.command import main
from etl.keeping import backup as backing
from etl.keeping.backup import BackupInside, backup, backups
from etl.keeping.check import check_folder, check_shop
from etl.keeping.manifest import BackupDamaged, NoBackup
from etl.keeping.restore import NotEmpty, restore
from etl.keeping.standing import standing, standing_people
from etl.pipeline import load, rebuild_all, undo
from tests.made import Desk, cost, sheet, taobao_line, wanxiangtai_day
from warehouse import Build, BuildDamaged

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two products, a cost, ads, one upload taken out, and a book with an attachment; made once."""
    with pytest.MonkeyPatch.context() as patched:
        desk = Desk(tmp_path_factory.mktemp("template"))
        patched.setenv("DUIZHANG_DATA", str(desk.folder / "data"))
        desk.accept(
            ("orders.csv", sheet([taobao_line("T1", "L1", "100.00", "LAMP", "2"), taobao_line("T2", "L2", "30.30", "BULB")])),
            ("costs.csv", sheet([cost("LAMP", "12.50")])),
            ("ads.csv", sheet([wanxiangtai_day("5.55", f"2026-06-{day:02d}") for day in range(1, 8)])),
            ("wrong.csv", sheet([taobao_line("T9", "L9", "999.00")])),
        )  # fmt: skip
        undo(desk.shop, 4)
        rows = {"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08": b"test"}
        book(desk.shop).append([Change("note", "a", "一"), Change("note", "b", "二")], "店主", attachments=rows)
        let_go(desk.shop)
    return desk.folder / "data"


@pytest.fixture
def told(template: Path, desk: Desk, tmp_path: Path) -> Desk:
    """A copy of it."""
    shutil.copytree(template, tmp_path / "data")
    return desk


def kinds(desk: Desk) -> list[str]:
    """What a thorough look finds, and that the quick one finds no more."""
    found = [fault.kind for fault in check_shop(desk.shop).faults]
    assert {fault.kind for fault in standing(desk.shop)} <= set(found)
    return found


def test_a_whole_shop_has_no_fault(told: Desk) -> None:
    checked = check_shop(told.shop)
    assert (checked.uploads, checked.entries, checked.unsealed, checked.faults) == (4, 2, 0, ())
    assert standing(told.shop) == []
    assert check_folder() == []
    assert register.active(told.shop)[0].controls == {"order_lines": [2, "130.30"]}


def test_an_upload_that_no_build_holds_is_told_and_mended_by_a_rebuild(
    told: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(build: Build) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Build, "publish", crash)
        with pytest.raises(KeyboardInterrupt):
            told.load(("more.csv", sheet([taobao_line("T3", "L3", "1.11", "LAMP")])))
    [fault] = standing(told.shop)
    assert fault.message == "The figures lack what was loaded: upload 5. Build the figures again from the files (rebuild --shop SHOP)."  # fmt: skip
    assert kinds(told) == ["build_behind"]
    rebuild_all(told.shop)
    assert kinds(told) == []
    assert told.one("sum(gross_sales)", "marts.daily") == Decimal("131.41")


def test_a_build_that_holds_too_much_or_was_changed_is_told(told: Desk) -> None:
    _change_build(told, "update staging.order_lines set gross_amount = 100.01 where order_id = 'T1'")
    assert kinds(told) == ["totals_differ"]
    _change_build(told, "insert into staging.uploads (upload) values (9)")
    assert kinds(told) == ["build_ahead", "totals_differ"]
    rebuild_all(told.shop)
    assert kinds(told) == []


def _change_build(desk: Desk, sql: str) -> None:
    import duckdb

    [*_, newest] = desk.shop.builds()
    later = newest.with_name(f"{int(newest.name[:6]) + 1:06d}-00000000.duckdb")
    shutil.copyfile(newest, later)
    with duckdb.connect(str(later)) as connection:
        connection.execute(sql)


def test_a_damaged_build_is_told_and_built_again(told: Desk) -> None:
    before = told.figures()
    [*_, newest] = told.shop.builds()
    later = newest.with_name(f"{int(newest.name[:6]) + 1:06d}-00000000.duckdb")
    later.write_bytes(newest.read_bytes()[: newest.stat().st_size // 2])
    with pytest.raises(BuildDamaged):
        warehouse.reader(told.shop)
    with pytest.raises(BuildDamaged):
        told.load(("more.csv", sheet([taobao_line("T3", "L3", "1.11", "LAMP")])))
    assert [fault.kind for fault in standing(told.shop)] == ["build_damaged"]
    assert kinds(told) == ["build_damaged"]
    rebuild_all(told.shop)
    assert told.figures() == before


@pytest.mark.parametrize("what", ["missing", "changed"])
def test_every_file_of_the_inbox_is_compared(told: Desk, what: str) -> None:
    paths = [path for path in told.shop.inbox.iterdir() if path.name != "register.jsonl"]
    assert len(paths) == 8
    for path in paths:
        content = path.read_bytes()
        if what == "missing":
            path.unlink()
        else:
            path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        assert kinds(told) == [{"missing": "file_missing", "changed": "file_damaged"}[what]]
        path.write_bytes(content)
    assert kinds(told) == []


def test_damaged_raw_rows_never_reach_the_figures(told: Desk) -> None:
    upload = register.active(told.shop)[0]
    path = told.shop.inbox / upload.raw
    path.write_bytes(path.read_bytes().replace(b"100.00", b"900.00"))
    with pytest.raises(warehouse.Told, match="missing or damaged"):
        rebuild_all(told.shop)
    assert told.one("sum(gross_sales)", "marts.daily") == Decimal("130.30")


def test_a_book_that_lost_its_end_or_was_changed_is_told(told: Desk) -> None:
    path = told.shop.folder / "book.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("drop trigger entries_no_delete")
        connection.execute("delete from entries where number = 2")
    connection.close()
    assert kinds(told) == ["book_short"]
    with sqlite3.connect(path) as connection:
        connection.execute("drop trigger entries_no_update")
        connection.execute("""update entries set body = '"三"' where number = 1""")
        connection.execute("drop trigger attachments_no_update")
        connection.execute("update attachments set content = x'00'")
    connection.close()
    assert [fault.kind for fault in check_shop(told.shop).faults] == ["book_broken"]


def grants(told: Desk) -> Path:
    """Somebody was granted a shop, and the grant was taken away again: the last entry of the list of people."""
    people.grant("dai@example.org", told.name, "operator", "root@example.org", "阿代")
    people.grant("dai@example.org", told.name, None, "root@example.org")
    assert (people.verify(), standing_people(), check_folder()) == (3, [], [])
    return warehouse.data_folder() / "people.sqlite"


def test_a_list_of_people_that_lost_its_end_is_told_at_the_start(told: Desk) -> None:
    """Without its last entry somebody would have back what was taken away."""
    path = grants(told)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("drop trigger entries_no_delete")
        connection.execute("delete from entries where number = 3")
    assert people.people(fresh=True).grants == {("dai@example.org", told.name): "operator"}
    assert [(fault.kind, fault.fields) for fault in standing_people()] == [("people_short", {"entry": 3})]
    assert [fault.kind for fault in check_folder()] == ["people_short"]
    let_go(people.ledger().shop)
    path.unlink()
    assert [fault.kind for fault in standing_people()] == ["people_short"]
    path.write_bytes(b"SQLite format 3\0" + b"x" * 8000)
    assert [fault.kind for fault in standing_people()] == ["people_unreachable"]


def test_a_list_of_people_that_was_changed_is_told(told: Desk) -> None:
    with closing(sqlite3.connect(grants(told))) as connection, connection:
        connection.execute("drop trigger entries_no_update")
        connection.execute("update entries set body = replace(body, 'operator', 'merchant') where number = 2")
    assert [fault.kind for fault in check_folder()] == ["people_broken"]


def test_who_looked_is_a_chain_of_its_own(told: Desk) -> None:
    for page in ("week", "today", "files", "costs"):  # more than the book has entries
        seen.note(told.name, "阿代", seen.SAW, page)
    assert (kinds(told), seen.verify(told.shop), book(told.shop).verify()) == ([], 4, 2)
    with closing(sqlite3.connect(told.shop.folder / "seen.sqlite")) as connection, connection:
        connection.execute("drop trigger entries_no_delete")
        connection.execute("delete from entries where number = 4")
    assert kinds(told) == ["seen_short"]
    with closing(sqlite3.connect(told.shop.folder / "seen.sqlite")) as connection, connection:
        connection.execute("delete from entries where number = 1")
    assert kinds(told) == ["seen_broken"]


def test_a_damaged_page_of_a_database_is_told(told: Desk) -> None:
    other = warehouse.data_folder() / "other.sqlite"
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.execute("create table people (name text)")
        connection.executemany("insert into people values (?)", [("x" * 500,)] * 100)
    assert check_folder() == []
    content = bytearray(other.read_bytes())
    content[4096:4200] = b"\x00" * 104
    other.write_bytes(content)
    assert [fault.kind for fault in check_folder()] == ["database_damaged"]


def test_settings_are_sealed(told: Desk) -> None:
    told.shop.set(title="灯具店铺", demo=False)
    assert told.shop.settings == {"title": "灯具店铺", "demo": False}
    assert kinds(told) == []
    path = told.shop.folder / "shop.json"
    path.write_text(path.read_text("utf-8").replace("false", "true"), "utf-8")
    assert kinds(told) == ["settings_damaged"]
    path.write_text("{", "utf-8")
    assert (kinds(told), told.shop.title) == (["settings_damaged"], told.name)


# --- backup and restore -----------------------------------------------------------------------------


def test_a_backup_comes_back_with_the_same_figures_and_fingerprints(told: Desk, tmp_path: Path) -> None:
    figures, entries = told.figures(), [entry.hash for entry in book(told.shop).entries()]
    files = {path.name for path in told.shop.inbox.iterdir()}
    shop = told.shop
    made = backup(tmp_path / "backups")
    assert backups(tmp_path / "backups") == [made]
    shutil.rmtree(warehouse.data_folder())
    warehouse.data_folder().mkdir()
    let_go(shop)
    assert restore(tmp_path / "backups") == ([told.name], None)
    assert told.figures() == figures
    assert [entry.hash for entry in book(told.shop).entries()] == entries
    assert {path.name for path in told.shop.inbox.iterdir()} == files
    assert kinds(told) == []
    rebuild_all(told.shop)
    assert told.figures() == figures


def test_a_process_that_had_it_open_goes_on_in_what_was_restored(told: Desk, tmp_path: Path) -> None:
    people.grant("dai@example.org", told.name, "operator", "root@example.org", "阿代")
    seen.note(told.name, "阿代", seen.SAW, "week")
    made = backup(tmp_path / "backups")
    call = [sys.executable, "-m", "etl", "restore", "--from", str(made), "--yes"]
    subprocess.run(call, cwd=ROOT, check=True, capture_output=True)
    book(told.shop).append([Change("note", "c", "三")], "店主")
    seen.note(told.name, "阿代", seen.SAW, "today")
    people.grant("dai@example.org", told.name, None, "root@example.org")
    for file, entries in (("shops/" + told.name + "/book", 3), ("shops/" + told.name + "/seen", 2), ("people", 3)):
        with closing(sqlite3.connect(warehouse.data_folder() / f"{file}.sqlite")) as connection:
            assert connection.execute("select count(*) from entries").fetchone() == (entries,), file
    assert (kinds(told), check_folder()) == ([], [])


def test_what_stands_in_the_way_is_put_aside_and_only_when_said(told: Desk, tmp_path: Path) -> None:
    made = backup(tmp_path / "backups")
    told.accept(("more.csv", sheet([taobao_line("T3", "L3", "1.11", "LAMP")])))
    book(told.shop).append([Change("note", "c", "三")], "店主")
    with pytest.raises(NotEmpty):
        restore(made)
    assert told.one("sum(gross_sales)", "marts.daily") == Decimal("131.41")
    shops, aside = restore(made, told.name, yes=True)
    assert told.one("sum(gross_sales)", "marts.daily") == Decimal("130.30")
    assert book(told.shop).last == 2
    assert kinds(told) == []
    assert aside
    assert len(register.active(warehouse.Shop("x", aside / "shops" / shops[0]))) == 4


def test_a_damaged_backup_changes_nothing(told: Desk, tmp_path: Path) -> None:
    made = backup(tmp_path / "backups")
    before = {path: path.stat().st_mtime_ns for path in warehouse.data_folder().rglob("*")}
    names = [path for path in made.rglob("*") if path.is_file()]
    for path in names:
        content = path.read_bytes()
        for damage in (content[:-1], content[: len(content) // 2] + b"#" + content[len(content) // 2 + 1 :], None):
            path.unlink()
            if damage is not None:
                path.write_bytes(damage)
            with pytest.raises((BackupDamaged, NoBackup)):
                restore(made, yes=True)
        path.write_bytes(content)
    assert {path: path.stat().st_mtime_ns for path in warehouse.data_folder().rglob("*")} == before
    assert len(names) > 10


def test_a_backup_that_is_cut_off_is_none(told: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: object, folder: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("etl.keeping.manifest.Manifest.write", full)
    with pytest.raises(OSError, match="No space"):
        backup(tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []
    with pytest.raises(NoBackup):
        restore(tmp_path / "backups")


def test_the_second_backup_links_what_never_changes(told: Desk, tmp_path: Path) -> None:
    first = backup(tmp_path / "backups")
    second = backup(tmp_path / "backups")
    assert first != second
    name = Path("shops") / told.name / "inbox" / register.active(told.shop)[0].raw
    assert (first / name).stat().st_ino == (second / name).stat().st_ino
    assert (told.shop.inbox / name.name).stat().st_ino != (first / name).stat().st_ino
    shutil.rmtree(first)
    assert restore(second, yes=True)[0] == [told.name]
    assert kinds(told) == []


def test_a_backup_does_not_lie_inside_what_it_copies(told: Desk) -> None:
    with pytest.raises(BackupInside):
        backup(warehouse.data_folder() / "backups")


def test_too_little_room_is_told(told: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backing, "free", lambda folder: 1 << 20)
    with pytest.raises(backing.NoRoomForBackup):
        backup(tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []


def test_backup_while_others_load_and_sign(told: Desk, tmp_path: Path) -> None:
    """Each backup taken meanwhile is one moment: the register, the inbox, the build and the book fit together."""
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.etl.busy", told.name, "4"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
    )
    made: list[Path] = []
    while writer.poll() is None or not made:
        made.append(backup(tmp_path / "backups"))
    assert writer.returncode == 0
    assert writer.stdout
    writer.stdout.close()
    assert kinds(told) == []
    for each in {made[0], made[len(made) // 2], made[-1]}:
        restore(each, yes=True)
        assert kinds(told) == []


def test_the_command_line(told: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["holds"] is True
    assert said["shops"][0] | {} == {"shop": told.name, "uploads": 4, "entries": 2, "unsealed": 0, "problems": []}
    assert main(["backup", "--to", str(tmp_path / "b"), "--shop", told.name, "--json"]) == 0
    made = json.loads(capsys.readouterr().out)["backup"]
    assert main(["restore", "--from", made, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"]["kind"] == "not_empty"
    assert main(["restore", "--from", made, "--yes", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["restored"] == [told.name]
    (told.shop.inbox / register.active(told.shop)[0].raw).unlink()
    assert main(["check", "--shop", told.name]) == 1
    out = capsys.readouterr().out
    assert "1 problems" in out
    assert "A file of the inbox is missing" in out
    assert main(["check", "--shop", "nobody"]) == 1


# --- room on the disk -------------------------------------------------------------------------------


def test_a_load_without_room_is_refused_before_it_begins(told: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    builds = told.shop.builds()
    size = builds[-1].stat().st_size
    monkeypatch.setattr("etl.space.free", lambda folder: (500 << 20) + size)
    [refused] = told.load(("more.csv", sheet([taobao_line("T3", "L3", "1.11", "LAMP")])))
    assert [problem.kind for problem in refused.problems] == ["no_room"]
    assert told.shop.builds() == builds
    monkeypatch.setattr("etl.space.free", lambda folder: (501 << 20) + size)
    assert told.accept(("more.csv", sheet([taobao_line("T3", "L3", "1.11", "LAMP")]))) == [5]


def test_a_disk_that_fills_after_the_register_has_it_says_do_not_repeat(
    told: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(build: Build) -> Path:
        raise OSError(28, "No space left on device")

    path = told.write("more.csv", sheet([taobao_line("T3", "L3", "1.11", "LAMP")]))
    with monkeypatch.context() as patched:
        patched.setattr(Build, "publish", full)
        with pytest.raises(warehouse.Told, match="do not do it again"):
            load(told.shop, [(path, "more.csv")])
    assert [each.status for each in load(told.shop, [(path, "more.csv")])[0]] == ["already loaded"]
    assert told.one("sum(gross_sales)", "marts.daily") == Decimal("131.41")
