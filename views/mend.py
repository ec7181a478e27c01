"""Where what was written down and what stands on the disk do not agree: said on every page, with the button that mends it."""

import errno
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import streamlit as st

import warehouse
from etl.errors import LoadedNotShown
from etl.keeping.fault import ADVICE, Fault, RegisterCut, RegisterDamaged, Unreadable
from etl.keeping.standing import stamp, standing, standing_people
from etl.pipeline import rebuild_all
from etl.register import RegisterBroken, RegisterShort
from views import writing
from views.html import note, show, text
from views.language import _, joined
from warehouse import access
from warehouse.disk import may_write

KEPT = "standing"
COMMAND = re.compile(r"\s*[(（][^()（）]*--[^()（）]*[)）]")  # the call of the command line, which a page does not need
READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}


def look(shop: warehouse.Shop) -> None:
    """Hold journal, inbox, build and book against each other, once for each state of them, and say what does not fit."""
    if said := writing.hindrance():
        show(note([said]))
    state = stamp(shop)
    if st.session_state.get(KEPT, (None,))[0] != state:
        st.session_state[KEPT] = state, [*standing(shop), *standing_people()]
    _tell(shop, st.session_state[KEPT][1])


@contextmanager
def told() -> Iterator[None]:
    """What turns out to be damaged, full or closed while a page is made ends it with a sentence and the way out."""
    try:
        yield
    except warehouse.BuildDamaged as fault:
        _late(Unreadable({"build": fault.about}))
    except RegisterBroken as fault:
        _late(RegisterDamaged({"line": fault.about}))
    except RegisterShort as fault:
        _late(RegisterCut({"lines": fault.about}))
    except LoadedNotShown:
        said = _("It is written down and counts; do not do it again. But the disk is full, so the figures could not be built with it.")  # fmt: skip
        show(note([joined([said, _("Make room on the disk, then open this page again and build the figures again.")])], "alarm"))  # fmt: skip
    except OSError as fault:
        if fault.errno not in READ_ONLY:
            raise
        show(note([_("Nothing was changed: the data folder can only be read.")], "alarm"))


def _late(fault: Fault) -> None:
    """What the look at the start did not see: damage shows only where it is read."""
    state, known = st.session_state.get(KEPT, (None, []))
    if state and fault.kind not in {each.kind for each in known}:
        _tell(warehouse.shop(str(state[0])), [fault])


def _tell(shop: warehouse.Shop, faults: Iterable[Fault]) -> None:
    found = list(faults)
    if not found:
        return
    show(note([joined([_sentence(each), COMMAND.sub("", _(ADVICE[each.repair]))]) for each in found], "alarm"))
    mendable = {each.repair for each in found} == {"rebuild"} and may_write(shop.folder)
    if mendable and writing.button(
        _("Build the figures again"), icon=":material/build:", key="rebuild", type="primary", action=access.LOAD
    ):
        with st.spinner(_("Building the figures again from the files …"), show_time=True):
            rebuild_all(shop)
        st.rerun()


def _sentence(fault: Fault) -> str:
    return _(fault.sentence).format(**{name: text(value) for name, value in fault.fields.items()})
