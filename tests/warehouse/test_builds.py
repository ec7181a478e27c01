"""Numbered builds: published whole or not at all, read while the next one is made, one shop apart from another."""

import threading
from pathlib import Path

import duckdb
import pytest

import warehouse
from tests.made import Desk, sheet, taobao_order
from warehouse import NoBuild, NoSuchShop, ShopNameRefused, building, reader


def orders(*numbers: int) -> tuple[str, str]:
    return f"{numbers}.csv", sheet([taobao_order(str(number), "1.00") for number in numbers])


def names(desk: Desk) -> list[str]:
    return [path.name[:6] for path in desk.shop.builds()]


def test_builds_are_numbered_and_the_last_two_stay(desk: Desk) -> None:
    for number in range(1, 4):
        desk.accept(orders(number))
    assert names(desk) == ["000002", "000003"]
    assert len({path.name for path in desk.shop.builds_folder.iterdir()}) == 2


def test_a_build_that_is_not_published_is_never_seen(desk: Desk) -> None:
    desk.accept(orders(1))
    with building(desk.shop) as build:
        build.execute("delete from build.facts.order_lines")
    assert names(desk) == ["000001"]
    assert desk.one("count(*)", "facts.order_lines") == 1
    assert [path.name for path in desk.shop.builds_folder.iterdir()] == [desk.shop.builds()[0].name]


def test_what_a_killed_load_left_is_swept_by_the_next(desk: Desk) -> None:
    desk.accept(orders(1))
    leftover = desk.shop.builds_folder / "next-0badf00d.work"
    leftover.write_bytes(b"half")
    desk.accept(orders(2))
    assert not leftover.exists()


def test_an_open_reader_keeps_its_build_and_a_new_one_sees_the_next(desk: Desk) -> None:
    desk.accept(orders(1))
    old = reader(desk.shop)
    desk.accept(orders(2))
    new = reader(desk.shop)
    assert (old.build, new.build) != (new.build, old.build)
    assert [each.rows("select count(*) as n from facts.order_lines")[0]["n"] for each in (old, new)] == [1, 2]


def test_a_reader_changes_nothing_and_opens_nothing_else(desk: Desk, tmp_path: Path) -> None:
    desk.accept(orders(1))
    (tmp_path / "secret.csv").write_text("a\n1\n")
    source = reader(desk.shop)
    for sql in (
        "delete from facts.order_lines",
        f"select * from read_csv('{tmp_path / 'secret.csv'}')",
        f"attach '{tmp_path / 'other.duckdb'}' as other",
        "set enable_external_access = true",
        "install httpfs",
    ):
        with pytest.raises(duckdb.Error):
            source.rows(sql)


def test_a_build_that_somebody_still_reads_is_opened_again_and_is_locked(desk: Desk, tmp_path: Path) -> None:
    desk.accept(orders(1))
    before = reader(desk.shop)
    warehouse.drop_readers(before.path)
    after = reader(desk.shop)
    assert after is not before
    before.connection.close()
    assert after.rows("select count(*) as number from facts.order_lines") == [{"number": 1}]
    with pytest.raises(duckdb.PermissionException):
        after.connection.execute(f"copy (select 1) to '{tmp_path / 'out.csv'}'")
    with pytest.raises(duckdb.InvalidInputException):
        after.connection.execute("set enable_external_access = true")


def test_two_loads_of_one_shop_wait_for_each_other(desk: Desk) -> None:
    desk.accept(orders(1))
    asked, done = threading.Event(), threading.Event()

    def second() -> None:
        with building(desk.shop, waiting=asked.set):
            done.set()

    with building(desk.shop):
        thread = threading.Thread(target=second)
        thread.start()
        assert asked.wait(10)
        assert not done.is_set()
    thread.join(10)
    assert done.is_set()


def test_shops_are_apart(desk: Desk, other_desk: Desk) -> None:
    desk.accept(orders(1))
    other_desk.accept(orders(1, 2))
    assert (desk.one("count(*)", "facts.order_lines"), other_desk.one("count(*)", "facts.order_lines")) == (1, 2)
    warehouse.forget(other_desk.name)
    assert warehouse.shop_names() == [desk.name]
    assert desk.one("count(*)", "facts.order_lines") == 1


def test_names_that_are_no_folder_are_refused(desk: Desk) -> None:
    for name in ("..", "a/b", "a\\b", " a", "a ", "", "NUL", "x\n", "a" * 81):
        with pytest.raises(ShopNameRefused):
            warehouse.shop(name, make=True)
    with pytest.raises(NoSuchShop):
        warehouse.shop("没有")
    with pytest.raises(NoBuild):
        reader(desk.shop)
