"""Who is acting and what they may do with a shop. Whoever opens a shop, a build or a book asks here; deny wins.

Without sign-in (the command line, local mode) everybody may do everything. The server in team mode says once, with
`ask`, how to find out who is acting; from then on whoever it does not know may do nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import ClassVar, Protocol

from warehouse.told import Told

SEE = "see"
SEE_COSTS = "see_costs"  # figures from cost down
WRITE = "write"  # say something in the book: claims, events, alerts, decisions
LOAD = "load"  # change the figures: files, costs, what is taken out again
AGREE = "agree"  # change what was agreed, and the shop's name
AGENCY = "agency"  # speak for the agency; a side's name is that of the action
MERCHANT = "merchant"
SIGN = "sign"  # sign a week for one's side
MAKE = "make"  # make or remove a shop
ACTIONS = (SEE, SEE_COSTS, WRITE, LOAD, AGREE, AGENCY, MERCHANT, SIGN, MAKE)


class NotGranted(Told):
    """You may not do this: {}. Whoever keeps the list of people can grant it."""

    kind: ClassVar[str] = "not_granted"


class NotYou(Told):
    """You are signed in under another name than {}; nobody writes for somebody else."""

    kind: ClassVar[str] = "not_you"


class Access(Protocol):
    """Somebody who is acting."""

    @property
    def name(self) -> str | None:
        """Whose name stands behind what they write; None where nobody signs in."""

    def may(self, action: str, shop: str) -> bool:
        """Whether they may do this with the shop of that name."""


class Everyone:
    """Whoever can use this computer, and the program itself."""

    name = None

    def may(self, action: str, shop: str) -> bool:
        """Everything."""
        return bool(action and shop)


class Nobody:
    """Somebody who is not signed in."""

    name = None

    def may(self, action: str, shop: str) -> bool:
        """Nothing."""
        return not action and not shop


EVERYONE, NOBODY = Everyone(), Nobody()
_asked: Callable[[], Access] = lambda: EVERYONE  # noqa: E731 — replaced once, at the start of a server
_acting: ContextVar[Access | None] = ContextVar("acting", default=None)


def ask(how: Callable[[], Access]) -> None:
    """Say how this process finds out who is acting."""
    global _asked  # noqa: PLW0603 — one process, one way
    _asked = how


def current() -> Access:
    """Whoever is acting now, read anew at every call."""
    return _acting.get() or _asked()


@contextmanager
def acting(as_whom: Access) -> Iterator[None]:
    """Act for somebody where no session is known: a download in its own thread, or the program's own work (EVERYONE)."""
    token = _acting.set(as_whom)
    try:
        yield
    finally:
        _acting.reset(token)


def demand(action: str, shop: str) -> None:
    """Go on only if whoever is acting may do this. Raises NotGranted."""
    if not current().may(action, shop):
        raise NotGranted(action)
