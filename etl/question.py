"""The questions a table can raise before it counts: what nobody should guess, and how an answer changes the reading."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from etl.errors import MixedCurrencies, OtherCurrency, OtherShop, PaidIsGross, Problem, Refused, UndatedCosts
from etl.format import Format, Identity
from warehouse import Build

GROSS_IDENTITY = "On paid rows, total = paid, refunds included"
FEW_PRODUCTS = 10  # with fewer in the file their names say nothing about whose they are
MANY_PRODUCTS = 20  # nor with fewer known


def as_accepted(format: Format, accepted: Collection[str]) -> Format:
    """The format as the reader's answers say it is to be read in this file."""
    if PaidIsGross.accept not in accepted or format.money.get("paid_amount_is") != "net_of_refunds":
        return format
    identities = tuple(
        Identity(GROSS_IDENTITY, each.left, ("paid_amount",), each.when) if _is_of_paid(each) else each
        for each in format.identities
    )
    return replace(format, money={**format.money, "paid_amount_is": "gross"}, identities=identities)


def ask(build: Build, format: Format, accepted: Collection[str], currencies: Iterable[str]) -> None:
    """Ask everything at once. Reads the in-memory `typed` and `parsed`; `currencies` are those of the shop's files.

    Raises Refused with UndatedCosts, PaidIsGross, OtherShop, MixedCurrencies or OtherCurrency.
    """
    asked: list[Problem] = [*_undated(build, format), *_currency(build, format, set(currencies))]
    if PaidIsGross.accept not in accepted:
        asked += _paid(build, format)
    if OtherShop.accept not in accepted:
        asked += _other_shop(build, format)
    if asked:
        raise Refused(asked)


def currency_of(build: Build, format: Format) -> str | None:
    """The one currency of the rows in `typed`; None where they name none."""
    found = _currencies(build, format)
    return found[0] if len(found) == 1 else None


def _undated(build: Build, format: Format) -> Iterable[Problem]:
    """Costs without a date for products that already have another one; for any other product they hold from the beginning."""
    if format.entity != "unit_costs":
        return
    names = build.execute(
        "select distinct typed.product_key from typed "
        "join build.staging.unit_costs as known on known.product_key = typed.product_key "
        "where typed.valid_from is null and typed.unit_cost is not null and known.unit_cost <> typed.unit_cost "
        "order by 1"
    )
    if names:
        yield UndatedCosts(
            fields={"found": ", ".join(name for (name,) in names[:8]) + (" …" if len(names) > 8 else "")}
        )


def _is_of_paid(identity: Identity) -> bool:
    return set(identity.right) == {"paid_amount", "refund_amount"} and len(identity.left) == 1


def _paid(build: Build, format: Format) -> Iterable[Problem]:
    """Whether every refunded row says that the paid column still holds the refund, which the format denies."""
    if format.money.get("paid_amount_is") != "net_of_refunds":
        return
    columns = {name for (name,) in build.execute("select column_name from (describe parsed)")}
    for each in filter(_is_of_paid, format.identities):
        [total] = each.left
        if {total, "paid_amount", "refund_amount", *([each.when] if each.when else [])} <= columns:
            [(as_declared, otherwise)] = build.execute(
                f"select count(*) filter (where {total} = paid_amount + refund_amount), "
                f"count(*) filter (where {total} = paid_amount) from parsed "
                f"where row_sort = 'data' and refund_amount > 0 and refund_counts"
                + (f" and {each.when} is not null" if each.when else "")
            )
            if otherwise and not as_declared:
                yield PaidIsGross(fields={"count": otherwise})


def _other_shop(build: Build, format: Format) -> Iterable[Problem]:
    """Whether the file names another shop than the files before it, or sells nothing that the shop is known to sell."""
    if format.entity == "orders":
        named = "select distinct shop_name from {} where shop_name is not null order by 1"
        fresh, known = ([n for (n,) in build.execute(named.format(t))] for t in ("typed", "build.staging.orders"))
        if fresh and known and not set(fresh) & set(known):
            yield OtherShop(fields={"found": ", ".join(fresh[:3]), "known": ", ".join(known[:3])})
            return
    if format.entity not in ("orders", "order_lines"):
        return
    [(products,)] = build.execute("select count(distinct coalesce(item_id, product_key)) from typed")
    if products < FEW_PRODUCTS:
        return
    tables = ("orders", "order_lines")
    enough = " union ".join(
        f"(select distinct coalesce(item_id, product_key) from build.staging.{table} where platform = $1 limit {MANY_PRODUCTS})"
        for table in tables
    )
    [(known,)] = build.execute(f"select count(*) from ({enough})", [format.platform])
    if known < MANY_PRODUCTS:
        return
    met_before = " or ".join(
        f"{column} in (select {column} from build.staging.{table} where platform = $1)"
        for table in tables
        for column in ("item_id", "product_key")
    )
    [(met,)] = build.execute(
        f"select count(*) from (select distinct item_id, product_key from typed) where {met_before}", [format.platform]
    )
    if met * 5 < products:
        yield OtherShop(fields={"found": f"{products - met} / {products}", "known": f"{known}+"})


def _currencies(build: Build, format: Format) -> list[str]:
    if "currency" not in {name for (name,) in build.execute("select column_name from (describe typed)")}:
        return []
    table = "typed_orders" if format.order else "typed"
    return [
        code
        for (code,) in build.execute(f"select distinct currency from {table} where currency is not null order by 1")
    ]


def _currency(build: Build, format: Format, known: set[str]) -> Iterable[Problem]:
    """A shop has one currency; two are never added."""
    found = _currencies(build, format)
    if len(found) > 1:
        yield MixedCurrencies(fields={"found": ", ".join(found)})
    elif found and known and found[0] not in known:
        yield OtherCurrency(fields={"found": found[0], "known": ", ".join(sorted(known))})
