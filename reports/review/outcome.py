"""What came of the month: target, sales, attainment, months missed in a row, and the days that are compared."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from reports.contract.case import fen, part
from reports.contract.month import Month
from reports.contract.monthly import Contract, World
from reports.contract.said import Said, say
from reports.metric import FEN
from reports.period import Period
from reports.review.remedy import at_stake
from warehouse import N_


@dataclass(frozen=True)
class Days:
    """The days of a month, and those that they are held against."""

    now: Period
    before: Period  # of the month before
    year_before: Period


@dataclass(frozen=True)
class Outcome:
    """The month in one line. `days` are the days of service of which something can be known; None: none yet."""

    contract: Contract
    days: Days | None
    is_over: bool
    last: Contract | None  # the newest month that is over: this one, or the one before it
    streak: int  # months in a row whose target was missed, up to that one; a month without a target ends it
    due: Decimal | None  # of a month that is not over: the days' part of its target
    target_before: Decimal | None  # of the month before, where both are served whole

    @property
    def is_missed(self) -> bool | None:
        """Whether the sales are below the target; None where either is not known."""
        found = self.contract
        return None if found.target is None or found.sales is None else found.sales < found.target

    @property
    def gap(self) -> Decimal | None:
        """Sales less target."""
        found = self.contract
        return None if found.target is None or found.sales is None else found.sales - found.target

    @property
    def said(self) -> Said:
        """The answer in one sentence."""
        found = self.contract
        about: dict[str, Any] = {"month": str(found.month), "target": found.target, "sales": found.sales}
        if found.sales is None:
            return say(N_("{month}: the sales of the month are not known."), **about)
        if found.target is None:
            return say(N_("{month}: sales of {sales}; no target was agreed for it."), **about)
        about["share"] = Fraction(Decimal(str(found.attainment or 0)).quantize(Decimal("0.001"), ROUND_HALF_UP))
        if not self.is_over:
            text = N_(
                "{month} so far: {sales} of the target of {target} ({share}); the target of the {days} days that are known is {due}."
            )
            return say(text, due=self.due, days=self.days.now.days if self.days else 0, **about)
        if self.is_missed and self.streak > 1:
            text = N_("{month}: {sales} of the target of {target} ({share}), missed; {count} months in a row now.")
            return say(text, count=self.streak, **about)
        if self.is_missed:
            return say(N_("{month}: {sales} of the target of {target} ({share}), missed."), **about)
        return say(N_("{month}: {sales} of the target of {target} ({share}), reached."), **about)

    @property
    def consequence(self) -> Said:
        """What that means in money by the contract."""
        found = self.contract
        if not self.is_over:
            return say(N_("Not every day of the month is known yet, so no clause is decided."))
        if found.given_back:
            return say(N_("By the contract the agency gives back {amount}."), amount=found.given_back)
        stake = at_stake(found)
        if stake is not None:
            return say(N_("Nothing is given back yet; missed once more it is {amount}."), amount=stake)
        return say(N_("The agency's fee is {fee}; nothing is given back."), fee=found.fee)


def outcome(world: World, month: Month, known_to: date | None) -> Outcome:
    """What came of a month. Served in part, or not over, it is held against the same days of the month before."""
    found = world.month(month)
    served = found.served
    days = None
    if served and known_to and known_to >= served.first:
        held = Period(served.first, min(served.last, known_to))
        days = Days(held, _shifted(held, month, 1), _shifted(held, month, 12))
    is_over = bool(served and known_to and known_to >= served.last)
    last = found if is_over else _before(world, month)
    return Outcome(
        contract=found,
        days=days,
        is_over=is_over,
        last=last,
        streak=_streak(world, last),
        due=_due(found, days),
        target_before=_target_before(world, found),
    )


def _shifted(days: Period, month: Month, back: int) -> Period:
    """The same days so many months earlier; a whole month against the whole month."""
    then = month.after(-back)
    if days == Period(month.first, month.last):
        return Period(then.first, then.last)
    first, last = min(days.first.day, then.length), min(days.last.day, then.length)
    return Period(then.first.replace(day=first), then.first.replace(day=last))


def _streak(world: World, last: Contract | None) -> int:
    count, each = 0, last
    while each and each.target is not None and each.sales is not None and each.sales < each.target:
        count += 1
        each = _before(world, each.month)
    return count


def _before(world: World, month: Month) -> Contract | None:
    before = month.after(-1)
    return world.month(before) if part(world.case.agreed, before) else None


def _due(found: Contract, days: Days | None) -> Decimal | None:
    if found.target is None or days is None or not found.served:
        return None
    return fen(Fraction(found.target) * Fraction(days.now.days, found.served.held)).quantize(FEN)


def _target_before(world: World, now: Contract) -> Decimal | None:
    before = now.month.after(-1)
    served = part(world.case.agreed, before)
    is_whole = served and served.is_whole and now.served and now.served.is_whole
    return world.case.agreed.targets.get(str(before)) if is_whole else None
