"""A build that another version of the program made is made again from its files, and says the same."""

import duckdb

from etl.pipeline import is_current, load, rebuild_all
from tests.made import Desk, sheet, taobao_order


def make_older(desk: Desk) -> None:
    """The newest build as if an earlier version, which knew fewer tables, had made it."""
    [*_, newest] = desk.shop.builds()
    older = newest.with_name(f"{int(newest.name[:6]) + 1:06d}-00000000.duckdb")
    older.write_bytes(newest.read_bytes())
    with duckdb.connect(str(older)) as connection:
        connection.execute("drop table staging.made_by; drop table marts.daily; drop table staging.refunds")


def test_an_older_build_is_known_and_made_again(desk: Desk) -> None:
    desk.accept(("a.csv", sheet([taobao_order("1", "10.00", "5.00")])))
    before = desk.figures()
    assert is_current(desk.shop)
    make_older(desk)
    assert not is_current(desk.shop)
    rebuild_all(desk.shop)
    assert is_current(desk.shop)
    assert desk.figures() == before


def test_a_load_onto_an_older_build_makes_it_whole_again(desk: Desk) -> None:
    desk.accept(("a.csv", sheet([taobao_order("1", "10.00")])))
    make_older(desk)
    desk.accept(("b.csv", sheet([taobao_order("2", "5.00")])))
    assert desk.one("sum(gross_sales)", "marts.daily") == 15
    make_older(desk)
    assert load(desk.shop, [])[1] is not None
    assert desk.one("sum(gross_sales)", "marts.daily") == 15
