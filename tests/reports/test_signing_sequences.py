"""Any sequence of loads, undos, corrections and signatures keeps signed + carried + open = recomputed, to the fen."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from reports.signing import sign as signing
from reports.signing.restate import Restatement, restatements
from reports.signing.rules import NothingToRestate
from reports.signing.sign import sign
from reports.signing.signatures import confirmed, signatures
from tests.made import Desk
from tests.reports.life import AGREED, DAYS, NAMES, START, Life, begun, some_orders

WEEKS = [START + timedelta(days=7 * n) for n in range(4)]


def happen(life: Life, dice: Random) -> str:
    """One thing that happens to a shop."""
    what = dice.choice(
        ["orders", "refunds", "refunds", "costs", "ads", "brushing", "settlement", "undo", "sign", "sign", "again"]
    )
    mark, number = f"M{life.number}", dice.randrange(2, 6)
    known = sorted({fact[1] for facts in life.loaded.values() for fact in facts if fact[0] == "order"})
    paid = {fact[1]: fact[2] for facts in life.loaded.values() for fact in facts if fact[0] == "order"}
    if what == "orders":
        life.orders(some_orders(dice, mark, number))
    elif what == "refunds":
        chosen = dice.sample(known, min(number, len(known)))
        life.refunds([
            (f"{mark}-{order}", order, paid[order] + timedelta(dice.randrange(9)), f"{dice.randrange(1, 400) / 100:.2f}", dice.choice(("money", "return")))
            for order in chosen
        ])  # fmt: skip
    elif what == "costs":
        life.costs(
            [
                (
                    dice.choice(("LAMP", "CUP")),
                    f"{dice.randrange(1, 40000) / 1000}",
                    START + timedelta(dice.randrange(DAYS)),
                )
            ]
        )
    elif what == "ads":
        life.ads([(START + timedelta(dice.randrange(DAYS)), f"{dice.randrange(1, 9999) / 100:.2f}")])
    elif what == "brushing":
        life.brushing({order: (paid[order], f"{dice.randrange(1, 900) / 100:.2f}") for order in dice.sample(known, 2)})
    elif what == "settlement":
        first = START + timedelta(dice.randrange(DAYS - 6))
        life.settlement(first, first + timedelta(5), [(first + timedelta(2), f"{dice.randrange(1, 999) / 100:.2f}")])
    elif what == "undo":
        later = [upload for upload in life.loaded if upload > 4]
        if later:
            life.undo(dice.choice(later))
    elif what == "sign":
        week = next((week for week in WEEKS if week not in confirmed(signatures(life.desk.shop))), None)
        if week:
            signed(life, week)
    else:
        signed(life, dice.choice(WEEKS[:2]))
    return what


def signed(life: Life, week: date) -> None:
    try:
        sign(life.scope(), week, "submitted", "阿代", AGREED)
        sign(life.scope(), week, "confirmed", "店主", AGREED)
    except NothingToRestate:
        pass


def wrong(found: Restatement, truth: dict[date, dict[str, Decimal]]) -> list[tuple[str, Decimal, Decimal]]:
    """Figures of a week that are not their signed value, what was carried of it, and what is open."""
    out = []
    for name in NAMES:
        known = truth.get(found.week_start, {}).get(name, Decimal(0))
        carried = sum((each.amount for each in found.carried if each.figure == name), Decimal(0))
        still = sum((each.amount for each in found.open if each.figure == name), Decimal(0))
        total = Decimal(found.signature.figures[name] or 0) + carried + still
        if total != known:
            out.append((name, total, known))
    return out


@pytest.mark.parametrize("seed", range(3))
def test_signed_and_carried_and_open_is_recomputed(seed: int, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing, "NOT_REQUIRED", ("orders", "ads", "refunds", "settlement", "costs", "traffic"))
    dice = Random(seed)
    life = begun(desk, dice)
    signed(life, WEEKS[0])
    kept = {WEEKS[0]: confirmed(signatures(desk.shop))[WEEKS[0]].figures}
    history: list[str] = []
    for _ in range(9):
        before = {week: each.version for week, each in confirmed(signatures(desk.shop)).items()}
        history.append(happen(life, dice))
        truth = life.truth()
        for found in restatements(life.scope()):
            assert wrong(found, truth) == [], (seed, history, found.week_start)
            if before.get(found.week_start) == found.signature.version:
                assert kept[found.week_start] == found.signature.figures, "nothing that arrives changes a signed week"
            kept[found.week_start] = found.signature.figures
