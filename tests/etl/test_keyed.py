"""Buyers and addresses are told again by keys that nobody without the shop's secret can make; of notes, known words stay."""

import hashlib
import hmac
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

import warehouse
from etl.keyed import COLUMNS, WORDS
from etl.pipeline import rebuild_all
from tests.made import Desk, Row, sheet, taobao_line, taobao_order, workbook

BUYER, ADDRESS = "海 草先生", "浙江省 杭州市，西湖区 文三路1号"


def order(number: str, **cells: str) -> Row:
    return taobao_order(number, **{"买家会员名": BUYER, "收货地址": ADDRESS} | cells)


def keys(desk: Desk, entity: str = "orders") -> list[tuple[Any, ...]]:
    rows = desk.rows(f"select order_id, {', '.join(COLUMNS)} from staging.{entity} order by order_id")
    return [tuple(row.values())[1:] for row in rows]


def by_definition(desk: Desk, text: str) -> str:
    secret = (desk.shop.folder / "personal.key").read_bytes()
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()[:32]


def test_a_key_is_the_hmac_of_the_text_without_what_writers_vary(desk: Desk) -> None:
    desk.accept(
        (
            "a.csv",
            sheet(
                [
                    order("1"),
                    order("2", 买家会员名="海草先生 ", 收货地址="浙江省杭州市西湖区文三路1号"),
                    order("3", 买家会员名="别人"),
                ]
            ),
        )
    )
    one, two, three = keys(desk)
    assert one == two == (by_definition(desk, "海草先生"), by_definition(desk, "浙江省杭州市西湖区文三路1号"), None)
    assert three == (by_definition(desk, "别人"), one[1], None)


def test_what_is_empty_or_masked_has_no_key(desk: Desk) -> None:
    cells = [("", ""), ("-", "  "), ("海**", "浙江省***"), ("***", "*")]
    desk.accept(("a.csv", sheet([order(str(n), 买家会员名=a, 收货地址=b) for n, (a, b) in enumerate(cells)])))
    assert keys(desk) == [(None, None, None)] * 4


def test_of_a_note_the_known_words_stay_and_nothing_else(desk: Desk) -> None:
    notes = [("请发红包，电话13812345678", "补差"), ("", ""), ("送给王五", "红旗")]
    rows = [order(str(n), 买家留言=a, 订单备注=b) for n, (a, b) in enumerate(notes)]
    desk.accept(("a.csv", sheet(rows)))
    assert [flags for _, _, flags in keys(desk)] == ["补差,红包", None, None]


def test_every_word_is_found(desk: Desk) -> None:
    desk.accept(("a.csv", sheet([order(str(n), 买家留言=f"——{word}。") for n, word in enumerate(WORDS)])))
    assert [flags for _, _, flags in keys(desk)] == list(WORDS)


def test_workbooks_and_lines_have_the_same_keys(desk: Desk) -> None:
    rows = [order("1")]
    desk.accept(("a.xlsx", workbook("订单", [list(rows[0]), list(rows[0].values())])))
    desk.accept(("b.csv", sheet([taobao_line("1", "11", 买家会员名=BUYER, 收货地址=ADDRESS)])))
    assert keys(desk) == keys(desk, "order_lines")
    assert None not in keys(desk)[0][:2]


def test_keys_are_equal_across_files_and_rebuilds_and_differ_between_shops(desk: Desk, other_desk: Desk) -> None:
    desk.accept(("a.csv", sheet([order("1")])))
    desk.accept(("b.csv", sheet([order("2")])))
    before = keys(desk)
    assert before[0] == before[1]
    rebuild_all(desk.shop)
    assert keys(desk) == before
    other_desk.accept(("a.csv", sheet([order("1")])))
    assert not {*keys(other_desk)[0][:2]} & {*before[0][:2]}


def test_the_secret_is_the_owners_alone_stays_in_its_file_and_ends_with_the_shop(desk: Desk) -> None:
    desk.accept(("a.csv", sheet([order("1")])))
    file = desk.shop.folder / "personal.key"
    assert file.stat().st_mode & 0o777 == 0o600
    secret = file.read_bytes()
    assert len(secret) == 32
    traces = [bytes(byte ^ pad for byte in secret) for pad in (0, 0x36, 0x5C)]
    traces += [form for trace in traces for form in (trace.hex().encode(), trace.hex().upper().encode())]
    assert [
        path for path in desk.shop.folder.rglob("*") if path.is_file() and path != file and held(path, traces)
    ] == []
    folder = desk.shop.folder
    warehouse.forget(desk.name)
    assert not folder.exists()


def held(path: Path, traces: list[bytes]) -> bool:
    content = path.read_bytes() + (str(pq.read_table(path).to_pydict()).encode() if path.suffix == ".parquet" else b"")
    return any(trace in content for trace in traces)


def test_a_file_without_personal_columns_makes_no_secret(desk: Desk) -> None:
    desk.accept(("b.csv", sheet([taobao_line("1", "11")])))
    assert not (desk.shop.folder / "personal.key").exists()


def test_a_build_from_before_the_keys_takes_them(desk: Desk) -> None:
    desk.accept(("a.csv", sheet([order("1")])))
    with warehouse.building(desk.shop) as build:
        for column in COLUMNS:
            build.execute(f"alter table build.staging.orders drop column {column}")
        build.publish()
    desk.accept(("b.csv", sheet([order("2")])))
    one, two = keys(desk)
    assert (one, two[2]) == ((None, None, None), None)
    assert two[0] == by_definition(desk, "海草先生")
