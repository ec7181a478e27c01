"""Builds facts and marts in the order that their own references give."""

import json
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from typing import Any

from etl.definitions import MODELS, keep, version
from etl.entity import STAGING, entities
from etl.formatfile import fee_kinds
from warehouse import Build

INCREMENTAL = "facts.order_lines"  # the one table whose size grows with the shop's life; all others are cheap to redo
VIEWS = {
    "facts.item_products",
    "facts.line_values",
    "facts.shipped_orders",
}  # joins that pages and marts share, kept as text
_read: dict[str, set[str]] = {}  # by a select's text
KEYED = {"orders": "order_id", "order_lines": "order_id"}  # staging tables that the incremental table reads


def prepare(build: Build) -> None:
    """Make the schemas and the empty staging tables of a new build, and see them from the in-memory catalogue."""
    for layer in ("staging", "facts", "marts"):
        build.execute(f"create schema if not exists build.{layer}; create schema if not exists memory.{layer}")
    _start_over_if_older(build)
    present = {
        name for (name,) in build.execute("select table_name from duckdb_tables() where schema_name = 'staging'")
    }
    build.execute("use build")
    for entity in (*entities(), "uploads"):
        if entity not in present:
            build.execute((STAGING / f"{entity}.sql").read_text("utf-8"))
    build.execute("use memory")
    kinds = ", ".join(f"('{kind}', '{each['class']}')" for kind, each in fee_kinds().items())
    build.execute(
        f"create or replace table build.staging.fee_kinds as select * from (values {kinds}) as k (fee_kind, class)"
    )


def _start_over_if_older(build: Build) -> None:
    """Empty a build that another version made: its files are staged again."""
    found = build.execute("select 1 from duckdb_tables() where database_name = 'build' and table_name = 'made_by'")
    if found and build.execute("select version from build.staging.made_by") == [(version(),)]:
        return
    for layer in ("marts", "facts", "staging"):
        build.execute(f"drop schema if exists build.{layer} cascade; create schema build.{layer}")
    keep(build)


def rebuild(build: Build, *, touched: bool) -> None:
    """Bring facts and marts up to the staging tables.

    With `touched`, and where there is something to build on, the in-memory table `touched_orders` names the only orders whose lines are made again; without it all
    are. Both give the same build.
    """
    known = build.execute("select 1 from duckdb_tables() where schema_name || '.' || table_name = $1", [INCREMENTAL])
    touched = touched and bool(known)
    for entity in (*entities(), "uploads", "fee_kinds"):
        narrowed = f" semi join touched_orders using (platform, {KEYED[entity]})" if touched and entity in KEYED else ""
        build.execute(
            f"create or replace view memory.staging.{entity} as select * from build.staging.{entity}{narrowed}"
        )
    for name in order(build):
        sql = _text(name)
        if name in VIEWS:
            build.execute("use build")
            build.execute(f"create or replace view {name} as {sql}")
            build.execute("use memory")
        elif name == INCREMENTAL and touched:
            build.execute(
                f"delete from build.{name} as lines using touched_orders as t "
                f"where lines.platform = t.platform and lines.order_id = t.order_id"
            )
            build.execute(f"insert into build.{name} by name {sql}")
        else:
            build.execute(f"create or replace table build.{name} as {sql}")
        build.execute(f"create or replace view memory.{name} as select * from build.{name}")


def order(build: Build) -> list[str]:
    """The names of all models, each after those it reads."""
    graph = {name: set(reads(build, _text(name))) & set(models()) for name in models()}
    return list(TopologicalSorter(graph).static_order())


@cache
def models() -> tuple[str, ...]:
    """Every fact and mart; the path is the name."""
    return tuple(
        f"{path.parent.name}.{path.stem}"
        for layer in ("facts", "marts")
        for path in sorted((MODELS / layer).glob("*.sql"))
    )


def reads(build: Build, sql: str) -> set[str]:
    """The tables that a select reads, by DuckDB's own parser."""
    if sql not in _read:  # asked once a process: for a small load it is a good part of the time
        [(tree,)] = build.execute("select json_serialize_sql($1)", [sql])
        nodes = _nodes(json.loads(tree))
        _read[sql] = {f"{node['schema_name']}.{node['table_name']}" for node in nodes if node.get("schema_name")}
    return _read[sql]


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        if tree.get("type") == "BASE_TABLE":
            yield tree
        for each in tree.values():
            yield from _nodes(each)
    elif isinstance(tree, list):
        for each in tree:
            yield from _nodes(each)


@cache
def _text(name: str) -> str:
    return (MODELS / f"{name.replace('.', '/')}.sql").read_text("utf-8")
