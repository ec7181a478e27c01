"""The people of a server: who may do what with which shop. One ledger beside the shops, written like a shop's book.

A person is known by an account, what the provider of sign-in calls them: a verified e-mail address, else its `sub`.
An administrator keeps this list and sees no shop at all; whatever else was granted to one has no effect (deny wins).
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from book.ledger import Book, Change
from book.place import Beside
from warehouse import N_, Told, access, data_folder

ROLES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "account_manager": frozenset({"see", "see_costs", "write", "load", "agree", "agency", "sign"}),
        "operator": frozenset({"see", "see_costs", "write", "load", "agency"}),
        "merchant": frozenset({"see", "see_costs", "write", "load", "agree", "merchant", "sign"}),
        "accountant": frozenset({"see", "see_costs"}),
    }
)
LONGEST_SESSION = 12 * 60 * 60  # seconds since the sign-in; the provider's own `exp` may be five minutes or a day

RECENT = 0.5  # seconds
_lately: dict[str, tuple[float, "People"]] = {}  # by data folder: when it was read, and the list; it holds no figure


class Refused(Told):
    """{}"""

    kind = "people_refused"
    sentence = ""  # for the translators


class NotAdministrator(Refused):
    """Only an administrator changes the list of people ({} is none)."""

    kind = "not_administrator"
    sentence = N_("Only an administrator changes the list of people ({} is none).")


class NotOneself(Refused):
    """Nobody changes their own rights; another administrator does it."""

    kind = "not_oneself"
    sentence = N_("Nobody changes their own rights; another administrator does it.")


class NameTaken(Refused):
    """Somebody else is called {} here already; add what tells the two apart."""

    kind = "name_taken"
    sentence = N_("Somebody else is called {} here already; add what tells the two apart.")


class NoSuchRole(Refused):
    """There is no role “{}”: account_manager, operator, merchant or accountant."""

    kind = "no_such_role"
    sentence = N_("There is no role “{}”: account_manager, operator, merchant or accountant.")


class NeedsName(Refused):
    """{} needs a name; it stands behind everything that they write."""

    kind = "needs_name"
    sentence = N_("{} needs a name; it stands behind everything that they write.")


@dataclass(frozen=True)
class People:
    """The list as it holds: names, administrators, grants, shops whose costs operators do not see, ended sessions."""

    names: Mapping[str, str] = field(default_factory=dict)  # account → name
    administrators: frozenset[str] = frozenset()
    grants: Mapping[tuple[str, str], str] = field(default_factory=dict)  # account, shop → role
    costs_hidden: frozenset[str] = frozenset()  # shops
    ended: Mapping[str, int] = field(default_factory=dict)  # account → sign-ins up to this second count no more
    number: int = 0  # of the newest entry

    def may(self, account: str, action: str, shop: str) -> bool:
        """Whether somebody may do this with a shop."""
        role = self.grants.get((account, shop))
        if role is None or account in self.administrators:
            return False
        if action == access.SEE_COSTS and role == "operator" and shop in self.costs_hidden:
            return False
        return action in ROLES.get(role, frozenset())

    def is_live(self, claims: Mapping[str, Any], now: float | None = None) -> bool:
        """Whether a sign-in still counts: not ended, not older than twelve hours, not from the future."""
        begun, now = claims.get("iat"), time.time() if now is None else now
        if isinstance(begun, bool) or not isinstance(begun, int | float) or not claims.get("sub"):
            return False
        return begun > self.ended.get(account_of(claims), -1) and -60 <= now - begun < LONGEST_SESSION


@dataclass(frozen=True)
class Granted:
    """Somebody who is signed in, with what they may do."""

    account: str
    people: People

    @property
    def name(self) -> str:
        """The name that stands behind what they write."""
        return self.people.names.get(self.account, self.account)

    @property
    def is_administrator(self) -> bool:
        """Whether they keep the list of people."""
        return self.account in self.people.administrators

    def may(self, action: str, shop: str) -> bool:
        """Whether they may do this with a shop."""
        return self.people.may(self.account, action, shop)

    @property
    def rights(self) -> frozenset[tuple[str, str, bool]]:
        """All that they may do, so that a change of it is seen: shop, role, whether its costs are hidden."""
        known = self.people
        mine = ((shop, role) for (account, shop), role in known.grants.items() if account == self.account)
        return frozenset(
            ({("", "administrator", False)} if self.is_administrator else set())
            | {(shop, role, shop in known.costs_hidden) for shop, role in mine}
        )

    def role(self, shop: str) -> str | None:
        """Their role in a shop."""
        return None if self.is_administrator else self.people.grants.get((self.account, shop))


def account_of(claims: Mapping[str, Any]) -> str:
    """What a person is known by. An address that the provider has not verified could be anybody's."""
    if claims.get("email") and claims.get("email_verified") is True:
        return str(claims["email"]).strip().casefold()
    return str(claims.get("sub") or "")


def signed_in(claims: Mapping[str, Any], *, fresh: bool = False) -> Granted | None:
    """Whoever these claims are of, with what they may do now; None where the sign-in counts no more."""
    known = people(fresh=fresh)
    return Granted(account_of(claims), known) if known.is_live(claims) else None


def ledger() -> Book:
    """The ledger of the list; whoever is acting, the program itself reads and writes it."""
    return Book(Beside("· people", data_folder(), "people.sqlite"))


def cut_at() -> int | None:
    """The entry at which the list and its second record differ; None where they agree. Raises BookUnreachable."""
    with access.acting(access.EVERYONE):
        return ledger().cut_at()


def verify() -> int:
    """Follow the chain; how many entries there are. Raises BookBroken, BookShort, BookUnreachable."""
    with access.acting(access.EVERYONE):
        return ledger().verify()


def people(*, fresh: bool = False) -> People:
    """The list as it holds now; unless it must be `fresh`, what was read less than half a second ago will do."""
    book = ledger()
    place = str(book.shop.folder)
    read = _lately.get(place)
    if fresh or read is None or not 0 <= time.monotonic() - read[0] < RECENT:
        with access.acting(access.EVERYONE):
            number = book.last
            read = time.monotonic(), read[1] if read and read[1].number == number else _read(book, number)
        _lately[place] = read
    return read[1]


def _read(book: Book, number: int) -> People:
    """The list when this was its newest entry."""
    found = {kind: book.in_force(kind, number) for kind in ("name", "administrator", "grant", "costs_hidden", "ended")}
    return People(
        names={each.body["account"]: each.body["name"] for each in found["name"].values()},
        administrators=frozenset(found["administrator"]),
        grants={(each.body["account"], each.body["shop"]): each.body["role"] for each in found["grant"].values()},
        costs_hidden=frozenset(found["costs_hidden"]),
        ended={account: each.body for account, each in found["ended"].items()},
        number=number,
    )


def grant(account: str, shop: str, role: str | None, by: str, name: str | None = None) -> None:
    """Give somebody a role in a shop, or with None take it away. Raises NoSuchRole, NameTaken, NeedsName, NotOneself …"""
    if role is not None and role not in ROLES:
        raise NoSuchRole(role)
    account = _account(account)
    body = None if role is None else {"account": account, "shop": shop, "role": role}
    _write([*_named(account, name, role), Change("grant", f"{account}\t{shop}", body)], account, by)


def appoint(account: str, by: str, name: str | None = None, *, is_one: bool = True) -> None:
    """Make somebody an administrator, or no longer."""
    account = _account(account)
    body = True if is_one else None
    _write(
        [*_named(account, name, "administrator" if is_one else None), Change("administrator", account, body)],
        account,
        by,
    )


def hide_costs(shop: str, by: str, *, hidden: bool) -> None:
    """Whether operators see what lies below net sales in a shop."""
    _write([Change("costs_hidden", shop, True if hidden else None)], "", by)


def end_sessions(account: str, by: str, until: int | None = None) -> None:
    """Let no sign-in of somebody count that began up to now, or up to `until` (seconds since 1970)."""
    with access.acting(access.EVERYONE):
        until = int(time.time()) if until is None else until
        if people().ended.get(account, -1) < until:
            ledger().append([Change("ended", account, until)], by)
    _lately.clear()


def _account(typed: str) -> str:
    """An account as it is known: e-mail addresses have no capitals, a `sub` may."""
    return typed.strip().casefold() if "@" in typed else typed.strip()


def _named(account: str, name: str | None, role: str | None) -> list[Change]:
    """The name of somebody new, or a new name. Two people of one name could sign for each other."""
    known = people().names
    name = (name or known.get(account) or "").strip()
    if not name and role is not None:
        raise NeedsName(account)
    if not name or name == known.get(account):
        return []
    if any(_folded(other) == _folded(name) for each, other in known.items() if each != account):
        raise NameTaken(name)
    return [Change("name", account, {"account": account, "name": name})]


def _folded(name: str) -> str:
    return "".join(name.casefold().split())


def _write(changes: list[Change], account: str, by: str) -> None:
    acting = access.current()
    if isinstance(acting, Granted):
        if not acting.is_administrator:
            raise NotAdministrator(acting.name)
        if account == acting.account:
            raise NotOneself
        by = acting.name
    elif acting is not access.EVERYONE:
        raise NotAdministrator(by)
    with access.acting(access.EVERYONE):
        ledger().append(changes, by)
    _lately.clear()
