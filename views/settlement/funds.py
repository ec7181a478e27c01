"""Money beside the orders: fees by kind, deductions of no order, withdrawals, the ad account, suppliers."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from etl.formatfile import fee_kinds
from reports.settlement.funds import Funds
from views.html import link, note, show, table, text
from views.language import _, joined, plural
from views.numbers import NOTHING, count, money, rate
from views.view import address
from views.words import platform_name

SHOWN = 50
Row = Mapping[str, Any]


def fees(found: Funds) -> None:
    """What the platforms took, by kind, and what share of the settled goods that is."""
    st.subheader(_("Fees by kind"))
    charged = [row for row in found.fees if row["fee_class"] != "moved"]
    if not charged:
        show(f"<p>{_('No fees were settled in these days.')}</p>")
        return
    total = sum(row["amount"] for row in charged)
    said = _("The platforms took {fees}; {goods} were settled for goods, refunds deducted.")
    show(f"<p>{said.format(fees=money(total), goods=money(found.goods))}</p>")
    header = [(_("Kind of fee"), ""), (_("Rows"), "n wide-only"), (_("Taken"), "n"), (_("of settled goods"), "n"), (_("of no order"), "n wide-only")]  # fmt: skip
    show(table(header, [("", _fee(row)) for row in charged]))


def _fee(row: Row) -> list[str]:
    name = f'{_kind(row)}<span class="sub">{text(platform_name(row["platform"]))}</span>'
    return [name, count(row["rows"]), money(row["amount"]), rate(row["share"]), money(row["amount_without_order"])]


def _kind(row: Row) -> str:
    return text(_(fee_kinds()[row["fee_kind"]]["label"])) if row["fee_kind"] in fee_kinds() else text(row["fee_kind"])


def deductions(found: Funds) -> None:
    """Amounts that name no order are kept apart, never spread over orders."""
    if not found.deductions:
        return
    st.subheader(_("Amounts of no order"))
    told = plural("{count} row names no order;", "{count} rows name no order;", found.deductions_in_all)
    show(f"<p>{joined([told, _('find out whose that is, or ask the platform.')])}</p>")
    header = [
        (_("Day"), "d"),
        (_("Kind of fee"), ""),
        (_("Amount"), "n"),
        (_("File"), "wide-only"),
        (_("Row"), "n wide-only"),
    ]
    show(table(header, [("", [_day(row), f'{_kind(row)}<span class="sub">{text((row["fee_name"] or "").rpartition("|")[2])}</span>', money(row["amount"]), *_place(row)])
                        for row in found.deductions]))  # fmt: skip
    if found.deductions_in_all > SHOWN:
        st.caption(_("The {shown} largest are shown.").format(shown=SHOWN))


def withdrawals(found: Funds) -> None:
    """What was withdrawn from the platforms against what came into the bank."""
    if not found.withdrawals:
        return
    st.subheader(_("Withdrawals against the bank"))
    lost = [row for row in found.withdrawals if row["state"] == "missing"]
    if not found.has_bank:
        _absent(_("No bank statement is loaded, so nobody can say whether the withdrawals arrived. Your bank's online banking exports it. {action}"))  # fmt: skip
    elif lost:
        told = plural("{count} withdrawal is in no bank statement of its days:", "{count} withdrawals are in no bank statement of their days:", len(lost))  # fmt: skip
        show(note([joined([told, f"<b>{money(sum(row['amount'] for row in lost))}</b>"])], "alarm"))
    states = {
        "arrived": f"✓ {_('arrived')}",
        "missing": f'<span class="bad">! {_("not arrived")}</span>',
        "not_covered": f"… {_('no statement of these days')}",
    }
    header = [
        (_("Withdrawn"), "d"),
        (_("Amount"), "n"),
        (_("In the bank"), ""),
        (_("File"), "wide-only"),
        (_("Row"), "n wide-only"),
    ]
    lines = [("", [_at(row, _day(row)), money(row["amount"]), _arrival(row, states[row["state"]]), *_place(row)])
             for row in found.withdrawals[:SHOWN]]  # fmt: skip
    show(table(header, lines))
    _more(found.withdrawals)


def _arrival(row: Row, state: str) -> str:
    if not row["arrived_day"]:
        return state
    where = _("row {row} of {file}").format(row=f"{row['bank_row']:,}", file=text(row["bank_file"]))
    return f'{state} {row["arrived_day"]:%m/%d}<span class="sub">{where}</span>'


def ads(found: Funds) -> None:
    """What the ad reports say against what the ad account was charged."""
    if not found.ads:
        return
    st.subheader(_("Ad reports against the ad account"))
    if not found.has_ad_ledger:
        _absent(
            _(
                "No account ledger of the advertising platform is loaded, so its reports cannot be checked. {action} {where}"
            )
        )
    months = [row for row in found.ads if row["day"] is None]
    days = [row for row in found.ads if row["day"] is not None]
    header = [(_("Month"), "d"), (_("Reports"), "n")]
    if found.has_ad_ledger:
        header += [(_("Taken from the account"), "n"), (_("Topped up"), "n wide-only"), (_("Difference"), "n")]
    show(table(header, [("", _ad(row, f"{row['month']:%Y/%m}")[: len(header)]) for row in months]))
    if found.has_ad_ledger:
        st.caption(_("Only days that both tell are compared."))
    if days:
        told = plural("{count} day differs.", "{count} days differ.", len(days))
        with st.expander(told):
            show(
                table(
                    [(_("Day"), "d"), *header[1:]], [("", _ad(row, f"{row['day']:%Y/%m/%d}")) for row in days[:SHOWN]]
                )
            )
            _more(days)


def _ad(row: Row, when: str) -> list[str]:
    difference = NOTHING if row["difference"] is None else money(row["difference"], signed=True)
    if row["difference"] and not row["is_within"]:
        difference = f'<span class="bad">≠ {difference}</span>'
    return [_at(row, when), money(row["reported"]), money(row["taken"]), money(row["topped_up"]), difference]


def suppliers(found: Funds) -> None:
    """Who was paid, by whom, and what is due; a payment through the agency stands first and is marked."""
    st.subheader(_("Payments to suppliers"))
    if not found.has_suppliers:
        _absent(
            _(
                "No table of supplier payments is loaded: a list with day, supplier, amount and who paid is enough. {action} {where}"
            )
        )
        return
    routed = [row for row in found.suppliers if row["state"] == "through_agency"]
    if routed:
        told = plural(
            "{count} payment went through the agency:", "{count} payments went through the agency:", len(routed)
        )
        show(note([joined([f"<b>✗ {told}</b>", money(sum(row["amount"] for row in routed))])], "alarm"))
    states = {
        "through_agency": f'<span class="alarm">✗ {_("paid through the agency")}</span>',
        "overdue": f'<span class="bad">! {_("overdue")}</span>',
        "due": f"→ {_('still due')}",
        "payer_unknown": f"? {_('payer not named')}",
        "paid": f"✓ {_('paid by the merchant')}",
    }
    header = [(_("Paid or due"), "d"), (_("Supplier"), ""), (_("Amount"), "n"), (_("State"), "")]
    header += [(_("Terms of payment"), "wide-only"), (_("File"), "wide-only"), (_("Row"), "n wide-only")]
    lines = [("", [_when(row), f'{text(row["supplier"])}<span class="sub">{text(row["product"] or row["order_id"] or "")}</span>', money(row["amount"]),
                   states[row["state"]], text(row["terms"] or ""), *_place(row)]) for row in found.suppliers[:SHOWN]]  # fmt: skip
    show(table(header, lines))
    _more(found.suppliers)


def _when(row: Row) -> str:
    return f"{row['paid_date'] or row['due_date']:%Y/%m/%d}"


def _day(row: Row) -> str:
    return f"{row['day']:%Y/%m/%d}"


def _at(row: Row, when: str) -> str:
    return f'{when}<span class="sub">{text(platform_name(row["platform"]))}</span>'


def _place(row: Row) -> list[str]:
    """A file out of an archive by its own name; the whole one at a touch."""
    sheet = f" [{text(row['sheet'])}]" if row["sheet"] else ""
    name = row["file"].rpartition("/")[2]
    return [f'<span title="{text(row["file"])}">{text(name)}</span>{sheet}', f"{row['row']:,}"]


def _absent(said: str) -> None:
    ways = {
        "action": link(_("Load the file"), address("files")),
        "where": link(_("Where do I export this?"), address("exports")),
    }
    show(note([said.format(**ways)], "calm"))


def _more(rows: Sequence[Row]) -> None:
    if len(rows) > SHOWN:
        st.caption(_("The first {shown} of {count} rows are shown.").format(shown=SHOWN, count=count(len(rows))))
