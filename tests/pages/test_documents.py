"""The documents of the demo shop's month and service: every figure of the answer stands in the page, the workbook and the picture."""

import io
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal

import openpyxl
import pytest
import streamlit as st

import warehouse
from book.engagement import engagement
from reports.contract.month import Month
from reports.metric import Figure
from reports.review.review import Review, review
from reports.review.summary import Summary, summary
from reports.scope import Scope
from tests.made import Desk
from tests.pages.folders import Folder
from tests.pages.visit import Visit
from views.documents.monthreview import review_document
from views.documents.servicesummary import summary_document
from views.numbers import money, rate
from views.paper import page, picture, workbook
from views.paper.model import Document

MADE = datetime(2026, 11, 16, 9, 30)
MONTH = Month(2026, 10)
SHOP = "示例店铺"


@pytest.fixture(scope="module")
def scope(kept: Folder) -> Iterator[Scope]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DUIZHANG_DATA", str(kept("demo")))
        yield Scope(warehouse.shop(SHOP))


@pytest.fixture(scope="module")
def month(scope: Scope) -> Review:
    return review(scope, MONTH, MADE.date())


@pytest.fixture(scope="module")
def service(scope: Scope) -> Summary:
    return summary(scope, MADE.date())


@pytest.fixture(params=["zh", "en"])
def either(request: pytest.FixtureRequest) -> str:
    st.session_state["view_lang"] = request.param
    return str(request.param)


def page_of(document: Document) -> str:
    return re.sub(r"<[^>]*>", " ", page.written(document).decode().split("</style>")[1])


def numbers(document: Document) -> set[Decimal]:
    book = openpyxl.load_workbook(io.BytesIO(workbook.written(document)))
    cells = (cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    return {Decimal(str(value)) for value in cells if isinstance(value, int | float)}


def holds(document: Document, amounts: Sequence[Figure]) -> None:
    said, drawn, held = page_of(document), picture.svg(document), numbers(document)
    for amount in amounts:
        assert amount is not None
        assert money(amount) in said, amount
        assert money(amount) in drawn, amount
        assert abs(Decimal(amount)) in {abs(each) for each in held}, amount


def test_the_review_holds_its_answer(month: Review, scope: Scope, either: str) -> None:
    document = review_document("店", month, engagement(scope.shop), scope, MADE)
    contract, why = month.outcome.contract, month.why
    assert why
    assert why.month_before
    bridge = why.month_before.bridge
    holds(document, [contract.sales, contract.target, contract.fee, bridge.start, bridge.end])
    said = page_of(document)
    for bar in bridge.bars:
        assert not bar.amount or money(bar.amount) in page.written(document).decode()
    for question in month.questions:
        assert question.answer is None or question.answer.text.split("\n")[0] in said
    for score in month.scores:
        assert score.promise.what in said
    assert contract.attainment is not None
    assert rate(contract.attainment) in said


def test_the_summary_holds_its_answer(service: Summary, scope: Scope, either: str) -> None:
    document = summary_document("店", service, engagement(scope.shop), scope, MADE)
    contracts = [each.contract for each in service.months]
    holds(document, [each.sales for each in contracts] + [service.total("sales"), service.total("fee")])
    said, found = page_of(document), service.comparison
    assert found
    assert found.raw_change is not None
    assert rate(found.raw_change, signed=True) in said
    for side in (found.before, found.after):
        assert money(side.value) in said
    for name in ("low", "high"):
        assert rate(getattr(found.facts.range, name), signed=True) in said
    for each in service.scores:
        assert each.promise.what in said


def test_equal_answers_are_equal_bytes_and_claim_nothing_for_certain(month: Review, service: Summary, scope: Scope, either: str) -> None:  # fmt: skip
    agreed = engagement(scope.shop)
    makers: tuple[Callable[[], Document], ...] = (
        lambda: review_document("店", month, agreed, scope, MADE),
        lambda: summary_document("店", service, agreed, scope, MADE),
    )
    for make in makers:
        one, other = make(), make()
        for write in (page.written, workbook.written):
            assert write(one) == write(other)
        assert "证明" not in page.written(one).decode()
        assert "prove" not in page_of(one)
        assert "http" not in page.written(one).decode().replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize(("name", "key"), [("review", "review_document"), ("summary", "summary_document"), ("reconcile", "weekreport")])  # fmt: skip
def test_three_files_are_offered(demo: Desk, name: str, key: str) -> None:
    visit = Visit(name, "zh-CN", shop=SHOP, month=str(MONTH))
    assert visit.errors == []
    buttons = [each.proto for each in visit.all("download_button")]
    assert len([each for each in buttons if key in each.id]) == 3
