"""The clause that gives part of the fee back after months in a row below the target: its state in a month."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from book.engagement import Clause
from reports.contract.case import ALWAYS, Case, Part, fen, part, service
from reports.contract.facts import Facts
from reports.contract.fees import ZERO, base, lines, total
from reports.contract.month import Month, months
from reports.contract.rules import SALES
from reports.contract.said import Said, say, with_gaps
from warehouse import N_


@dataclass(frozen=True)
class Next:
    """What one more such month would do."""

    below: Decimal | None  # sales of the next month below which it counts; None where it has no target
    amount: Decimal  # given back then


@dataclass(frozen=True)
class State:
    """A refund clause in a month. `amount` is what the agency gives back, positive.

    Provisional: a month that it rests on is not settled, so that refunds still to come can change the state.
    """

    clause: Clause
    state: str  # quiet, near, fired
    amount: Decimal
    said: Said
    next: Next | None = None
    is_provisional: bool = False


@dataclass(frozen=True)
class _Month:
    """How a month stands under the clause."""

    month: Month
    standing: str  # below, met, part, excluded, no_target, unknown, outside
    sales: Decimal | None = None
    limit: Fraction | None = None  # sales below this are below

    @property
    def counts(self) -> bool:
        """Whether it belongs to a streak or ends it; months that do not count are passed over."""
        return self.standing not in ("part", "excluded", "outside")


def states(case: Case, month: Month) -> tuple[State, ...]:
    """Every refund clause of the contract in a month."""
    return tuple(_state(case, clause, month) for clause in case.agreed.of(["refund_if_streak"]))


def given_back(case: Case, month: Month) -> Decimal:
    """What the agency gives back for a month."""
    return sum((state.amount for state in states(case, month)), ZERO)


def _state(case: Case, clause: Clause, month: Month) -> State:
    known = [_standing(case, clause, each) for each in _service(case, month)]
    now = known[-1] if known else _Month(month, "outside")
    run: list[_Month] = []
    for each in known:
        if each.counts:
            run = [*run, each] if each.standing == "below" else []
    needed, again = clause["months"], bool(clause.get("repeat"))
    is_below = now.standing == "below"

    open_months = _not_settled(case, clause, [*run, now])

    def state(name: str, amount: Decimal, said: Said, ahead: Next | None = None) -> State:
        told = _with_missing(case, clause, [*run, now], _provisional(said, open_months))
        return State(clause, name, amount, told, ahead, bool(open_months))

    if is_below and (len(run) == needed or (again and len(run) > needed)):
        amount, paid = _refund(case, clause, run, now.month)
        return state("fired", amount, _fired(clause, run, amount, paid))
    if run and len(run) == needed - 1 and needed > 1:
        ahead = _next(case, clause, run, month)
        return state("near", ZERO, _near(clause, run, ahead), ahead)
    return state("quiet", ZERO, _quiet(case, clause, now, len(run)))


def _service(case: Case, month: Month) -> list[Month]:
    """The months of service up to this one."""
    start = service(case.agreed)[0]
    return months(Month.of(start), month) if start > ALWAYS else [month]


def _standing(case: Case, clause: Clause, month: Month) -> _Month:
    held, target = part(case.agreed, month, clause), case.target(month)
    if held is None:
        return _Month(month, "outside")
    sales = case.sold(clause, held.first, held.last)
    if not held.is_whole:
        return _Month(month, "part", sales)
    if str(month) in clause.get("excluded_months", ()):
        return _Month(month, "excluded", sales)
    if target is None:
        return _Month(month, "no_target", sales)
    limit = target * Fraction(clause["below"])
    if sales is None:
        return _Month(month, "unknown", None, limit)
    return _Month(month, "below" if Fraction(sales) < limit else "met", sales, limit)


def _refund(case: Case, clause: Clause, run: list[_Month], last: Month) -> tuple[Decimal, Decimal]:
    """What is given back, and the fee that it is a share of."""
    paid = sum((_paid(case, clause, each) for each in _months_paid(case, clause, run, last)), ZERO)
    return fen(Fraction(paid) * Fraction(clause["refund"])), paid


def _months_paid(case: Case, clause: Clause, run: list[_Month], last: Month) -> list[Month]:
    """The months whose fee counts. A clause that fires again gives back the fee of the further month only."""
    scope = clause.get("scope", "streak")
    if scope == "last" or len(run) > clause["months"]:
        return [last]
    return _service(case, last) if scope == "all" else [each.month for each in run]


def _paid(case: Case, clause: Clause, month: Month) -> Decimal:
    found = lines(case, month)
    return base(found) if clause.get("of", "base") == "base" else total(found)


def _next(case: Case, clause: Clause, run: list[_Month], month: Month) -> Next:
    """One more month below: the next one that counts, its sales at most just below its limit."""
    after = month.after()
    held = next((each for n in range(1, 13) if (each := _counted(case, clause, month.after(n)))), None)
    if held:
        after = held.month
    target = case.target(after)
    limit = None if target is None else target * Fraction(clause["below"])
    supposed = Case(case.agreed, Facts.supposing((held.last if held else after.last), limit or Fraction(0)), case.book)
    scope = clause.get("scope", "streak")
    earlier = {"last": [], "streak": [each.month for each in run], "all": _service(case, month)}[scope]
    paid = sum((_paid(case, clause, each) for each in earlier), ZERO) + _paid(supposed, clause, after)
    return Next(None if limit is None else fen(limit), fen(Fraction(paid) * Fraction(clause["refund"])))


def _counted(case: Case, clause: Clause, month: Month) -> Part | None:
    held = part(case.agreed, month, clause)
    is_counted = held and held.is_whole and str(month) not in clause.get("excluded_months", ())
    return held if is_counted else None


# --- the sentences -----------------------------------------------------------------------------------


def _metric(case: Case, clause: Clause) -> Said:
    return say(SALES[clause.get("metric") or case.agreed.sales_basis])


def _runs(run: list[_Month]) -> tuple[Said, ...]:
    pattern = N_("{month}: {sales} of {limit}")
    return tuple(
        say(pattern, month=str(each.month), sales=each.sales, limit=fen(each.limit or Fraction(0))) for each in run
    )


def _fired(clause: Clause, run: list[_Month], amount: Decimal, paid: Decimal) -> Said:
    about = {
        "months": _runs(run),
        "count": len(run),
        "below": Fraction(clause["below"]),
        "refund": Fraction(clause["refund"]),
        "paid": paid,
        "amount": amount,
    }
    base_text = N_(
        "{count} months in a row below {below} of the target ({months}): "
        "{refund} of the fixed fee of {paid} is given back, {amount}."
    )
    fee_text = N_(
        "{count} months in a row below {below} of the target ({months}): {refund} of the fee of {paid} is given back, {amount}."
    )
    return say(base_text if clause.get("of", "base") == "base" else fee_text, **about)


def _near(clause: Clause, run: list[_Month], ahead: Next) -> Said:
    about = {
        "months": _runs(run),
        "below": Fraction(clause["below"]),
        "limit": ahead.below,
        "amount": ahead.amount,
    }
    if ahead.below is None:
        return say(
            N_(
                "Below {below} of the target ({months}); one more such month triggers {amount}, but the next has no target."
            ),
            **about,
        )
    if clause.get("of", "base") == "base":
        return say(
            N_("Below {below} of the target ({months}); one more month below {limit} triggers {amount}."), **about
        )
    return say(
        N_("Below {below} of the target ({months}); one more month below {limit} triggers up to {amount}."), **about
    )


def _quiet(case: Case, clause: Clause, now: _Month, run: int) -> Said:
    about = {"month": str(now.month), "metric": _metric(case, clause), "sales": now.sales}
    if now.limit is not None:
        about |= {"limit": fen(now.limit), "below": Fraction(clause["below"])}
    if now.standing == "met":
        return say(N_("{metric} {sales} are not below {limit}, {below} of the target."), **about)
    if now.standing == "below" and run > clause["months"]:
        said = N_(
            "{metric} {sales} are below {limit} again: month {count} of a streak in which the clause has fired; "
            "it fires once per streak."
        )
        return say(said, count=run, **about)
    if now.standing == "below":
        said = N_("{metric} {sales} are below {limit}, {below} of the target: month {count} of {needed} in a row.")
        return say(said, count=run, needed=clause["months"], **about)
    texts = {
        "part": N_("{month} is served in part and does not count."),
        "excluded": N_("{month} is one of the months that do not count."),
        "no_target": N_("{month} has no target, so it cannot be below it."),
        "unknown": N_("The sales of {month} are not known."),
        "outside": N_("The clause does not hold in {month}."),
    }
    return say(texts[now.standing], month=str(now.month))


def _not_settled(case: Case, clause: Clause, seen: list[_Month]) -> tuple[Month, ...]:
    """The months measured whose refunds are still arriving; sales before refunds do not wait for them."""
    if (clause.get("metric") or case.agreed.sales_basis) == "gross_sales":
        return ()
    measured = dict.fromkeys(each.month for each in seen if each.standing in ("below", "met"))
    return tuple(month for month in measured if not case.facts.is_settled(month))


def _provisional(said: Said, open_months: tuple[Month, ...]) -> Said:
    told = N_("{sentence} Provisional: not settled yet, refunds can still arrive: {months}.")
    return say(told, sentence=said, months=tuple(map(str, open_months))) if open_months else said


def _with_missing(case: Case, clause: Clause, seen: list[_Month], said: Said) -> Said:
    """The sentence, and the days of these months of which no orders are known; they change no state."""
    held = [each for month in dict.fromkeys(each.month for each in seen) if (each := part(case.agreed, month, clause))]
    gaps = [day for each in held for day in case.facts.missing(each.first, each.last)]
    return with_gaps(said, gaps)
