"""Questions to Arrow tables that lie in no file: an empty database in memory, which ends with the answer."""

from typing import Any

import duckdb
import pyarrow as pa


def between(sql: str, params: dict[str, Any] | None = None, **tables: pa.Table) -> pa.Table:
    """The rows of a select over the named tables, as Arrow, so that money stays decimal."""
    with duckdb.connect(":memory:", config={"python_enable_replacements": "false"}) as connection:
        connection.execute("set enable_progress_bar = false")
        for name, rows in tables.items():
            connection.register(name, rows)
        return connection.sql(sql, params=params).to_arrow_table()
