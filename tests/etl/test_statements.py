"""Statements and ledgers: every word finds its kind of fee, every row its order, every stated sum its rows."""

import csv
import io
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

import duckdb
import pytest

from etl.backtick import without_open_commas
from etl.errors import Refused
from etl.formatfile import fee_kinds, read_format
from etl.loaded import Loaded
from etl.period import stated_period
from etl.pipeline import rebuild_all
from tests.made import Desk, sheet, workbook

FOLDER = Path(__file__).parent / "formats"
# (sample, the column that holds the word, {word: kind}): all that export-formats.md names.
WORDS = {
    "C2 descriptions": (
        "alipay__combined_settlements/query.csv",
        "业务描述",
        {
            "0010001|交易收款-交易收款": "goods",
            "0060011|营销支出-淘宝客佣金": "affiliate_commission",
            "0060092T|营销支出-消费券代付资金扣回": "marketing",
            "0530288T|技术&服务费-大服饰跨境服务增值费": "service_fee",
            "0530294T|技术&服务费-限时红包代商家垫付扣回": "marketing",
            "0070002|其他支出-交易赔付（保证金扣款）": "compensation",
        },
    ),
    "C2 kinds": (
        "alipay__combined_settlements/query.csv",
        "账务类型",
        {
            "在线支付": "goods",
            "交易付款": "goods",
            "转账": "transfer",
            "收费": "service_fee",
            "退款（交易退款）": "refund",
            "其它": "other",
            "提现": "withdrawal",
        },
    ),
    "C3": (
        "taobao__wechat_settlements/newer.csv",
        "入账类型",
        {"交易收款": "goods", "扣款": "service_fee", "扣款退回": "service_fee", "交易退款(售后)": "refund"},
    ),
    "C4 funds": (
        "wechat_pay__fund_settlements/funds.csv",
        "业务类型",
        {"交易": "goods", "退款": "refund", "扣除交易手续费": "payment_fee", "提现": "withdrawal"},
    ),
    "C5": (
        "jd__settlements_v2/second.csv",
        "费用名称",
        {
            "货款": "goods",
            "佣金": "commission",
            "交易服务费": "service_fee",
            "代收配送费": "shipping_fee",
            "运费保险服务费": "freight_insurance",
            "商品保险服务费": "freight_insurance",
            "京豆": "marketing",
            "售后卖家赔付费": "compensation",
            "返利框架费": "marketing",
            "广告联合活动降扣佣金": "commission",
            "提现": "withdrawal",
            "保证金": "deposit",
        },
    ),
    "C6 descriptions": (
        "pinduoduo__settlements/bill.csv",
        "业务描述",
        {
            "0010002|交易收入-订单收入": "goods",
            "0020002|交易退款-订单退款": "refund",
            "0030002|技术服务费-基础技术服务费": "service_fee",
            "0060001|营销费用-多多进宝": "affiliate_commission",
            "0140028|其他支出-合作费追回": "other",
        },
    ),
    "C6 kinds": ("pinduoduo__settlements/bill.csv", "账务类型", {"提现": "withdrawal", "充值广告": "top_up"}),
    "C7": (
        "douyin__ledger_settlements/ledger.csv",
        "动账场景",
        {
            "货款结算入账": "goods",
            "退款-结算后退款-退用户": "refund",
            "退款-订单退款触发-退分账": "affiliate_commission",
            "退款-订单退款触发-分账": "affiliate_commission",
            "退款-订单退款触发-退补贴": "refund",
            "提现": "withdrawal",
            "货款充值保证金": "deposit",
            "退换货运费险": "freight_insurance",
            "消费者赔付": "compensation",
            "上门取件运费": "return_freight",
            "权益保险": "freight_insurance",
            "抖音月付与商家联合贴息活动": "payment_fee",
            "主体变更旧主体资金转入新主体": "transfer",
        },
    ),
    "C7 memos": ("douyin__settlements/movements.csv", "备注", {"退款转赔付": "compensation", "返现": "compensation"}),
    "C7 orders": (
        "douyin__order_settlements/newer_summed.csv",
        "结算单类型",
        {"已结算": "goods", "退款": "refund", "结算后退款-非原路退回": "refund"},
    ),
    "C9": ("xiaohongshu__settlements/goods.csv", "交易类型", {"结算入账": "goods", "退款": "refund"}),
    "C10": (
        "wechat__settlements/movements.csv",
        "动帐类型",
        {
            "订单支付": "goods",
            "订单退款": "refund",
            "技术服务费": "service_fee",
            "达人佣金": "affiliate_commission",
            "提现": "withdrawal",
        },
    ),
    "C11": (
        "shopify__settlements/transactions.csv",
        "Type",
        {"charge": "goods", "refund": "refund", "payout": "withdrawal", "adjustment": "other"},
    ),
    "1.5 moves": (
        "douyin__ledger_settlements/ledger.csv",
        "动账场景",
        {"充值": "top_up", "推广充值": "top_up", "广告充值": "top_up", "保证金释放": "deposit", "冻结": "frozen", "解冻": "frozen"},
    ),
}  # fmt: skip


def sample(path: str) -> tuple[list[str], dict[str, str]]:
    """Header and first row of a sample whose lines above the header are short."""
    lines = [line for line in csv.reader(io.StringIO((FOLDER / path).read_text("utf-8"))) if len(line) > 3]
    first = lines[2] if lines[1][0] == "合计" else lines[1]
    return lines[0], dict(zip(lines[0], (cell.strip("\t`' ") for cell in first), strict=True))


@pytest.mark.parametrize(("path", "column", "words"), WORDS.values(), ids=WORDS)
def test_every_word_of_the_platforms_has_its_kind(path: str, column: str, words: dict[str, str], desk: Desk) -> None:
    header, row = sample(path)
    row |= dict.fromkeys({"业务描述", "平台补贴", "平台优惠补贴"} & set(header), "")
    rows = [row | {column: word} for word in words]
    [loaded] = desk.load(("statement.csv", sheet(rows, header)))
    assert (loaded.problems, loaded.unknown_words) == ((), ())
    assert loaded.format is not None
    assert loaded.format.name == path.split("/", maxsplit=1)[0]
    own = [f"'{each.fee_kind}'" for each in loaded.format.entries if each.fee_kind not in words.values()] or ["''"]
    found = desk.rows(
        f"select source_row, fee_kind from staging.settlements where fee_kind not in ({', '.join(own)}) order by source_row"
    )
    assert {word: each["fee_kind"] for word, each in zip(words, found, strict=True)} == words


def test_money_that_only_moves_is_neither_income_nor_cost() -> None:
    kinds = fee_kinds()
    assert {each for each in kinds if kinds[each]["class"] == "moved"} == {
        "withdrawal", "deposit", "top_up", "frozen", "transfer",
    }  # fmt: skip


def ledger(*rows: tuple[str, str, str, str, str], name: str = "账户流水.csv") -> tuple[str, str]:
    """A Douyin account ledger of (number, moment, amount, scene, balance)."""
    said = [
        {"动账流水号": number, "关联订单号": "-", "关联子订单号": "-", "动账时间": moment, "账户方向": "出账" if amount[0] == "-" else "入账",
         "动账金额(元)": amount, "动账场景": scene, "账户余额(元)": balance, "备注": ""}
        for number, moment, amount, scene, balance in rows
    ]  # fmt: skip
    return name, sheet(said)


def checked(loaded: Loaded) -> dict[str, tuple[int, int]]:
    return {each.sentence: (each.rows, each.broken) for each in loaded.identities}


def test_a_word_nobody_knows_is_shown_and_counts_as_other(desk: Desk) -> None:
    [loaded] = desk.load(ledger(("1", "2026-06-01 10:00:00", "-3.00", "星图结算服务", "97.00")))
    assert loaded.unknown_words == ("星图结算服务",)
    assert desk.rows("select fee_kind, amount from staging.settlements") == [
        {"fee_kind": "other", "amount": Decimal("-3.00")}
    ]


def test_a_ledger_without_its_times_is_refused_with_a_sentence(desk: Desk) -> None:
    name, text = ledger(("1", "2026-06-01 10:00:00", "93.00", "货款结算入账", "193.00"))
    [loaded] = desk.load((name, text.replace("动账时间", "动账何时")))
    assert (loaded.status, [problem.kind for problem in loaded.problems]) == ("refused", ["no_period"])


def test_a_missing_row_breaks_the_running_balance_once(desk: Desk) -> None:
    rows = [
        ("1", "2026-06-01 10:00:00", "93.00", "货款结算入账", "193.00"),
        ("2", "2026-06-01 11:00:00", "-3.00", "消费者赔付", "190.00"),
        ("3", "2026-06-01 12:00:00", "-40.00", "提现", "150.00"),
        ("4", "2026-06-01 13:00:00", "10.00", "货款结算入账", "160.00"),
    ]
    sentence = "Each balance is the one before it plus the amount"
    [whole] = desk.load(ledger(*rows))
    [upside_down] = desk.load(ledger(*reversed(rows), name="倒序.csv"))
    [short] = desk.load(ledger(*rows[:2], *rows[3:], name="缺行.csv"))
    assert checked(whole)[sentence] == checked(upside_down)[sentence] == (3, 0)
    assert checked(short)[sentence] == (2, 1)


def test_rows_told_again_are_known(desk: Desk) -> None:
    """An export that overlaps another adds its new row only, however many entries each row has."""
    text = (FOLDER / "douyin__settlements/movements.csv").read_text("utf-8")
    desk.load(("动账一.csv", "\n".join(text.splitlines()[:-1]) + "\n"))
    [again] = desk.load(("动账二.csv", text))
    assert (again.change.new, again.change.updated, again.change.unchanged) == (1, 0, 22)


def test_two_entries_of_one_kind_in_a_row_are_two(desk: Desk) -> None:
    """A refund row whose refund stands in its own column, and for two yuan less."""
    header, row = sample("douyin__settlements/movements.csv")
    moved = {"动账方向": "出账", "动账金额": "52.00", "动账场景": "退款-结算后退款-退用户", "订单退款": "-50.00"}
    cells = {name: "" for name in header if name.startswith(("订单实付", "实际", "平台", "佣金"))}
    desk.accept(("动账.csv", sheet([row | cells | moved], header)))
    found = desk.rows("select fee_kind, amount, entry_key from staging.settlements order by amount")
    assert [(each["fee_kind"], each["amount"]) for each in found] == [
        ("refund", Decimal("-50.00")),
        ("refund", Decimal("-2.00")),
    ]
    assert len({each["entry_key"] for each in found}) == 2


# --- sheets that go on without a header -------------------------------------------------------------


def spreadsheetml(sheets: dict[str, list[list[str]]]) -> bytes:
    """A workbook as Alipay writes it: XML under the name of an .xls file."""
    pages = []
    for name, rows in sheets.items():
        lines = "".join(
            "<Row>" + "".join(f'<Cell><Data ss:Type="String">{escape(c)}</Data></Cell>' for c in row) + "</Row>"
            for row in rows
        )
        pages.append(f'<Worksheet ss:Name="{name}"><Table>{lines}</Table></Worksheet>')
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    text = f'<?xml version="1.0" encoding="UTF-8"?><Workbook xmlns="{space}" xmlns:ss="{space}">{"".join(pages)}</Workbook>'
    return text.encode()


def query(*sheets: list[list[str]]) -> tuple[str, bytes]:
    name = "2088000000000001-20260606-000000001-账务组合查询.xls"
    return name, spreadsheetml({f"账务组合查询{number}": rows for number, rows in enumerate(sheets, 1)})


def test_the_sheets_of_a_long_query_go_on_without_a_header(desk: Desk) -> None:
    lines = list(csv.reader(io.StringIO((FOLDER / "alipay__combined_settlements/query.csv").read_text("utf-8"))))
    first, second = desk.load(query(lines[:5], [line[:-1] for line in lines[5:]]))
    assert [(each.status, each.rows, each.header_row) for each in (first, second)] == [
        ("loaded", 3, 2),
        ("loaded", 5, None),
    ]
    assert {sentence: broken for each in (first, second) for sentence, (_, broken) in checked(each).items()} == {
        "Each balance is the one before it plus the amount": 0
    }
    assert desk.one("sum(amount)", "staging.settlements") == Decimal("-100.00")
    assert desk.one("count(distinct upload)", "staging.settlements") == 2
    assert desk.one("min(source_row)", "staging.settlements where upload = 2") == 1


def test_a_sheet_of_another_width_is_not_taken_for_more_rows(desk: Desk) -> None:
    lines = list(csv.reader(io.StringIO((FOLDER / "alipay__combined_settlements/query.csv").read_text("utf-8"))))
    wide = [["x"] * (len(lines[1]) + 1)]
    assert [each.status for each in desk.load(query(lines, wide))] == ["loaded"]
    ads = [["日期", "总花费(元)", "交易额(元)", "实际投产比"], ["2026-06-01", "1", "2", "2"]]
    _, text = query(ads, [["2026-06-02", "1", "2", "2"]])
    assert [each.rows for each in desk.load(("推广.xls", text))] == [1]


# --- what stands around the rows --------------------------------------------------------------------


def test_footers_of_a_file_saved_as_a_workbook_are_read_too(desk: Desk) -> None:
    lines = list(csv.reader(io.StringIO((FOLDER / "alipay__settlements/newer.csv").read_text("utf-8"))))
    [loaded] = desk.load(("2088000000000001_账务明细.xlsx", workbook("账务明细", lines)))
    assert (loaded.rows, loaded.rejected, loaded.period) == (8, 4, ("2026-05-01", "2026-05-31"))
    assert checked(loaded)["The footer's sum equals the rows"] == (2, 0)


def test_of_a_note_only_what_names_the_order_is_kept(desk: Desk) -> None:
    text = (FOLDER / "alipay__settlements/newer.csv").read_text("utf-8")
    assert "13900000000" in text
    desk.accept(("2088000000000001_账务明细.csv", text))
    [raw] = desk.shop.inbox.glob("*.parquet")
    kept = duckdb.execute(f"select * exclude (row) from '{raw}'").fetchall()
    assert [cell for row in kept for cell in row if cell and "4000000000000000001" in cell and "关联" in cell] == [
        "关联订单号：4000000000000000001"
    ]
    assert not [cell for row in kept for cell in row if cell and "139" in cell]


@pytest.mark.parametrize("pattern", ["支出合计", "(支出)合计(.*)", "支出合计("])
def test_a_pattern_without_one_group_is_refused(pattern: str) -> None:
    said = 'entity = "settlements"\n[columns]\nsettled_at = "时间"\n'
    for section in (
        f"[extract]\norder_id = [{{ column = '备注', pattern = '{pattern}' }}]",
        f"[[footers]]\npattern = '{pattern}'\ncolumn = 'amount_x'",
        f"[[footers]]\npattern = '{pattern}'\ncolumn = 'expense_amount'",
    ):
        with pytest.raises(Refused):
            read_format("map", said + section)
    read_format("map", said + "[[footers]]\npattern = '支出(.*)'\ncolumn = 'expense_amount'")


def test_a_span_that_ends_at_midnight_ends_the_day_before() -> None:
    said = "#起始日期：[2026年05月01日 00:00:00]   终止日期：[2026年06月01日 00:00:00]"
    assert stated_period("a.csv", [[said]], None) == ("2026-05-01", "2026-05-31")
    assert stated_period("a.csv", [[said.replace("00:00:00]   ", "00:00:00] ~ ")]], None) == (
        "2026-05-01",
        "2026-05-31",
    )
    assert stated_period("a_20260501_20260601.csv", [], None) == ("2026-05-01", "2026-06-01")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('时间,商品,元\n`1,`灯,"白",`2\n合计,元\n`1,`2\n', '时间,商品,元\n"1","灯,""白""","2"\n合计,元\n"1","2"\n'),
        ("`时间,`商品\n`1,`灯,白\r\n", '"时间","商品"\n"1","灯,白"\r\n'),
        ("流水号,订单号,金额\n`1,`2,3\n", None),  # ids only
        ("时间,商品\n1,灯\n", None),
    ],
)
def test_commas_within_backtick_cells_separate_nothing(text: str, wanted: str | None, tmp_path: Path) -> None:
    path = tmp_path / "bill.csv"
    path.write_text(text, "utf-8", newline="")
    read = without_open_commas(path, tmp_path)
    assert (None if read == path else read.read_bytes().decode()) == wanted


def test_a_rebuild_reads_the_same_entries_again(desk: Desk) -> None:
    """What is kept of a file is enough: notes cut down to order numbers, rows of sheets without a header, set-aside lines."""
    lines = list(csv.reader(io.StringIO((FOLDER / "alipay__combined_settlements/query.csv").read_text("utf-8"))))
    samples = (
        "alipay__settlements/newer.csv",
        "douyin__settlements/movements.csv",
        "wechat_pay__settlements/transactions.csv",
    )
    texts = [(path.replace("/", "-"), (FOLDER / path).read_text("utf-8")) for path in samples]
    desk.accept(*texts, query(lines[:5], lines[5:]))
    entries = "select * from staging.settlements order by upload, source_row, entry_key, entry_number"
    before = desk.rows(entries)
    assert len(before) == 8 + 23 + 13 + 7
    rebuild_all(desk.shop)
    assert desk.rows(entries) == before
