"""Who may do what: roles, deny wins, nobody writes for somebody else, sign-ins that count no more."""

import time
from pathlib import Path

import pytest

import warehouse
from book import Change, book, people, seen
from book.command import main
from book.ledger import BookBroken
from book.people import ROLES, Granted
from warehouse import access

NOW = 1_800_000_000.0


@pytest.fixture(autouse=True)
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> warehouse.Shop:
    monkeypatch.setenv("DUIZHANG_DATA", str(tmp_path))
    people.appoint("boss", "test", "Boss")
    for role in ROLES:
        people.grant(role, "A", role, "test", f"the {role}")
    warehouse.shop("B", make=True)
    return warehouse.shop("A", make=True)


def acting(account: str) -> Granted:
    return Granted(account, people.people(fresh=True))


@pytest.mark.parametrize(
    ("role", "wanted"),
    [
        ("account_manager", "see see_costs write load agree agency sign"),
        ("operator", "see see_costs write load agency"),
        ("merchant", "see see_costs write load agree merchant sign"),
        ("accountant", "see see_costs"),
        ("boss", ""),
        ("stranger", ""),
    ],
)
def test_each_role_may_do_its_own_and_nothing_elsewhere(role: str, wanted: str) -> None:
    assert {each for each in access.ACTIONS if acting(role).may(each, "A")} == set(wanted.split())
    assert not any(acting(role).may(each, "B") for each in access.ACTIONS)


def test_an_administrator_sees_nothing_whatever_was_granted() -> None:
    people.grant("boss", "A", "merchant", "test")
    assert not any(acting("boss").may(each, "A") for each in access.ACTIONS)


def test_costs_are_hidden_from_operators_only() -> None:
    people.hide_costs("A", "test", hidden=True)
    assert [role for role in ROLES if not acting(role).may(access.SEE_COSTS, "A")] == ["operator"]
    people.hide_costs("A", "test", hidden=False)
    assert acting("operator").may(access.SEE_COSTS, "A")


def test_a_role_taken_away_is_taken_away() -> None:
    people.grant("merchant", "A", None, "test")
    assert not acting("merchant").may(access.SEE, "A")


def test_only_an_administrator_changes_the_list_and_never_their_own() -> None:
    for account in ("merchant", "account_manager", "stranger"):
        with access.acting(acting(account)), pytest.raises(people.NotAdministrator):
            people.grant("friend", "A", "merchant", "me", "Friend")
    with access.acting(access.NOBODY), pytest.raises(people.NotAdministrator):
        people.appoint("friend", "me", "Friend")
    with access.acting(acting("boss")):
        with pytest.raises(people.NotOneself):
            people.grant("boss", "A", "merchant", "Boss")
        with pytest.raises(people.NotOneself):
            people.appoint("boss", "Boss", is_one=False)
        people.grant("friend", "A", "merchant", "somebody else", "Friend")
    assert people.ledger().entries("grant")[-1].who == "Boss", "the name is the signed-in one's"


def test_two_people_cannot_have_one_name() -> None:
    with pytest.raises(people.NameTaken):
        people.grant("twin", "A", "merchant", "test", " THE  merchant")
    with pytest.raises(people.NeedsName):
        people.grant("nameless", "A", "merchant", "test")
    with pytest.raises(people.NoSuchRole):
        people.grant("x", "A", "king", "test", "X")


def test_who_writes_is_who_is_signed_in(shop: warehouse.Shop) -> None:
    change = [Change("comment", "week", "hello")]
    with access.acting(acting("merchant")):
        [entry] = book(shop).append(change, "the merchant")
        assert entry.who == "the merchant"
        with pytest.raises(access.NotYou):
            book(shop).append(change, "the account_manager")
        with pytest.raises(warehouse.NotGranted):
            book(shop).append([Change("promise", "p", {"side": "agency"})], "the merchant")
        book(shop).append([Change("promise", "p", {"side": "merchant"})], "the merchant")
    assert book(shop).last == 2


@pytest.mark.parametrize(("role", "kind", "may"), [
    ("accountant", "comment", False), ("accountant", "engagement", False), ("operator", "comment", True),
    ("operator", "engagement", False), ("merchant", "engagement", True), ("account_manager", "engagement", True), ("boss", "comment", False),
])  # fmt: skip
def test_what_is_not_granted_is_not_written(role: str, kind: str, may: bool, shop: warehouse.Shop) -> None:
    with access.acting(acting(role)):
        if may:
            book(shop).append([Change(kind, "s", "v")], acting(role).name)
        else:
            with pytest.raises(warehouse.NotGranted):
                book(shop).append([Change(kind, "s", "v")], acting(role).name)
    assert book(shop).last == may


def test_who_only_reads_loads_and_makes_and_removes_nothing() -> None:
    from etl import register

    for account in ("accountant", "boss", "stranger"):
        with access.acting(acting(account)):
            for writes in (
                lambda: register.accept(warehouse.Shop("A", warehouse.data_folder() / "shops" / "A"), []),
                lambda: warehouse.shop("C", make=True),
                lambda: warehouse.forget("A"),
                lambda: warehouse.Shop("A", warehouse.data_folder()).set(title="mine"),
            ):
                with pytest.raises((warehouse.NotGranted, warehouse.NoSuchShop)):
                    writes()
    with access.acting(acting("merchant")), pytest.raises(warehouse.NotGranted):
        warehouse.forget("A")
    assert warehouse.shop_names() == ["A", "B"]


def test_a_shop_one_may_not_see_is_none(shop: warehouse.Shop) -> None:
    with access.acting(acting("merchant")):
        assert warehouse.shop_names() == ["A"]
        with pytest.raises(warehouse.NoSuchShop):
            warehouse.shop("B")
        with pytest.raises(warehouse.NotGranted):
            book(warehouse.Shop("B", shop.folder.parent / "B")).entries()


@pytest.mark.parametrize(
    ("said", "account"),
    [
        ({"sub": "x1"}, "x1"),
        ({"sub": "x1", "email": "A@b.cn", "email_verified": True}, "a@b.cn"),
        ({"sub": "x1", "email": "a@b.cn"}, "x1"),
        ({"sub": "x1", "email": "a@b.cn", "email_verified": False}, "x1"),
        ({"sub": "x1", "email": "a@b.cn", "email_verified": "true"}, "x1"),
        ({}, ""),
    ],
)
def test_an_address_counts_only_where_the_provider_verified_it(said: dict[str, object], account: str) -> None:
    assert people.account_of(said) == account


@pytest.mark.parametrize(
    ("begun", "counts"),
    [(NOW, True), (NOW - 12 * 3600 + 1, True), (NOW - 12 * 3600, False), (NOW + 61, False), (NOW + 30, True), (None, False), ("1", False), (True, False)],
)  # fmt: skip
def test_a_sign_in_counts_for_twelve_hours(begun: object, counts: bool) -> None:
    assert people.people().is_live({"sub": "merchant", "iat": begun}, NOW) is counts


def test_an_ended_sign_in_counts_no_more_and_a_later_one_does() -> None:
    begun = int(time.time())
    people.end_sessions("merchant", "test", begun)
    assert people.signed_in({"sub": "merchant", "iat": begun}, fresh=True) is None
    assert people.signed_in({"sub": "merchant", "iat": begun + 1}, fresh=True) is not None
    people.end_sessions("merchant", "test", begun - 100)
    assert people.people().ended["merchant"] == begun, "never earlier again"


def test_the_list_is_chained_like_a_book() -> None:
    import sqlite3

    assert people.ledger().verify() == people.people().number
    with sqlite3.connect(warehouse.data_folder() / "people.sqlite") as file:
        with pytest.raises(sqlite3.IntegrityError):
            file.execute("update entries set body = '{}' where number = 2")
        file.execute("drop trigger entries_no_update")
        file.execute("""update entries set body = '{"account":"evil","role":"merchant","shop":"A"}' where number = 4""")
    with pytest.raises(BookBroken):
        people.ledger().verify()


def test_who_looked_stands_beside_the_book(shop: warehouse.Shop) -> None:
    with access.acting(acting("accountant")):
        seen.note("A", "the accountant", seen.SAW, "Weekly report")
        assert [(each.who, each.kind, each.subject) for each in seen.seen(shop)] == [
            ("the accountant", "saw", "Weekly report")
        ]
    with access.acting(acting("stranger")), pytest.raises(warehouse.NotGranted):
        seen.seen(shop)
    assert book(shop).last == 0


def test_the_command_line_grants(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grant", "--shop", "A", "New@b.cn", "merchant", "--name", "New"]) == 0
    assert "new@b.cn  New  merchant  A" in capsys.readouterr().out
    assert main(["grant", "--shop", "A", "new@b.cn", "none"]) == 0
    assert main(["grant", "--shop", "nowhere", "new@b.cn", "merchant"]) == 1
    assert main(["administrator", "second", "--name", "Second"]) == 0
    assert main(["costs", "--shop", "A", "hide"]) == 0
    assert main(["end-sessions", "second"]) == 0
    assert main(["people", "--json"]) == 0
    assert people.people(fresh=True).administrators == {"boss", "second"}
