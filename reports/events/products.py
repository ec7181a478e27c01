"""The products of a shop: their keys and names, and what else each may be called by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from reports.events.words import plain
from warehouse import NoBuild, Shop, reader

# An advertised item that is sold under several codes is called by its own id.
SQL = """
with sold as (
    select product_key as key, max(product_name) as name from facts.order_lines where product_key is not null group by 1
),
listed as (
    select product_key as key, max(product_name) as name from facts.unit_costs
    where product_key not in (select key from sold) group by 1
),
advertised as (
    select ads.item_id, max(ads.item_name) as name, min(items.product_key) as product_key
    from facts.ad_spend as ads
    left join facts.item_products as items on ads.platform = items.platform and ads.item_id = items.item_id
    where ads.item_id is not null
    group by 1
)
select key, name, null as item_id from sold
union all select key, name, null from listed
union all select coalesce(product_key, item_id), name, item_id from advertised
order by item_id nulls first, key
"""


@dataclass(frozen=True)
class Products:
    """`names`: key → name; `called`: key, name where only one has it, or item id → key."""

    names: Mapping[str, str] = field(default_factory=dict)
    called: Mapping[str, str] = field(default_factory=dict)


def products(shop: Shop) -> Products:
    """The products that any file of the shop names; none for an empty shop."""
    try:
        source = reader(shop)
    except NoBuild:
        return Products()
    return source.reckoned(SQL, lambda: _named(source.rows(SQL)))


def _named(rows: Iterable[Mapping[str, Any]]) -> Products:
    names: dict[str, str] = {}
    for row in rows:
        names.setdefault(row["key"], row["name"] or "")
    items = {row["item_id"]: row["key"] for row in rows if row["item_id"]}
    return Products(names, by_word(names, items))


def by_word(names: Mapping[str, str], items: Mapping[str, str]) -> dict[str, str]:
    """Every word that means one product: its name where it is the only one, an item's id, its key before all."""
    sharing: dict[str, list[str]] = {}
    for key, name in names.items():
        sharing.setdefault(plain(name), []).append(key)
    alone = {name: keys[0] for name, keys in sharing.items() if name and len(keys) == 1}
    return alone | {plain(item): key for item, key in items.items()} | {plain(key): key for key in names}
