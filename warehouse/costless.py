"""A build as those see it from whom the shop hides its costs: cost tables are empty, cost columns say nothing.

Every figure from cost down is then unknown to every question, also to one that is written tomorrow. Ad spend stays: it
is the operator's own work. A table or column with a word of cost in its name that is not listed here stops the test.
"""

from collections.abc import Mapping
from types import MappingProxyType

import duckdb

# Tables of which no row is seen.
EMPTY = frozenset(
    {
        "facts.bank_entries",
        "facts.cost_rates",
        "facts.daily_costs",
        "facts.settled_days",
        "facts.settlements",
        "facts.shipments",
        "facts.shipped_orders",
        "facts.supplier_payments",
        "facts.table_costs",
        "facts.unit_costs",
        "staging.bank_statement",
        "staging.cost_entries",
        "staging.purchases",
        "staging.settlements",
        "staging.shipments",
        "staging.supplier_payments",
        "staging.unit_costs",
    }
)
NOTHING = "null"
# Tables of which some rows are not seen, as SQL over the row.
SOME: Mapping[str, str] = MappingProxyType({"marts.coverage": "source <> 'settlement'"})
# Columns that say something else than they do, as SQL over the row.
SAID: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "marts.daily": dict.fromkeys(
            (
                *("product_cost_sold", "product_cost_back", "product_cost_back_of_orders"),
                *(
                    "platform_fees_charged",
                    "platform_fees_back",
                    "platform_fees_back_of_orders",
                    "platform_fees_settled",
                ),
                *("freight_settled", "other_settled", "agency_settled", "goods_settled", "money_moved"),
                *("shipping_cost", "fulfilment_entries", "service_fee", "other_costs"),
            ),
            NOTHING,
        )
        | {"sales_without_cost": "gross_sales"},
        "marts.stock": {"stock_value": NOTHING, "units_without_cost": "units"},
        "facts.line_values": dict.fromkeys(
            ("unit_cost", "cost_upload", "cost_row", "rate_upload", "rate_row", "product_cost", "rate", "platform_fee"),
            NOTHING,
        )
        | {"sales_without_cost": "gross_amount"},
        "facts.refund_values": dict.fromkeys(("cost_upload", "cost_row", "rate_upload", "rate_row"), NOTHING)
        | dict.fromkeys(("product_cost_back", "platform_fee_back", "platform_fee_back_of_order"), NOTHING),
        "facts.brushing": dict.fromkeys(("commission_amount", "platform_fee_amount", "principal_amount"), NOTHING),
        "staging.brushing": dict.fromkeys(("commission_amount", "platform_fee_amount", "principal_amount"), NOTHING),
    }
)
COLUMNS = """
select table_schema || '.' || table_name as name, column_name, data_type
from information_schema.columns
where table_catalog = 'build'
order by table_schema, table_name, ordinal_position
"""


def without_costs(connection: duckdb.DuckDBPyConnection, path: str) -> None:
    """Let an empty connection see the build at this path without its costs; every name stands for a view over it."""
    connection.execute(f"attach '{path.replace(chr(39), chr(39) * 2)}' as build (read_only)")
    types: dict[str, dict[str, str]] = {}
    for name, column, kind in connection.execute(COLUMNS).fetchall():
        types.setdefault(name, {})[column] = kind
    for schema in sorted({name.partition(".")[0] for name in types}):
        connection.execute(f'create schema if not exists "{schema}"')
    for name, columns in types.items():
        said = SAID.get(name, {})
        cells = ", ".join(
            f'cast({said[column]} as {kind}) as "{column}"' if column in said else f'"{column}"'
            for column, kind in columns.items()
        )
        seen = " where false" if name in EMPTY else f" where {SOME[name]}" if name in SOME else ""
        schema, _dot, table = name.partition(".")
        connection.execute(f'create view "{schema}"."{table}" as select {cells} from build."{schema}"."{table}"{seen}')
