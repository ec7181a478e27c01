"""What writes: buttons, forms, drop zones and tables to type in. For whoever may not write they are grey and say why.

This is the one place that decides how that looks; whether it may be done is asked again where it is done.
"""

from typing import Any

import streamlit as st

from views import session, view
from views.language import _
from warehouse import access
from warehouse.folder import is_writable


def hindrance(action: str = access.WRITE) -> str | None:
    """Why whoever looks cannot do this with the shop in view; None where they can."""
    name = view.held("shop")
    if not is_writable(name):
        return _("The data folder can only be read: figures are shown, nothing can be loaded, typed or signed.")
    if not name or session.may(action, name):
        return None
    if not session.may(access.WRITE, name):
        return _("You may read this shop and take files along; nothing can be loaded, typed or signed by you.")
    return _("Your role in this shop does not include this.")


def button(label: str, *, action: str = access.WRITE, place: Any = st, **look: Any) -> bool:
    """A button that writes."""
    return bool(place.button(label, **_barred(action, look)))


def submit(label: str, *, action: str = access.WRITE, place: Any = st, **look: Any) -> bool:
    """The button of a form that writes."""
    return bool(place.form_submit_button(label, **_barred(action, look)))


def uploader(label: str, *args: Any, action: str = access.WRITE, place: Any = st, **look: Any) -> Any:
    """A drop zone."""
    return place.file_uploader(label, *args, **_barred(action, look))


def editor(data: Any, *, action: str = access.WRITE, place: Any = st, **look: Any) -> Any:
    """A table to type in."""
    return place.data_editor(data, **(look | {"disabled": True} if hindrance(action) else look))


def _barred(action: str, look: dict[str, Any]) -> dict[str, Any]:
    why = hindrance(action)
    return look | {"disabled": True, "help": why} if why else look
