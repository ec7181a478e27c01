"""The words of the weekly reconciliation: figures, values, verdicts, reasons, what is missing."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from reports.claims.explained import SENTENCES, Explanation, label_of
from reports.claims.reconcile import Line
from reports.claims.sentence import filled
from reports.claims.verdict import Verdict
from reports.metric import metrics
from views.html import link, text
from views.language import _, joined, listed
from views.numbers import MINUS, NOTHING, count, money, runs
from views.view import address
from views.words import source_name


def figure_name(name: str) -> str:
    """A figure as the reader calls it."""
    label = label_of(name)
    return _(label)


def value(unit: str, amount: Decimal | None, *, signed: bool = False) -> str:
    """A value in its unit: money and counts exactly, shares and ratios with two decimals."""
    if amount is None:
        return NOTHING
    if unit == "money":
        return money(amount, signed=signed)
    if unit == "count":
        return ("+" if signed and amount > 0 else "") + count(amount)
    scaled = (amount * 100 if unit == "rate" else amount).quantize(Decimal("0.01"), ROUND_HALF_UP)
    sign = MINUS if scaled < 0 else "+" if signed and scaled > 0 else ""
    return f"{sign}{abs(scaled):,}{'%' if unit == 'rate' else ''}"


def apart(unit: str, amount: Decimal, *, signed: bool = True) -> str:
    """A difference in its unit; of shares in percentage points."""
    shown = value(unit, amount, signed=signed)
    return _("{points} points").format(points=shown.rstrip("%")) if unit == "rate" else shown


def verdict(line: Line) -> str:
    """The verdict as a sign, a word and its reason; colour never stands alone."""
    said = line.verdict
    if said is None:
        return f'<span class="soft">– {_("not claimed")}</span>'
    word, kind = {
        "proven": ("✓ " + _("proven"), "good"),
        "within_tolerance": ("≈ " + _("within tolerance"), "good"),
        "not_provable": ("? " + _("not provable"), "soft"),
    }.get(said.word, ("", ""))
    if said.word == "contradicted":
        assert said.difference is not None
        by = apart(line.unit, abs(said.difference), signed=False)
        high, low = _("contradicted: too high by {amount}"), _("contradicted: too low by {amount}")
        word = "✗ " + (high if said.difference > 0 else low).format(amount=by)
        kind = "bad" if said.is_alarm else "even"
    return f'<span class="dz-verdict {kind}">{word}</span><span class="sub">{_because(line, said)}</span>'


def _because(line: Line, said: Verdict) -> str:
    if said.missing:
        return without(said.missing, said.missing_days)
    if said.word == "within_tolerance" and said.difference is not None:
        return joined([_("{amount} let pass.").format(amount=apart(line.unit, said.difference)), tolerance(line, said)])
    if said.word == "contradicted" and said.explained:
        return _("explained") if not said.is_alarm else _("explained in part")
    return _("unexplained") if said.is_alarm else ""


def tolerance(line: Line, said: Verdict) -> str:
    """How far the claim may lie beside the proven figure."""
    parts = []
    if said.limit.rounding:
        parts.append(
            _("± {amount} by the digits of the report").format(
                amount=apart(line.unit, said.limit.rounding, signed=False)
            )
        )
    if said.limit.amount:
        parts.append(_("± {amount} allowed").format(amount=apart(line.unit, said.limit.amount, signed=False)))
    if said.limit.share:
        parts.append(_("± {share} allowed").format(share=value("rate", said.limit.share)))
    return _("Tolerance: {parts}.").format(parts=listed(parts)) if parts else _("Tolerance: none.")


def without(missing: Sequence[str], days: Sequence[date]) -> str:
    """Which source is missing, and of which days."""
    names = listed(source_name(name) for name in missing)
    if days and len(days) < 7:
        return text(_("missing: {names}, {days}").format(names=names, days=_days(days)))
    return text(_("missing: {names}").format(names=names))


def reason(line: Line, each: Explanation) -> str:
    """Why a part of a difference is no alarm."""
    return filled(_(SENTENCES[each.said]), each, apart(line.unit, each.amount), figure_name, _days)


def _days(days: Sequence[date]) -> str:
    return listed(f"{a:%m/%d}" if a == b else f"{a:%m/%d}–{b:%m/%d}" for a, b in runs(days))


def rows_of(line: Line) -> str:
    """The proven figure, leading to its rows where it has any."""
    shown = value(line.unit, line.proven)
    if line.proven is None or line.figure not in metrics():
        return shown
    target = address("rows", figure=line.figure, week=line.first.isoformat(), weeks="1", product=None)
    return link(shown, target, _("Show the rows behind it"))


def state_name(state: str) -> str:
    """Where a difference stands."""
    return {
        "open": _("open"),
        "asked": _("asked the agency"),
        "explained": _("explained"),
        "accepted": _("accepted"),
        "disputed": _("disputed"),
    }[state]


def why_unread(why: str) -> str:
    """Why a piece of a report is no claim."""
    return {
        "comparison": _("a comparison, not a value"),
        "aim": _("a target or a plan, not a result"),
        "other_period": _("its days are not clear"),
        "unit": _("the unit does not fit the figure"),
        "two_words": _("it is not clear which figure the number belongs to"),
        "no_word": _("no known figure stands beside the number"),
        "twice": _("the same figure with two values"),
    }.get(why, _("it holds more than a figure and its number"))
