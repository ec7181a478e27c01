"""The numbers that hold: what was agreed, what is usual, and own ones for the shop, a product or a tag."""

from collections.abc import Mapping
from decimal import Decimal

import streamlit as st

import warehouse
from book import BookUnreachable, ChangedMeanwhile, book
from book.engagement import Engagement, engagement
from book.value import Wrong
from reports.alerts.limits import Limit, limits
from reports.alerts.own import SHOP, Own, own, say, tag, tags, take_back
from reports.alerts.rule import Rule, rules
from reports.events.products import products
from views import problem, writing
from views.alerts.words import limit_text, rule_name, scope_name, side_names
from views.engagement.fields import fraction
from views.html import link, note, show, table, text
from views.language import _, plural
from views.reconcile.form import changed_meanwhile
from views.session import name_of_reader
from views.view import address

SAID = "thresholds_said"


def thresholds(shop: warehouse.Shop) -> None:
    """Every rule with the number that holds; below it the forms."""
    st.subheader(_("What is watched, from which number on"))
    for kind, sentence in st.session_state.pop(SAID, []):
        show(note([sentence], kind))
    ledger = book(shop)
    said, names = own(ledger), dict(products(shop).names)
    agreed = engagement(ledger)
    held = limits(ledger, agreed)
    show(table(_header(), [("", _cells(rule, held[rule.name], said, agreed)) for rule in rules().values()]))
    where = _("Numbers that both sides agreed on stand under {page}; a number of your own goes before them here.")
    show(f'<p class="soft">{where.format(page=link(_("Engagement"), address("engagement")))}</p>')
    _own(shop, said, names)
    _type(shop, names, tags(ledger))
    _tag(shop, names, tags(ledger))


def _header() -> list[tuple[str, str]]:
    return [(_("Rule"), ""), (_("Number"), "n"), (_("Where it is from"), "wide-only"), (_("Who acts"), "wide-only")]


def _cells(rule: Rule, limit: Limit, said: list[Own], agreed: Engagement) -> list[str]:
    more = sum(each.rule == rule.name and each.scope != SHOP for each in said) + len(
        () if rule.guard != "price_floor" else limit.products
    )
    others = plural("{count} other number", "{count} other numbers", more) if more else ""
    number = limit_text(rule, limit.usual) if limit.usual is not None else _("sleeps") if not limit.is_on else ""
    return [
        f'{rule_name(rule.name)}<span class="sub">{_(rule.how)}</span>',
        f'{number}<span class="sub">{others}</span>',
        _origin(rule, limit, said, agreed),
        _whole(side_names(rule)),
    ]


def _origin(rule: Rule, limit: Limit, said: list[Own], agreed: Engagement) -> str:
    mine = next((each for each in said if each.rule == rule.name and each.scope == SHOP), None)
    if mine:
        return _("your own") + (f'<span class="sub">{text(mine.note)}</span>' if mine.note else "")
    if limit.usual is None:
        return _whole(_("agreed, by product") if limit.products else _("nobody has said one"))
    return _whole(_("agreed")) if rule.name == "month_budget" or rule.guard in agreed.guards else _whole(_("usual"))


def _whole(words: str) -> str:
    return f'<span class="whole">{words}</span>'


def _own(shop: warehouse.Shop, said: list[Own], names: Mapping[str, str]) -> None:
    """The own numbers, and taking one back."""
    if not said:
        return
    header = [(_("Rule"), ""), (_("Holds for"), ""), (_("Number"), "n"), (_("Note"), "wide-only")]
    body = [("", [rule_name(each.rule), scope_name(each.scope, dict(names)), _number(each), text(each.note)]) for each in said]  # fmt: skip
    show(f"<p><b>{_('Your own numbers')}</b></p>" + table(header, body))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            _("Number"),
            said,
            index=None,
            key="threshold_back",
            format_func=lambda each: (
                f"{rule_name(each.rule)} · {each.scope.partition(':')[2] or _('the whole shop')} · {_number(each)}"
            ),
            placeholder=_("Choose a number"),
            width=420,
        )
        if writing.button(_("Take it back"), key="threshold_undo", icon=":material/undo:", disabled=chosen is None) and chosen:  # fmt: skip
            try:
                take_back(book(shop), chosen, name_of_reader())
                _say("calm", _("The number was taken back; its entry stays in the book."))
            except ChangedMeanwhile:
                _say("alarm", changed_meanwhile())
            st.rerun()


def _number(each: Own) -> str:
    return _("off") if each.threshold is None else limit_text(rules()[each.rule], each.threshold)


def _type(shop: warehouse.Shop, names: Mapping[str, str], tagged: Mapping[str, list[str]]) -> None:
    with st.expander(_("Say a number of your own"), key="threshold_type"):
        known = rules()
        left, right = st.columns(2)
        rule = known[left.selectbox(_("Rule"), list(known), key="threshold_rule", format_func=rule_name, filter_mode=None)]  # fmt: skip
        levels = {"shop": _("the whole shop"), "product": _("a product"), "tag": _("a tag")}
        level = right.selectbox(_("Holds for"), rule.scopes, key=f"threshold_level_{rule.name}", format_func=levels.__getitem__, filter_mode=None)  # fmt: skip
        with st.form("threshold_form", border=False):
            about = ""
            if level != "shop":
                of = list(names) if level == "product" else list(tagged)
                about = _choose(levels[level], of, names, f"threshold_of_{level}") or ""
            number = st.text_input(_unit(rule), key=f"threshold_number_{rule.name}", help=_("Empty: the rule is off there."))  # fmt: skip
            words = st.text_input(_("Note"), key="threshold_note", max_chars=200, placeholder=_("where the number comes from, and of when"))  # fmt: skip
            if writing.submit(_("Save the number"), type="primary"):
                scope = SHOP if level == "shop" else f"{level}:{about}"
                _save(shop, rule, scope, (number or "").strip(), words or "")


def _choose(label: str, of: list[str], names: Mapping[str, str], key: str) -> str | None:
    return st.selectbox(
        label,
        of,
        index=None,
        key=key,
        format_func=lambda each: f"{each} {names.get(each, '')}",
        placeholder=_("Choose"),
    )


def _unit(rule: Rule) -> str:
    units = {
        "money": _("Number, in yuan"),
        "rate": _("Number, in per cent"),
        "count": _("Number"),
        "days": _("Number of days"),
        "hours": _("Number of hours"),
    }
    return units[rule.unit]


def _save(shop: warehouse.Shop, rule: Rule, scope: str, number: str, words: str) -> None:
    written = None if not number else fraction(number) if rule.unit == "rate" else number
    try:
        say(book(shop), rule.name, scope, written, name_of_reader(), words)
        shown = _("off") if written is None else limit_text(rule, Decimal(rule.kind.written(written)))
        _say("calm", _("{rule}: {number} is kept.").format(rule=rule_name(rule.name), number=shown))
    except Wrong:
        wanted = _("a number of per cent from 0 to 100") if rule.unit == "rate" else _(rule.kind.wanted)
        _say(
            "alarm", _("Nothing was saved: choose what the number holds for, and type {wanted}.").format(wanted=wanted)
        )
    except BookUnreachable as fault:
        _say("alarm", problem.unreachable(fault))
    st.rerun()


def _tag(shop: warehouse.Shop, names: Mapping[str, str], tagged: Mapping[str, list[str]]) -> None:
    with st.expander(_("Tags of products"), key="threshold_tags"):
        if tagged:
            body = [("", [text(name), text(", ".join(of))]) for name, of in tagged.items()]
            show(table([(_("Tag"), ""), (_("Products"), "")], body))
        with st.form("tag_form", border=False):
            name = st.text_input(_("Tag"), key="tag_name", placeholder=_("new, clearance, season …"))
            of = st.multiselect(
                _("Products that carry it from now on"),
                list(names),
                key="tag_products",
                format_func=lambda key: f"{key} {names.get(key, '')}",
                placeholder=_("choose products"),
            )
            if writing.submit(_("Save the tag")) and (name or "").strip():
                _save_tag(shop, name.strip(), of, tagged)


def _save_tag(shop: warehouse.Shop, name: str, of: list[str], tagged: Mapping[str, list[str]]) -> None:
    """Exactly these products carry the tag; their other tags stay."""
    touched = {*of, *tagged.get(name, ())}
    others = {key: {each for each, keys in tagged.items() if key in keys and each != name} for key in touched}
    tag(book(shop), {key: others[key] | ({name} if key in of else set()) for key in touched}, name_of_reader())
    _say("calm", _("The tag is kept."))
    st.rerun()


def _say(kind: str, sentence: str) -> None:
    st.session_state.setdefault(SAID, []).append((kind, sentence))
