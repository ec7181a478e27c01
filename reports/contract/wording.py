"""A clause written back as a plain sentence, so that both sides can see that they mean the same."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from book.engagement import Clause, Engagement
from reports.contract.rules import TRAFFIC
from reports.contract.said import Said, say
from warehouse import N_

SALES = {
    ("net_sales", "cleaned"): N_("net sales without brushing"),
    ("net_sales", "claimed"): N_("net sales with brushing"),
    ("gross_sales", "cleaned"): N_("gross sales without brushing"),
    ("gross_sales", "claimed"): N_("gross sales with brushing"),
    ("net_sales_of_orders", "cleaned"): N_("net sales without brushing, refunds in the month of their order"),
    ("net_sales_of_orders", "claimed"): N_("net sales with brushing, refunds in the month of their order"),
}
FEES = {"base": N_("the fixed fee"), "fee": N_("the whole fee")}
TERMS = {"month": N_("paid by the month"), "quarter": N_("paid by the quarter"), "year": N_("paid by the year")}


def described(clause: Clause, agreed: Engagement) -> Said:
    """What a clause says, with its bounds."""
    said = WORDS[clause.kind](clause, agreed)
    if clause.get("cap") is not None:
        said = say(N_("{sentence} At most {cap} a month."), sentence=said, cap=Decimal(clause["cap"]))
    starts, ends = clause.get("starts"), clause.get("ends")
    if starts and ends:
        return say(N_("{sentence} It holds from {starts} to {ends}."), sentence=said, starts=starts, ends=ends)
    if starts:
        return say(N_("{sentence} It holds from {starts} on."), sentence=said, starts=starts)
    return say(N_("{sentence} It holds until {ends}."), sentence=said, ends=ends) if ends else said


def sales_meant(clause: Clause, agreed: Engagement) -> Said:
    """The sales that a clause measures."""
    return say(SALES[clause.get("metric") or agreed.sales_basis, clause.get("book") or agreed.book])


def _fixed(clause: Clause, _agreed: Engagement) -> Said:
    texts = {
        "calendar_days": N_("{amount} a month; a month served in part counts by its calendar days."),
        "thirty_days": N_("{amount} a month; a month served in part counts by thirty days to the month."),
        "none": N_("{amount} a month; a month served in part counts in full."),
    }
    return say(texts[clause.get("prorate", "calendar_days")], amount=Decimal(clause["amount"]))


def _rate(clause: Clause, agreed: Engagement) -> Said:
    return say(N_("{rate} of {sales}."), rate=Fraction(clause["rate"]), sales=sales_meant(clause, agreed))


def _rate_on_excess(clause: Clause, agreed: Engagement) -> Said:
    by_days = N_(
        "{rate} of what {sales} are above the month's target, at or below it nothing; "
        "a month served in part has its share of the target by days."
    )
    whole = N_(
        "{rate} of what {sales} are above the month's target, at or below it nothing; "
        "a month served in part has the whole target."
    )
    texts = {"calendar_days": by_days, "none": whole}
    said = texts[clause.get("prorate_target", "calendar_days")]
    found = say(said, rate=Fraction(clause["rate"]), sales=sales_meant(clause, agreed))
    if clause.get("carried"):
        return say(N_("{sentence} What earlier months lacked is made good first."), sentence=found)
    return found


def _tiers(clause: Clause, agreed: Engagement) -> Said:
    step = N_("from {start} {rate}")
    steps = tuple(say(step, start=Decimal(s["from"]), rate=Fraction(s["rate"])) for s in clause["tiers"])
    if clause.get("marginal", True):
        said = N_("Of {sales}: {steps}; each share holds for its own step only.")
    else:
        said = N_("Of {sales}: {steps}; the share of the step reached holds for all of it.")
    return say(said, sales=sales_meant(clause, agreed), steps=steps)


def _rate_if_growth(clause: Clause, agreed: Engagement) -> Said:
    about = {
        "rate": Fraction(clause["rate"]),
        "over": Fraction(clause["over"]),
        "metric": say(TRAFFIC[clause.get("metric", "visitors")]),
        "sales": sales_meant(clause, agreed),
    }
    if clause.get("baseline") is not None:
        about["baseline"] = say(N_("{number} a month"), number=clause["baseline"])
    else:
        days = {"first": clause["baseline_from"], "last": clause["baseline_to"]}
        about["baseline"] = say(N_("the days from {first} to {last}"), **days)
    if clause.get("of", "sales") == "increment":
        said = N_(
            "{rate} of the share of {sales} that the additional {metric} brought, if they are more than {over} above {baseline}."
        )
    else:
        said = N_("{rate} of {sales}, if the {metric} are more than {over} above {baseline}.")
    return say(said, **about)


def _refund_if_streak(clause: Clause, agreed: Engagement) -> Said:
    scopes = {
        "streak": N_("of these months"),
        "all": N_("of all months since the service began"),
        "last": N_("of the last of these months"),
    }
    about = {
        "months": clause["months"],
        "sales": sales_meant(clause, agreed),
        "below": Fraction(clause["below"]),
        "refund": Fraction(clause["refund"]),
        "fee": say(FEES[clause.get("of", "base")]),
        "scope": say(scopes[clause.get("scope", "streak")]),
    }
    if clause.get("repeat"):
        said = N_(
            "If {sales} are below {below} of the target in {months} months in a row, the agency gives back {refund} of "
            "{fee} {scope}, and of each further month below. Exactly {below} is not below; months served in part do not count."
        )
    else:
        said = N_(
            "If {sales} are below {below} of the target in {months} months in a row, the agency gives back {refund} of "
            "{fee} {scope}, once per streak. Exactly {below} is not below; months served in part do not count."
        )
    found = say(said, **about)
    spared = tuple(clause.get("excluded_months", ()))
    return say(N_("{sentence} Months passed over: {months}."), sentence=found, months=spared) if spared else found


def _term_discount(clause: Clause, _agreed: Engagement) -> Said:
    discount, chosen = clause.get("discount"), clause.get("chosen")
    about = {"fee": say(FEES[clause.get("applies_to", "base")])}
    if discount is not None:
        return say(N_("{factor} of {fee} is paid."), factor=Fraction(discount), **about)
    term = say(TERMS[chosen]) if chosen in TERMS else chosen
    return say(N_("{term}, {factor} of {fee} is paid."), factor=Fraction(clause["options"][chosen]), term=term, **about)


def _deposit(clause: Clause, _agreed: Engagement) -> Said:
    bills = {"first": N_("the first bill"), "last": N_("the last bill")}
    about = {"called": clause.get("called") or "定金 / 订金", "bill": say(bills[clause.get("credited", "first")])}
    if clause.get("amount") is not None:
        said = N_("A deposit ({called}) of {amount}, credited to {bill}.")
        return say(said, amount=Decimal(clause["amount"]), **about)
    of_contract = N_("A deposit ({called}) of {rate} of the contract sum, credited to {bill}.")
    of_month = N_("A deposit ({called}) of {rate} of a month's fixed fee, credited to {bill}.")
    said = of_contract if clause.get("of", "contract") == "contract" else of_month
    return say(said, rate=Fraction(clause["rate"]), **about)


def _included_ads(clause: Clause, _agreed: Engagement) -> Said:
    said = N_("The fee contains {amount} of ad money a month; the agency pays it, not the merchant.")
    return say(said, amount=Decimal(clause["amount"]))


WORDS: dict[str, Callable[[Clause, Engagement], Said]] = {
    "fixed": _fixed,
    "rate": _rate,
    "rate_on_excess": _rate_on_excess,
    "tiers": _tiers,
    "rate_if_growth": _rate_if_growth,
    "refund_if_streak": _refund_if_streak,
    "term_discount": _term_discount,
    "deposit": _deposit,
    "included_ads": _included_ads,
}
