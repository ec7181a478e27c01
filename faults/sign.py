"""kill -9 during signatures and loads between them: what was acknowledged is there, with its rows, nothing by halves or twice.

The weeks of a shop are submitted, returned, submitted again and confirmed, one after the other; every third one is signed
anew after a late order. Each step has a number that stands as the reason of its entry. After a kill the step that was not
acknowledged is tried again as its signer would: seeing what was seen the first time.
"""

import gc
import hashlib
import random
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest import mock

import warehouse
from book import Book, ChangedMeanwhile, book
from etl import register
from etl.keeping.check import check_shop
from faults import shop as made
from faults.child import Say, answer, killed
from reports.scope import Scope
from reports.signing.evidence import sums
from reports.signing.rules import NothingSubmitted
from reports.signing.sign import sign
from reports.signing.signatures import KIND, Signature, signatures

START = date(2026, 1, 5)  # a Monday
TODAY = date(2027, 1, 1)  # after all of them
WEEKS = 12  # of a shop
COUNTED = ("kills", "in signatures", "in loads", "cut in writing", "written, not yet said", "signed", "loads")
LONGEST = {"s": 0.012, "l": 0.5, "-": 0.0}  # seconds from the beginning of a writing, or of a load
SIGNERS = {"submitted": "阿代", "returned": "店主", "confirmed": "店主"}
LINES = (
    "子订单编号,主订单编号,标题,价格,购买数量,外部系统编号,商品属性,订单状态,商家编码,买家应付货款,买家实际支付金额,"
    "退款状态,退款金额,订单创建时间,订单付款时间,商品ID,发货时间"
)


@dataclass(frozen=True)
class Step:
    """One thing that somebody does: "late" loads an order of a week that is signed, the others sign the week."""

    number: int
    week: int
    what: str
    version: int

    @property
    def monday(self) -> date:
        """The first day of its week."""
        return START + timedelta(weeks=self.week)

    @property
    def gross(self) -> Decimal:
        """What the week sold, as everybody knows who wrote the exports."""
        numbers = [*range(self.week * 7, self.week * 7 + 7), *([1000 + self.week] if self.version == 2 else [])]
        return sum((made.amount(each) for each in numbers), start=Decimal("0.00"))


def _plan() -> list[Step]:
    once = [("submitted", 1), ("returned", 1), ("submitted", 1), ("confirmed", 1)]
    anew = [("late", 2), ("submitted", 2), ("confirmed", 2)]
    steps = [(week, *each) for week in range(WEEKS) for each in once + (anew if week % 3 == 0 else [])]
    return [Step(number, *each) for number, each in enumerate(steps)]


PLAN = _plan()


def run(count: int, seed: int, until: float) -> dict[str, Any]:
    """Kill so often; how many signatures and loads were acknowledged, how many were cut while they were written, every fault."""
    dice = random.Random(seed)
    tally: dict[str, Any] = {"driver": "sign"} | dict.fromkeys(COUNTED, 0)
    findings: list[str] = []
    with made.data_folder() as folder:  # what every child would compute anew; nothing stays open
        _begin(folder)
        for step in PLAN[:7]:
            _once(folder, folder / "acknowledged", step)
        made.close(warehouse.shop(made.NAME))
        gc.collect()
    while tally["kills"] < count and time.monotonic() < until:
        with made.data_folder() as folder:
            findings += _one_shop(folder, count, dice, tally, until)
    return tally | {"findings": findings}


def _begin(folder: Path) -> None:
    """A shop with whole weeks, and a cost from its first day on."""
    shop = warehouse.shop(made.NAME, make=True)
    shop.set(title=made.NAME)
    orders = folder / "orders.csv"
    orders.write_text("\n".join([LINES, *(_line(each, START + timedelta(each)) for each in range(WEEKS * 7))]), "utf-8")
    costs = folder / "costs.csv"
    costs.write_text("商家编码,成本价,生效日期\nLAMP,0.50,2026-01-01\n", "utf-8")
    made.accept(shop, [orders, costs])
    (folder / "acknowledged").touch()


def _line(number: int, day: date) -> str:
    paid = made.amount(number)
    cells = [
        f"L{number}",
        f"S{number}",
        "LAMP",
        paid,
        1,
        "",
        "",
        "交易成功",
        "LAMP",
        paid,
        paid,
        "没有申请退款",
        "0.00",
    ]
    return ",".join(map(str, [*cells, f"{day} 10:00:00", f"{day} 10:00:05", "", ""]))


def _one_shop(folder: Path, count: int, dice: random.Random, tally: dict[str, Any], until: float) -> list[str]:
    log = folder / "acknowledged"  # outside the data folder
    answer(lambda: _begin(folder))
    findings: list[str] = []
    while tally["kills"] < count and time.monotonic() < until and len(Said.of(log).done) < len(PLAN):
        passing, share = dice.choice((0, 0, 0, 1, 2)), dice.random()
        killed(lambda say, n=passing: _work(folder, log, say, n), lambda said, s=share: s * LONGEST[said])  # type: ignore[misc]
        said = Said.of(log)
        cut = said.begun.keys() - said.done
        tally["kills"] += 1
        tally["in loads"] += any(PLAN[each].what == "late" for each in cut)
        tally["in signatures"] += any(PLAN[each].what != "late" for each in cut)
        tally["cut in writing"] += bool(cut & said.writing)
        found = answer(lambda: _looked(log))
        findings += [f"kill {tally['kills']}: {each}" for each in found["findings"]]
        tally["written, not yet said"] += found["unsaid"]
    answer(lambda: _work_off(folder, log))  # the retry
    findings += [f"after kill {tally['kills']}: {each}" for each in answer(lambda: _checked(log))]
    tally["signed"] += sum(PLAN[each].what != "late" for each in Said.of(log).done)
    tally["loads"] += sum(PLAN[each].what == "late" for each in Said.of(log).done)
    return findings


@dataclass(frozen=True)
class Said:
    """The file outside: what was begun, having seen which entry; what came to its writing; what was acknowledged."""

    begun: dict[int, int]
    writing: set[int]
    done: set[int]

    @classmethod
    def of(cls, log: Path) -> "Said":
        """Read the file; a line is written in one piece."""
        lines = [line.split() for line in log.read_text("ascii").splitlines()]
        begun = {int(number): int(seen) for kind, number, *rest in lines if kind == "b" for seen in rest}
        return cls(begun, *({int(number) for kind, number, *_ in lines if kind == known} for known in "wa"))


def _work(folder: Path, log: Path, say: Say, passing: int) -> None:
    """Take step after step, first again the one that was not acknowledged; say when it is written the time after `passing` others."""
    left = [passing]
    append = Book.append

    def told(kind: str) -> None:
        left[0] -= 1
        if left[0] < 0:
            say(kind)

    def appending(self: Book, *given: Any, **named: Any) -> Any:
        with log.open("a", encoding="ascii") as file:
            file.write(f"w {max(Said.of(log).begun)}\n")
        told("s")
        return append(self, *given, **named)

    with mock.patch.object(Book, "append", appending):
        for step in PLAN[len(Said.of(log).done) :]:  # they are acknowledged in their order
            if step.what == "late":
                told("l")
            _once(folder, log, step)
    say("-")  # nothing is left to do
    time.sleep(60)


def _work_off(folder: Path, log: Path) -> None:
    """The step that was begun and not acknowledged."""
    for number in Said.of(log).begun.keys() - Said.of(log).done:
        _once(folder, log, PLAN[number])


def _once(folder: Path, log: Path, step: Step) -> None:
    shop = warehouse.shop(made.NAME)
    seen = Said.of(log).begun.get(step.number)
    with log.open("a", buffering=1, encoding="ascii") as told:
        if seen is None:
            newest = book(shop).newest(KIND).get(step.monday.isoformat())
            seen = newest.number if newest else 0
            told.write(f"b {step.number} {seen}\n")
        if step.what == "late":
            late = folder / f"late-{step.week}.csv"
            late.write_text("\n".join([LINES, _line(1000 + step.week, step.monday), ""]), "utf-8")
            made.accept(shop, [late])
        else:
            with suppress(ChangedMeanwhile, NothingSubmitted):  # the one that was killed had written it already
                sign(
                    Scope(shop), step.monday, step.what, SIGNERS[step.what], made.AGREED, f"{step.number}", seen, TODAY
                )
        told.write(f"a {step.number}\n")


def _looked(log: Path) -> dict[str, Any]:
    """Set algebra: acknowledged ⊆ there ⊆ begun, each once, in order, and whole: with its rows, which sum to what was sold."""
    shop, said = warehouse.shop(made.NAME), Said.of(log)
    book(shop).verify()
    signed = [each for week in signatures(shop).values() for each in week.steps]
    numbers = [int(each.entry.why) for each in sorted(signed, key=lambda each: each.entry.number)]
    late = [
        int(each.file.split("-")[1].split(".")[0]) for each in register.active(shop) if each.file.startswith("late")
    ]
    loads = [step.number for step in PLAN if step.what == "late" and step.week in late]
    there = {*numbers, *loads}
    findings = [f"lost: {sorted(said.done - there)}"] if said.done - there else []
    findings += [f"twice or in disorder: {numbers}"] if numbers != sorted(set(numbers)) else []
    findings += [f"loaded twice: {late}"] if len(late) > len(set(late)) else []
    findings += [f"nobody began: {sorted(there - said.begun.keys())}"] if there - said.begun.keys() else []
    findings += [f"by halves: {each.entry.number}" for each in signed if not _is_whole(each, shop)]
    return {"findings": findings, "unsaid": len(there - said.done)}


def _is_whole(each: Signature, shop: warehouse.Shop) -> bool:
    step, content = PLAN[int(each.entry.why)], book(shop).attachment(each["rows"])
    if content is None or hashlib.sha256(content).hexdigest() != each["rows"]:
        return False
    is_said = (each.week_start, each.step, each.version) == (step.monday, step.what, step.version)
    return is_said and sums(each.rows(shop))["gross_sales"] == each.figures["gross_sales"] == step.gross


def _checked(log: Path) -> list[str]:
    """After the retry all is whole, and every confirmed week stands as it was signed."""
    shop, done = warehouse.shop(made.NAME), Said.of(log).done
    faults = [fault.message for fault in check_shop(shop).faults]
    wanted = {step.monday: step.version for step in PLAN if step.what == "confirmed" and step.number in done}
    stands = {week: each.version for week, each in signatures(shop).items() if each.version}
    return [*faults, *_looked(log)["findings"], *([] if stands == wanted else [f"{stands} instead of {wanted}"])]
