"""The People page: an administrator keeps the list, everybody else sees who may do what in their shops, and who looked."""

import streamlit as st

import warehouse
from book.people import Granted, people
from views import frame, session
from views.html import note, show, table, text
from views.language import _, joined
from views.people import keeping, looked
from views.people.words import may_do, role_name


def people_page() -> None:
    """The page for whoever is here."""
    reader = session.signed_in()
    if reader is None:
        said = [
            _("Here nobody signs in: everyone who can use this computer sees every shop."),
            _(
                "Several people can also work on one server, each with their own shops; the instructions that come with the program tell how."
            ),
        ]
        show(note([joined(said)], "calm"))
    elif reader.is_administrator:
        keeping.said()
        _everybody(reader)
        keeping.forms(reader)
    else:
        _shop(frame.opened(), reader)


def _everybody(reader: Granted) -> None:
    known = reader.people
    said = _("You keep the list of people. You see no figures of any shop, and nobody changes their own rights.")
    show(f'<p class="dz-say">{said}</p>')
    rows = [("", _line(account, role_name("administrator"), "")) for account in sorted(known.administrators)]
    rows += [("", _line(account, role_name(role), shop)) for (account, shop), role in sorted(known.grants.items())]
    show(table([(_("Person"), ""), (_("Role in the shop"), ""), (_("Shop"), "")], rows))


def _line(account: str, role: str, shop: str) -> list[str]:
    name = people().names.get(account, account)
    return [f'<b>{text(name)}</b><span class="sub">{text(account)}</span>', text(role), text(shop)]


def _shop(shop: warehouse.Shop, reader: Granted) -> None:
    mine = reader.role(shop.name) or ""
    said = _("In {shop} you are {role}: {may}").format(
        shop=text(frame.shop_title(shop.name)), role=text(role_name(mine)), may=text(may_do(mine))
    )
    show(f'<p class="dz-say">{said}</p>')
    st.subheader(_("Who may see this shop"))
    rows = [
        ("", [*_line(account, role_name(role), "")[:2], text(may_do(role))])
        for (account, name), role in sorted(reader.people.grants.items())
        if name == shop.name and account not in reader.people.administrators
    ]
    show(table([(_("Person"), ""), (_("Role in the shop"), ""), (_("May"), "wide-only")], rows))
    if shop.name in reader.people.costs_hidden:
        show(f'<p class="soft">{_("Operators do not see the costs of this shop, nor anything that is computed from them.")}</p>')  # fmt: skip
    looked.section(shop)
