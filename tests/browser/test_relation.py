"""The relation of a merchant and an agency in the browser: agreed, claimed, disputed, signed by both, restated by a late refund."""

import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests import made
from tests.browser.conftest import Reader, Visitor, serving
from tests.browser.test_engagement import choose, fill, press
from tests.made import Desk

pytestmark = pytest.mark.browser
WEEK, NEXT = "2026-06-01", "2026-06-08"
SIZES = {"zh-CN": (1440, 900), "en-US": (390, 844)}
AGENT, OWNER = "小李", "王老板"

# order, day, product, pieces, payable
ORDERS = (
    ("1001", "2026-06-01", "LAMP", 2, "300.00"),
    ("1002", "2026-06-03", "BULB", 1, "99.90"),
    ("1003", "2026-06-05", "LAMP", 1, "150.00"),
    ("2001", "2026-06-09", "LAMP", 1, "150.00"),
    ("2002", "2026-06-14", "BULB", 1, "99.90"),
)
COSTS = {"LAMP": "60.00", "BULB": "30.10"}
SPEND, LATE = Decimal("11.11"), Decimal("60.00")
GROSS = Decimal("549.90")  # 300.00 + 99.90 + 150.00
SIGNED = Decimal("122.03")  # 549.90 − 210.10 goods − 7 · 11.11 ads − 600.00 · 7 / 30 fee
TODAY = Decimal("62.03")  # the same less 60.00 given back for an order of 1 June
INFLATED = Decimal("649.90")


@dataclass(frozen=True)
class Words:
    """What the page says in a language."""

    agency: str
    merchant: str
    report: str
    verdicts: tuple[str, str, str]
    disputed: str
    reason: str
    carried: str
    signed: str
    was: str


WORDS = {
    "zh-CN": Words(
        "托管方", "商家", "本周销售额649.90元,订单数3单,访客数900人", ("多报¥100.00", "✓ 属实", "? 无法证实"),
        "有争议", "晚到的退款", "以前签认的周结转过来", "本周已签认，之后到达的数据不再改动这些数字。", "签认时：",
    ),
    "en-US": Words(
        "agency", "merchant", "Sales 649.90, orders 3, visitors 900", ("too high by ¥100.00", "✓ proven", "? not provable"),
        "disputed", "late refunds", "Carried from weeks signed before", "What arrives later does not change its figures.", "signed: ",
    ),
}  # fmt: skip


def items(refund: str = "") -> str:
    """The item report; the newer one knows what was given back for the first order."""
    given_back = {
        "1001": {"退款金额": refund, "退款状态": "退款成功", "买家实际支付金额": str(Decimal("300.00") - LATE)}
    }
    return made.sheet(
        [
            made.taobao_line(number, number, pay, product, str(pieces), day, **(given_back.get(number, {}) if refund else {}))
            for number, day, product, pieces, pay in ORDERS
        ]
    )  # fmt: skip


@pytest.fixture(params=list(WORDS))
def shop(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[str, str, Path]]:
    """Two weeks of orders, every day's ads and every unit cost; nothing was agreed. The language, the address, a folder."""
    monkeypatch.setenv("DUIZHANG_DATA", str(tmp_path / "data"))
    ads = [made.wanxiangtai_day(str(SPEND), f"2026-06-{day:02d}") for day in range(1, 15)]
    Desk(tmp_path).accept(
        ("items1.csv", items()),
        ("costs.csv", made.sheet([made.cost(product, amount) for product, amount in COSTS.items()])),
        ("ads.csv", made.sheet(ads)),
    )
    with serving(tmp_path / "data") as home:
        yield request.param, home, tmp_path


def shot(reader: Reader, folder: Path, name: str) -> None:
    """The whole page as a picture, to be looked at; taken where somebody wants to."""
    if "DUIZHANG_PICTURES" not in os.environ:
        return
    size = reader.page.viewport_size
    tall = reader.page.evaluate("document.querySelector('.stMainBlockContainer').scrollHeight + 60")
    assert size
    reader.page.set_viewport_size({"width": size["width"], "height": max(int(tall), size["height"])})
    reader.wait().page.screenshot(path=folder / f"{name}.png")
    reader.page.set_viewport_size(size)
    reader.wait()


def submit(reader: Reader, form: str) -> Reader:
    """Press the one button of a form."""
    reader.page.locator(f'[class*="st-key-FormSubmitter-{form}"] button').first.click()
    return reader.wait()


def agree(reader: Reader, words: Words) -> None:
    """Parties, two people, a target and a fixed fee of 600.00 a month."""
    reader.open("engagement")
    fill(reader, "type_who", OWNER)
    fill(reader.wait(), "engagement-agency", "蓝海代运营")
    fill(reader, "engagement-service_start", "2026-06-01")
    reader.page.keyboard.press("Escape")
    press(reader, "save_service").see("2026-06-01")
    for name, side in ((OWNER, words.merchant), (AGENT, words.agency)):
        fill(reader, "person_name", name)
        choose(reader, "person_side", side)
        press(reader, "add_person")
        reader.page.locator("td", has_text=name).wait_for()
    reader.open("engagement?part=targets")
    choose(reader, "pick_who", OWNER)
    reader.page.locator("summary").first.click()
    fill(reader, "flat_amount", "30000")
    press(reader, "save_flat").see("30,000.00")
    reader.page.locator('[class*="st-key-pick_part"]').get_by_role("radio").nth(2).click()
    fill(reader.wait(), "clause_fixed", "600")
    press(reader, "save_clause").see("¥600.00")


def claim(reader: Reader, words: Words) -> None:
    """The operator's words are read, shown, recorded and judged."""
    fill(reader, "claims_who", OWNER)
    fill(reader.wait(), "claims_text", words.report)
    submit(reader, "claims_paste")
    reader.page.locator(".st-key-claims_record button").wait_for()
    press(reader, "claims_record")
    reader.page.locator(".dz-verdict").first.wait_for()


def dispute(reader: Reader, words: Words) -> None:
    """The inflated figure is opened and answered; every edit is kept at once."""
    box = reader.page.locator(f".st-key-difference_{WEEK}_gross_sales")
    box.locator("summary").click()
    reader.wait()
    fill(reader, "difference_comment", "后台只有549.90元")
    reader.wait()
    fill(reader, "difference_owner", AGENT)
    choose(reader, "difference_state", words.disputed)
    reader.page.reload()
    reader.wait().page.locator(f".st-key-difference_{WEEK}_gross_sales summary").click()
    assert words.disputed in reader.wait().page.locator(f".st-key-difference_{WEEK}_gross_sales").inner_text()
    kept = box.locator("input, textarea").evaluate_all("fields => fields.map(each => each.value)")
    assert {AGENT, "后台只有549.90元"} <= set(kept)


def sign(reader: Reader, folder: Path) -> None:
    """The agency submits; only the merchant can confirm, after seeing what will be locked."""
    submit(reader, "sign_submitted")
    confirming = reader.page.locator('[class*="st-key-signer_confirmed"]')
    confirming.wait_for()
    shot(reader, folder, "submitted")
    confirming.scroll_into_view_if_needed()
    reader.page.wait_for_timeout(1000)  # a list that is opened while the page still moves closes again
    confirming.get_by_role("combobox").focus()
    reader.page.keyboard.press("ArrowDown")
    reader.page.get_by_role("option").first.wait_for()
    assert reader.page.get_by_role("option").all_inner_texts() == [OWNER], "the agency cannot confirm its own figures"
    reader.page.keyboard.press("Escape")
    submit(reader, "sign_confirmed")
    dialog = reader.page.get_by_role("dialog")
    dialog.locator(".st-key-sign_yes button").wait_for()
    assert f"¥{SIGNED}" in dialog.inner_text()
    reader.page.screenshot(path=folder / "locked.png")
    dialog.locator(".st-key-sign_yes button").click()
    dialog.wait_for(state="detached")
    reader.wait()


def refunded(reader: Reader, folder: Path) -> None:
    """A newer export, through the Files page."""
    file = folder / "items2.csv"
    file.write_text(items(str(LATE)), "utf-8")
    reader.open("files").page.locator('input[type="file"]').set_input_files(file)
    reader.page.locator(".st-key-load_files button").wait_for(timeout=60_000)
    press(reader, "load_files")
    reader.page.locator(".dz-note.calm a").first.wait_for(timeout=60_000)


def statement(reader: Reader, suffix: str) -> bytes:
    with reader.page.expect_download(timeout=60_000) as expected:
        reader.page.locator(f".st-key-statement_{suffix} button").click()
    return expected.value.path().read_bytes()


def test_a_week_from_the_agreement_to_its_restatement(shop: tuple[str, str, Path], visitor: Visitor) -> None:
    locale, home, folder = shop
    words = WORDS[locale]
    width, height = SIZES[locale]
    touch = {"is_mobile": True, "has_touch": True} if width < 500 else {}
    reader = visitor(home, locale, width, height, **touch)
    reader.open(f"reconcile?week={WEEK}")
    shot(reader, folder, "fresh")
    agree(reader, words)
    shot(reader, folder, "agreed")
    reader.open(f"reconcile?week={WEEK}")
    claim(reader, words)
    verdicts = " ".join(reader.page.locator(".dz-verdict").all_inner_texts())
    assert [each for each in words.verdicts if each not in verdicts] == []
    dispute(reader, words)
    shot(reader, folder, "claimed")
    sign(reader, folder)
    shot(reader, folder, "signed")
    refunded(reader, folder)

    reader.open(f"week?week={WEEK}")
    assert f"¥{SIGNED}" in reader.page.locator(".dz-cards").inner_text(), "a signed figure stays"
    assert words.signed in reader.text
    reader.open(f"reconcile?week={WEEK}")
    shot(reader, folder, "restated")
    assert SIGNED - LATE == TODAY
    said = reader.text
    assert f"¥{SIGNED} → " in said
    assert f"¥{TODAY}: {words.reason} −¥{LATE}" in said.replace("：", ": ")
    proven = reader.page.locator(".dz-stack tr", has=reader.page.locator("text=/^(净销售额|Net sales)$/")).inner_text()
    assert f"¥{GROSS - LATE}" in proven
    assert f"¥{GROSS}" in proven, "what was signed stands beside what the rows say today"
    assert reader.page.locator(".dz-stack").inner_text().count(words.was) == 3, "net sales, refunds, profit"

    book = openpyxl.load_workbook(io.BytesIO(statement(reader, "xlsx")))
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    page = statement(reader, "html").decode()
    assert f'lang="{"en" if locale == "en-US" else locale}"' in page, "in the reader's language"
    for name in (AGENT, OWNER):
        assert [cell for cell in cells if name in cell], name
        assert name in page
    reader.open(f"reconcile?week={NEXT}")
    shot(reader, folder, "next")
    assert words.carried in reader.text
    assert f"−¥{LATE}" in reader.text
