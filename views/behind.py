"""What ends a page with a sentence: a warehouse of an earlier version, a book that cannot be opened, a right not granted."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

import warehouse
from book import BookUnreachable
from etl.check import CheckBroken
from etl.errors import NoLongerReadable
from etl.pipeline import is_current, rebuild_all
from etl.upgrade import compare_by
from reports.upgrade.compare import compared
from views import mend, problem, upgraded
from views.html import link, note, show, text
from views.language import _, joined
from views.view import address
from warehouse.disk import may_write

FAULTS = (NoLongerReadable, CheckBroken)
KEPT = "behind_fault"  # what was tried in vain, and why: any click runs the page again


def bring_current(shop: warehouse.Shop) -> None:
    """Build an older warehouse again from its files, before anything is asked of it; where that fails it stays in use.

    What the newer version changed is said until somebody accepts it.
    """
    compare_by(compared)
    _build_again(shop)
    upgraded.line(shop)


def _build_again(shop: warehouse.Shop) -> None:
    if is_current(shop) or not may_write(shop.folder):
        st.session_state.pop(KEPT, None)
        return
    tried = shop.name, warehouse.reader(shop).build, shop.register.stat().st_mtime_ns
    if st.session_state.get(KEPT, (None,))[0] != tried:
        doing = _("The program is newer than these figures; computing them again from the files …")
        try:
            with st.spinner(doing, show_time=True):
                rebuild_all(shop)
            return
        except FAULTS as fault:
            st.session_state[KEPT] = tried, fault
    show(note(_sentences(st.session_state[KEPT][1]), "alarm"))


@contextmanager
def told() -> Iterator[None]:
    """What an older warehouse does not hold or cannot be brought up to date for, or a book that cannot be opened, ends
    the page with a sentence.
    """
    try:
        with mend.told():
            yield
    except FAULTS as fault:
        show(note(_sentences(fault), "alarm"))
    except BookUnreachable as fault:
        show(note([problem.unreachable(fault)], "alarm"))
    except (warehouse.NotGranted, warehouse.access.NotYou) as fault:
        show(note([refused(fault)], "alarm"))
    except warehouse.MissingTable:
        if not st.session_state.get(KEPT):
            raise
        show(note([_("An earlier version computed these figures; it did not know what this page shows.")]))


def failed(fault: Exception) -> bool:
    """What ended a run before the page could say it, in a callback for example: said here if it is somebody's answer."""
    if not isinstance(fault, (warehouse.NotGranted, warehouse.access.NotYou)):
        return False
    show(note([refused(fault)], "alarm"))
    return True


def refused(fault: warehouse.NotGranted | warehouse.access.NotYou) -> str:
    """Why somebody may not do something, and who can change that."""
    if isinstance(fault, warehouse.NotGranted):
        return _("You may look here, but this is not granted to you; nothing was changed. Whoever keeps the list of people can grant it.")  # fmt: skip
    return _("You are signed in under another name than {name}; nobody writes for somebody else. Nothing was changed.").format(name=text(fault.about))  # fmt: skip


def _sentences(fault: warehouse.Told) -> list[str]:
    """What stands in the way, and the way out."""
    if not isinstance(fault, NoLongerReadable):
        said = _("The figures could not be computed again: a check of the program failed ({found}). They stay as they were; please report it.")  # fmt: skip
        return [said.format(found=text(fault.about))]
    template = _("{file} (number {number}) can no longer be read: {problem} The figures stay as they were; take this file out and load a good one.")  # fmt: skip
    way = link(_("To the files"), address("files"))
    return [
        joined([template.format(file=text(file), number=number, problem=text(problem.sentence(problems[0]))), way])
        for number, file, problems in fault.uploads
    ]
