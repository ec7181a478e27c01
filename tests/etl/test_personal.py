"""Personal columns end at the original upload: not in the raw rows, not in the warehouse, not in any answer."""

import gzip
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from etl.loaded import as_json
from etl.personal import is_personal
from reports.command import main as reports
from tests.made import Desk, sheet, taobao_order

CANARY = "金丝雀"
# export-formats.md, 8.2, with one example for each of its patterns
NAMES = [
    "买家会员名", "买家会员昵称", "买家支付宝账号", "收货人姓名", "收货地址", "联系电话", "联系手机", "收件人",
    "收件人手机号", "收货人", "收货人电话", "详细地址", "街道", "客户姓名", "客户地址", "下单帐号", "买家留言",
    "发票抬头", "卖家真实姓名", "卖家退货地址", "卖家电话", "卖家手机", "对方账号", "对方账户", "对方名称", "用户标识",
    "实名姓名", "用户编号", "买家公司名", "Email", "Billing_Name", "Billing_Phone",
    "Shipping_Name", "Shipping_Street", "Shipping_Address1", "Shipping_Zip",
    "Shipping_Phone", "Phone", "Notes", "Note_Attributes", "customer_email",
    "customer_id", "billing_city", "shipping_first_name", "shipping_name",
    "订单备注", "商家备注", "旗帜", "买家会员名称", "邮编", "客户问题描述", "订购人身份证号/ID Number",
    "Buyer_Username", "Recipient", "Phone_#", "Detail_Address", "ship-postal-code",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_column_of_this_name_is_personal(name: str) -> None:
    spaced = name if name.startswith(("customer", "billing", "shipping")) else name.replace("_", " ")
    assert is_personal(spaced)
    assert is_personal(f" {spaced}\t")


@pytest.mark.parametrize(
    "name", ["订单编号", "省", "城市", "商品标题", "店铺名称", "shipping province", "收货人省份", "Lineitem name"]
)
def test_what_reports_need_is_kept(name: str) -> None:
    assert not is_personal(name)


def test_a_canary_is_found_in_the_original_only(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    personal = dict.fromkeys(
        ("收货人姓名", "联系手机", "买家留言", "订单备注", "买家会员名", "收货地址 ", "联系电话 ", "支付详情"), CANARY
    )
    rows = [{**taobao_order(str(n), "10.00"), **personal} for n in range(3)]
    results = desk.load(
        ("ExportOrderList202606301200.csv", sheet(rows)), ("b.csv", sheet([{**rows[0], "买家实际支付金额": "五十"}]))
    )
    assert [each.status for each in results] == ["loaded", "refused"]
    assert CANARY not in json.dumps(as_json(results, desk.shop, None), ensure_ascii=False)
    reports(["weekly", "--shop", desk.name, "--json"])
    reports(["trace", "--shop", desk.name, "--figure", "gross_sales", "--json"])
    assert CANARY not in capsys.readouterr().out
    holding = [path for path in desk.shop.folder.rglob("*") if path.is_file() and holds(path)]
    assert [path.parent.name for path in holding] == ["inbox"]
    assert [path.suffix for path in holding] == [".csv"]
    assert holding[0].stat().st_mode & 0o777 == 0o600


def holds(path: Path) -> bool:
    """Whether the canary stands in a file; Parquet and DuckDB compress, so their cells are looked at."""
    if path.suffix == ".parquet":
        return CANARY in str(pq.read_table(path).to_pydict())
    raw = path.read_bytes()
    return CANARY.encode() in (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)


def test_no_table_of_the_warehouse_holds_a_canary(desk: Desk) -> None:
    desk.accept(("a.csv", sheet([taobao_order("1", "10.00", 收货人姓名=CANARY, 订单备注=CANARY, 买家留言=CANARY)])))
    tables = desk.rows(
        "select schema_name || '.' || table_name as name from duckdb_tables() where database_name not in ('system', 'temp')"
    )
    assert len(tables) > 8
    for table in tables:
        assert CANARY not in str(desk.rows(f"select * from {table['name']}")), table


def test_an_unknown_file_is_not_quoted_back_with_its_rows(desk: Desk) -> None:
    """Names stand below an unknown header; the refusal may quote the header, not the rows."""
    [refused] = desk.load(("a.csv", f"客户,电话,合同\n{CANARY},138,7\n{CANARY},139,8\n"))
    assert refused.status == "refused"
    assert CANARY not in refused.problems[0].message
