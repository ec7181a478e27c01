"""The page of the rules: what waits for somebody, what was accepted, and every definition in use with its version."""

import streamlit as st

import warehouse
from reports.metric import metrics
from reports.signing.signatures import confirmed, local, signatures
from reports.upgrade.accepted import Known, known, moved, weeks
from views import frame, view
from views.defined import SHOWN, formula_mark, mark, version_in_use
from views.html import link, note, show, table, text
from views.language import _, joined, plural
from views.numbers import NOTHING
from views.rules import accepting, tables
from views.rules.words import formula_of
from views.view import address
from views.words import book_name


def rules_page(shop: warehouse.Shop) -> None:
    """The page for one shop."""
    found = known(shop)
    accepting.told()
    waiting = [each for each in found if each.waits]
    version = version_in_use(shop)
    if version is None:
        frame.nothing_loaded()
    if not waiting:
        show(f'<p class="dz-say">{_quiet(found).format(version=mark(version))}</p>')
    for each in reversed(waiting):
        _waiting(shop, each)
    _history(shop, found)
    _definitions()


def _quiet(found: list[Known]) -> str:
    if not found:
        return _("These figures were computed with version {version} of the definitions; no newer one has changed anything.")  # fmt: skip
    if found[-1].upgrade.changes_nothing:
        return _("Version {version} of the definitions is in use; it changed no figure of any week.")
    return _("Version {version} of the definitions is in use, and what it changed is accepted.")


def _waiting(shop: warehouse.Shop, each: Known) -> None:
    upgrade = each.upgrade
    st.subheader(_("What the newer version changed"))
    signed = confirmed(signatures(shop))
    changed = weeks(upgrade)
    show(f'<p class="dz-say">{_sentence(each, len(changed), len(changed & signed.keys()))}</p>')
    template = _("From version {before} to {after}, in use here since {day}.")
    show(
        f'<p class="soft">{template.format(before=mark(upgrade.body["before"]), after=mark(upgrade.body["after"]), day=f"{local(upgrade.at):%Y/%m/%d %H:%M}")}</p>'
    )
    if upgrade.body["mixed"]:
        show(note([_("In the same step files came or went; the differences hold these too.")]))
    tables.definitions(upgrade)
    if upgrade.is_compared:
        frame.pick_refunds()
        found = moved(upgrade, view.refunds(), view.book())
        said = [
            _("Sales {book}.").format(book=book_name(view.book())),
            _("Both versions hold what is agreed today against their own rows."),
        ]
        show(f'<p class="soft">{joined(said)}</p>')
        if found:
            tables.totals(tables.told(found))
            st.subheader(_("Week by week"))
            tables.weeks(tables.told(found), signed)
            tables.download(found, _file(shop, each))
        else:
            show(f"<p>{_('No figure of the week changes.')}</p>")
    accepting.form(shop, each)


def _sentence(each: Known, changed: int, signed: int) -> str:
    """How many weeks change, how many of them are signed, and that nobody has accepted it."""
    if not each.upgrade.is_compared:
        return _("The newer version cannot read what the earlier one had computed, so the two cannot be compared. Signed weeks stay as they were signed.")  # fmt: skip
    said = [
        plural("The newer version reckons {count} past week otherwise.", "The newer version reckons {count} past weeks otherwise.", changed)
    ]  # fmt: skip
    if signed:
        said.append(
            plural("{count} of them is signed and stays as it was signed.", "{count} of them are signed and stay as they were signed.", signed)
        )  # fmt: skip
    return joined(said)


def _history(shop: warehouse.Shop, found: list[Known]) -> None:
    if not (over := [each for each in found if not each.waits]):
        return
    st.subheader(_("Accepted before"))
    header = [(_("When"), "d"), (_("Who"), ""), (_("Version"), ""), (_("Weeks changed"), "n")]
    rows = []
    for each in reversed(over):
        body = each.upgrade.body
        at = local(each.accepted.written_at if each.accepted else each.upgrade.at)
        who = text(each.accepted.who) if each.accepted else f'<span class="soft">{_("changed nothing")}</span>'
        why = f'<span class="sub">{text(each.accepted.why)}</span>' if each.accepted and each.accepted.why else ""
        when = f'{at:%Y/%m/%d}<span class="sub">{at:%H:%M}</span>'
        rows.append(
            ("", [when, who + why, f"{mark(body['before'])} → {mark(body['after'])}", f"{len(weeks(each.upgrade))}"])
        )
    show(table(header, rows))
    for each in reversed(over):
        if not each.upgrade.changes_nothing and each.upgrade.is_compared:
            with st.expander(_("What changed on {day}").format(day=f"{local(each.upgrade.at):%Y/%m/%d %H:%M}")):
                differences = moved(each.upgrade, view.refunds(), view.book())
                tables.totals(tables.told(differences))
                tables.download(differences, _file(shop, each))


def _file(shop: warehouse.Shop, each: Known) -> str:
    return f"{shop.title}-{_('What the rules changed')}-{each.upgrade.body['after'][:SHOWN]}"


def _definitions() -> None:
    """Every figure of the ladder with its formula and the formula's version."""
    st.subheader(_("Every figure and its definition"))
    header = [(_("Figure"), ""), (_("How it is computed"), ""), (_("Formula"), "wide-only"), (_("Version"), "d")]
    rows = [
        (
            "",
            [
                link(text(_(metric.label)), address("rows", figure=name), _("Show the rows behind it")),
                text(_(metric.how)),
                formula_of(name) if metric.parts or metric.over else NOTHING,  # else it is a sum of rows
                mark(formula_mark(name)),
            ],
        )
        for name, metric in metrics().items()
    ]
    with st.expander(_("All definitions in use")):
        show(table(header, rows))
    show(f'<p class="soft">{_("The version of all definitions is over these formulas, the kinds of fees and the texts by which rows become figures.")}</p>')  # fmt: skip
