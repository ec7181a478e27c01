"""One rule per kind of clause: the exact amount to the day that is counted, and how it came about."""

from collections.abc import Callable
from fractions import Fraction

from book.engagement import Clause
from reports.contract.case import Case, Part, fen, part, service
from reports.contract.month import Month, months
from reports.contract.said import Said, say
from warehouse import N_

SALES = {
    "net_sales": N_("net sales"),
    "gross_sales": N_("gross sales"),
    "net_sales_of_orders": N_("net sales with refunds in the month of their order"),
}
TRAFFIC = {"visitors": N_("visitors"), "page_views": N_("page views")}


def _fixed(_case: Case, clause: Clause, held: Part) -> tuple[Fraction, Said]:
    how = clause.get("prorate", "calendar_days")
    share = held.share(how)
    amount = Fraction(clause["amount"]) * share * Fraction(held.so_far, held.held)
    about = {"base": fen(Fraction(clause["amount"])), "amount": fen(amount)}
    if share == 1:
        return amount, say(N_("The fixed fee of a month: {base}."), **about)
    whole = 30 if how == "thirty_days" else held.month.length
    said = say(N_("Fixed fee {base} × {days} of {whole} days = {amount}."), days=held.held, whole=whole, **about)
    return amount, said


def _rate(case: Case, clause: Clause, held: Part) -> tuple[Fraction, Said]:
    sales = case.sold(clause, held.first, held.upto)
    if sales is None:
        return Fraction(0), _unknown()
    rate = Fraction(clause["rate"])
    amount, capped = _capped(Fraction(sales) * rate, clause)
    about = {"rate": rate, "metric": _metric(case, clause), "sales": sales, "amount": fen(amount)}
    if capped:
        return amount, say(
            N_("{rate} of {metric} {sales} would be more than the most that is agreed: {amount}."), **about
        )
    return amount, say(N_("{rate} of {metric} {sales} = {amount}."), **about)


def _rate_on_excess(case: Case, clause: Clause, held: Part) -> tuple[Fraction, Said]:
    target = case.target(held.month, held.share(clause.get("prorate_target", "calendar_days")))
    if target is None:
        return Fraction(0), say(N_("{month} has no target, so nothing lies above it."), month=str(held.month))
    sales = case.sold(clause, held.first, held.upto)
    if sales is None:
        return Fraction(0), _unknown()
    above = target + (_shortfall(case, clause, held.month) if clause.get("carried") else 0)
    metric, rate = _metric(case, clause), Fraction(clause["rate"])
    if sales <= above:
        said = N_("{metric} {sales} are not above the target of {target}, so nothing is added.")
        return Fraction(0), say(said, metric=metric, sales=sales, target=fen(above))
    excess = Fraction(sales) - above
    amount, capped = _capped(excess * rate, clause)
    about = {
        "rate": rate,
        "metric": metric,
        "sales": sales,
        "excess": fen(excess),
        "target": fen(above),
        "amount": fen(amount),
    }
    if capped:
        said = N_(
            "{metric} {sales} are {excess} above the target of {target}; {rate} of it is more than the most that is agreed: {amount}."
        )
        return amount, say(said, **about)
    said = N_("{metric} {sales} are {excess} above the target of {target}; {rate} of it = {amount}.")
    return amount, say(said, **about)


def _shortfall(case: Case, clause: Clause, month: Month) -> Fraction:
    """What earlier months of the service fell short of their targets by and later ones have not made good."""
    carried = Fraction(0)
    for earlier in months(Month.of(service(case.agreed)[0]), month.after(-1)):
        held = part(case.agreed, earlier, clause)
        target = case.target(earlier, held.share()) if held else None
        sales = case.sold(clause, held.first, held.last) if held else None
        if target is not None and sales is not None:
            carried = max(Fraction(0), carried + target - Fraction(sales))
    return carried


def _tiers(case: Case, clause: Clause, held: Part) -> tuple[Fraction, Said]:
    sales = case.sold(clause, held.first, held.upto)
    if sales is None:
        return Fraction(0), _unknown()
    metric = _metric(case, clause)
    steps = [(Fraction(step["from"]), Fraction(step["rate"])) for step in clause["tiers"]]
    if not clause.get("marginal", True):
        rate = max(((start, rate) for start, rate in steps if start <= sales), default=(0, Fraction(0)))[1]
        amount = Fraction(sales) * rate
        said = N_("{metric} {sales} reach the step of {rate}, which holds for all of it: {amount}.")
        return amount, say(said, metric=metric, sales=sales, rate=rate, amount=fen(amount))
    ends = [*(start for start, _ in steps[1:]), None]
    sizes = [_within(Fraction(sales), start, end) for (start, _), end in zip(steps, ends, strict=True)]
    used = [(size, rate) for size, (_, rate) in zip(sizes, steps, strict=True) if size]
    amount = sum((size * rate for size, rate in used), Fraction(0))
    if not used:
        return amount, say(N_("{metric} {sales} reach no step, so nothing is added."), metric=metric, sales=sales)
    parts = tuple(say(N_("{rate} of {sales}"), rate=rate, sales=fen(size)) for size, rate in used)
    said = N_("{metric} {sales}, step by step: {steps} = {amount}.")
    return amount, say(said, metric=metric, sales=sales, steps=parts, amount=fen(amount))


def _within(sales: Fraction, start: Fraction, end: Fraction | None) -> Fraction:
    """How much of the sales lies on a step; where more was given back than sold, the step at zero takes it."""
    if sales < 0:
        return sales if start == 0 else Fraction(0)
    return max(Fraction(0), (sales if end is None else min(sales, end)) - start)


def _rate_if_growth(case: Case, clause: Clause, held: Part) -> tuple[Fraction, Said]:
    metric = clause.get("metric", "visitors")
    traffic, before = case.facts.seen(metric, held.first, held.upto), _baseline(case, clause, metric, held)
    name = say(TRAFFIC[metric])
    if traffic is None or not before:
        return Fraction(0), say(N_("Nothing is paid for growth: the {metric} are not known."), metric=name)
    growth, over = traffic / before - 1, Fraction(clause["over"])
    about = {"metric": name, "traffic": traffic, "before": round(before), "growth": growth, "over": over}
    if growth <= over:
        return Fraction(0), say(
            N_("{traffic} {metric} against {before}: {growth}, not more than {over}, so nothing is added."), **about
        )
    sales = case.facts.sold(case.book or case.agreed.book, case.agreed.sales_basis, held.first, held.upto)
    if sales is None:
        return Fraction(0), _unknown()
    # Of the sales the additional traffic brought its own share.
    counted = Fraction(sales) * (1 - before / traffic) if clause.get("of", "sales") == "increment" else Fraction(sales)
    rate = Fraction(clause["rate"])
    said = N_("{traffic} {metric} against {before}: {growth}, more than {over}; {rate} of {sales} = {amount}.")
    return counted * rate, say(said, **about, rate=rate, sales=fen(counted), amount=fen(counted * rate))


def _baseline(case: Case, clause: Clause, metric: str, held: Part) -> Fraction | None:
    """The traffic that a month like this had before: typed per month, or that of the baseline's days."""
    if clause.get("baseline") is not None:
        return Fraction(clause["baseline"]) * held.share()
    first, last = clause["baseline_from"], clause["baseline_to"]
    seen = case.facts.seen(metric, first, last)
    return None if seen is None else Fraction(seen * held.held, (last - first).days + 1)


def _capped(amount: Fraction, clause: Clause) -> tuple[Fraction, bool]:
    cap = clause.get("cap")
    return (Fraction(cap), True) if cap is not None and amount > Fraction(cap) else (amount, False)


def _metric(case: Case, clause: Clause) -> Said:
    return say(SALES[clause.get("metric") or case.agreed.sales_basis])


def _unknown() -> Said:
    return say(N_("Nothing is added: the sales of this month are not known."))


RULES: dict[str, Callable[[Case, Clause, Part], tuple[Fraction, Said]]] = {
    "fixed": _fixed,
    "rate": _rate,
    "rate_on_excess": _rate_on_excess,
    "tiers": _tiers,
    "rate_if_growth": _rate_if_growth,
}
