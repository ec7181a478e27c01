"""The first screen: the raw change, the one sentence that may be said of it, and its range as a picture."""

from math import log, log1p

from reports.compare.comparison import Comparison, Side
from reports.compare.lastyear import growth
from reports.compare.verdict import Range
from reports.metric import catalogue
from reports.scope import Scope
from views.compare.links import to_rows
from views.html import note, show, text
from views.language import _, joined, plural
from views.numbers import NOTHING, count, figure, money, rate
from views.saying import sentence


def raw(found: Comparison) -> None:
    """What the figure was and is, per day, over two equally long periods."""
    name = _(catalogue()[found.metric].label)
    before, after = found.before, found.after
    if after.value is None:
        show(
            f'<p class="dz-say">{_("No export tells {figure} since the service began.").format(figure=text(name))}</p>'
        )
        return
    if before.value is None:
        template = _("{figure}: {after} since the service began; nothing is known of the days before it.")
        show(f'<p class="dz-say">{template.format(figure=text(name), after=_daily(after))}</p>')
        return
    template = _("{figure}: {before} before, {after} since the service began: {change}.")
    moved = "" if found.raw_change is None else f'<b class="whole">{rate(found.raw_change, signed=True)}</b>'
    said = template.format(figure=text(name), before=_daily(before), after=_daily(after), change=moved or NOTHING)
    show(f'<p class="dz-say">{said}</p><p class="sub">{_periods(found)}</p>')


def _daily(side: Side) -> str:
    """A daily mean that leads to the rows of its period."""
    if side.per_day is None:
        return to_rows(figure(side.metric, side.value), side.metric, side.period)
    amount = money(side.per_day) if side.unit == "money" else f"{side.per_day:,.1f}"
    return _("{amount} a day").format(amount=to_rows(amount, side.metric, side.period))


def _periods(found: Comparison) -> str:
    """Both periods by their days; what is missing in them."""
    said = [
        _("Before: {first} – {last}").format(first=_day(side.period.first), last=_day(side.period.last))
        if side is found.before
        else _("Since: {first} – {last}").format(first=_day(side.period.first), last=_day(side.period.last))
        for side in (found.before, found.after)
    ]
    said.append(plural("{count} day each", "{count} days each", found.after.period.days))
    for side in (found.before, found.after):
        if lacking := side.period.days - side.known_days:
            template = _("{number} days without a complete export before; they count as unknown, not as zero")
            since = _("{number} days without a complete export since; they count as unknown, not as zero")
            said.append((template if side is found.before else since).format(number=count(lacking)))
    if found.service.last > found.after.period.last:
        said.append(_("what came later is on the time line only"))
    return " · ".join(said)


def _day(day: object) -> str:
    return f"{day:%Y/%m/%d}"


def said(found: Comparison) -> None:
    """The verdict: one sentence, the bound nearest to no effect first; its range; its remarks."""
    kinds = {"above": "good", "below": "bad"}
    kind = "refused" if found.verdict.is_refusal else kinds.get(found.verdict.kind, "open")
    drawn = "" if found.verdict.is_refusal or found.facts.range is None else _range(found, found.facts.range)
    show(f'<div class="dz-found {kind}"><p class="dz-say">{sentence(found.verdict.said)}</p>{drawn}</div>')
    if found.verdict.tags:
        show(note([sentence(tag) for _kind, tag in found.verdict.tags]))


def _range(found: Comparison, told: Range) -> str:
    """The range on a scale on which ÷2 is as far from the middle as ×2; the raw change beside it."""
    raw_change = found.raw_change
    points = [log1p(value) for value in (told.low, told.high, told.lift)]
    if raw_change is not None and raw_change > -1:
        points.append(log1p(raw_change))
    least, most = min(*points, log(0.6)), max(*points, log(1.6))
    margin = 0.06 * (most - least)

    def place(value: float) -> str:
        return f"{(log1p(value) - least + margin) / (most - least + 2 * margin) * 100:.1f}%"

    low, high = place(told.low), place(told.high)
    width = f"{float(high[:-1]) - float(low[:-1]):.1f}%"
    zero = f'<i class="zero" style="left:{place(0)}"></i><span class="zero" style="left:{place(0)}">0</span>'
    hollow = "" if raw_change is None else f'<i class="raw" style="left:{place(raw_change)}"></i>'
    bar = f'<b style="left:{low};width:{width}"></b><i class="lift" style="left:{place(told.lift)}"></i>'
    words = _("Range from {low} to {high}, most likely {lift}; the raw change is {raw}.").format(
        low=rate(told.low, signed=True),
        high=rate(told.high, signed=True),
        lift=rate(told.lift, signed=True),
        raw=rate(raw_change, signed=True),
    )
    share = rate(told.level).replace(".0%", "%")
    ends = f"{rate(told.low, signed=True)} … {rate(told.high, signed=True)}"
    keys = [
        f'<span><em class="bar"></em>{_("{share} range").format(share=share)} {ends}</span>',
        f'<span><em class="lift"></em>{_("most likely")} {rate(told.lift, signed=True)}</span>',
        f'<span><em class="raw"></em>{_("raw change")} {rate(raw_change, signed=True)}</span>',
    ]
    return (
        f'<div class="dz-range" role="img" aria-label="{text(words)}">{zero}{bar}{hollow}</div>'
        f'<p class="dz-keys">{"".join(keys)}</p>'
    )


def removed(found: Comparison) -> None:
    """What the estimate took out of the raw change: promotion days, season, drift; and what it was held beside."""
    facts, lift = found.facts, found.lift
    if lift is None:
        return
    said = [
        _(
            "{days} days of promotions, and the days before and after that they touch, are left out; {before} weeks before and {after} weeks since remain."
        ).format(days=count(found.removed_days), before=count(facts.baseline_weeks), after=count(facts.service_weeks)),
        _season(found),
        _("The shop's own drift of about {drift} from week to week is allowed for.").format(drift=rate(lift.drift)),
        _beside(found),
    ]
    show("<ul>" + "".join(f"<li>{each}</li>" for each in said if each) + "</ul>")


def _season(found: Comparison) -> str:
    names = {
        "none": _("The season is taken out; you say that there is hardly any."),
        "weak": _("The season is taken out; you say that it is weak."),
        "middle": _("The season is taken out; you say that it is clear."),
        "strong": _("The season is taken out; you say that it is strong."),
    }
    if found.season:
        return names[found.season]
    if found.facts.sees_season:
        return _("The season is taken out as the baseline shows it.")
    return _(
        "How strong the season is nobody has said, and the baseline is shorter than a year: all strengths were allowed for."
    )


def _beside(found: Comparison) -> str:
    """What it was held beside, or why nothing could be: other shops are counted, never named."""
    kind, number = found.controls.kind, count(found.controls.count)
    names = {
        "own_shops": _("What {number} other shops of yours did in the same weeks is taken out."),
        "agency_shops": _("What {number} other shops did in the same weeks, as an index, is taken out."),
        "index": _("What the category index did in the same weeks is taken out."),
    }
    if kind:
        return names[kind].format(number=number)
    said = [_("Nothing was there to hold it beside: neither three other shops nor a category index.")]
    valid, left_out = found.controls.valid_shops, dict(found.controls.left_out)
    if valid:
        said.append(plural("{count} other shop would do.", "{count} other shops would do.", valid))
    if changed := left_out.get("service_changed"):
        out = plural(
            "{count} shop does not count, because its own service began or ended in these weeks.",
            "{count} shops do not count, because their own service began or ended in these weeks.",
            changed,
        )
        said.append(out)
    return joined(said)


def cross_check(found: Comparison, scope: Scope) -> None:
    """Plain arithmetic beside the model, where last year is known: how much more it grew than just before the service."""
    grown = growth(scope, found.after.period, found.plain) if found.metric == "gross_sales" else None
    if grown:
        said = _(
            "Plain arithmetic: against last year the service grew {lift} compared with the thirteen weeks before it."
        )
        show(f"<p>{said.format(lift=rate(grown.lift, signed=True))}</p>")


def placebo(found: Comparison) -> None:
    """The same method at starts before the service, where nothing began: how far it errs."""
    tried = found.placebo
    if tried is None:
        return
    if not tried.is_conclusive or tried.typical_error is None:
        said = _("The baseline is too short to try the method on itself; how far it errs in this shop is not known.")
        show(f"<p>{said}</p>")
        return
    size = _("Typically it missed by {error}.").format(error=rate(tried.typical_error))
    number = len(tried.starts)
    if tried.false_alarms:
        alarm = plural(
            "{count} time it saw a difference that was not there.",
            "{count} times it saw a difference that was not there.",
            tried.false_alarms,
        )
    else:
        alarm = _("It never saw a difference that was not there.")
    tries = plural(
        "The same method was tried at {count} day before the service, on which nothing began.",
        "The same method was tried at {count} days before the service, on which nothing began.",
        number,
    )
    show(f"<p>{joined([tries, size, alarm])}</p>")
    items = [
        f"<li>{start:%Y/%m/%d}: {rate(each.low, signed=True)} … {rate(each.high, signed=True)}</li>"
        for start, each in tried.starts
    ]
    show(f"<details><summary>{_('Each try')}</summary><ul>{''.join(items)}</ul></details>")
