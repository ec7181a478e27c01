"""Orders against settlement on made rows, and datacompy on the same two tables where it is installed."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import Any

import pyarrow.parquet as pq

import warehouse
from benchmarks.figure import Figure, middle, timed_anew
from benchmarks.loads import fresh
from etl import model
from reports.scope import Scope
from reports.settlement.settle import rows_behind, settle
from warehouse import Shop
from warehouse.build import building

RUNS = 5
PYTHON = "DUIZHANG_DATACOMPY"  # names a Python that has datacompy, which wants other versions than ours
BUCKETS = {
    "differs": ("amount_differs", "doubled"),
    "orders": ("only_in_orders",),
    "settlement": ("only_in_settlement",),
}
SETTLED = (
    "select order_id, cast(amount * 100 as bigint) as fen from facts.settlements where fee_class in ('goods', 'refund')"
)
OWED = (
    "select order_id, cast((lines.gross_amount - coalesce(refunds.refund_amount, 0)) * 100 as bigint) as fen "
    "from facts.order_lines as lines left join facts.refunds as refunds using (platform, order_id)"
)
# Of a thousand orders ten are not settled, one is settled a yuan too high, one twice; five settled ones are unknown.
MADE = """
insert into build.facts.order_lines by name
select
    'taobao' as platform, cast(4000000000000000000 + i * 7919 as varchar) as order_id, order_id as line_key, 'sale' as row_kind,
    cast(((i * 2654435761) % 100000 + 100) * 0.01 as decimal(18, 2)) as gross_amount, cast(0 as decimal(18, 2)) as refund_amount,
    timestamp '2025-07-01' + to_minutes(cast(i * 500000 // {orders} as integer)) as paid_at, paid_at + interval 7 day as completed_at,
    true as is_counted, 1 as upload, i as source_row
from range({orders}) as made (i);
insert into build.facts.refunds by name
select platform, order_id, line_key, cast(round(gross_amount * 0.25, 2) as decimal(18, 2)) as refund_amount,
    completed_at as refunded_at, 'refunds' as source, 2 as upload, source_row
from build.facts.order_lines where source_row % 20 = 0;
insert into build.facts.settlements by name
select platform, order_id, 'goods' as fee_class, 'goods' as fee_kind,
    gross_amount + case when source_row % 1000 = 7 then 1 else 0 end as amount, cast(completed_at as date) as settled_date,
    3 as upload, source_row
from build.facts.order_lines where source_row % 1000 not between 10 and 19
union all by name
select platform, order_id, 'goods' as fee_class, 'goods' as fee_kind, gross_amount as amount, cast(completed_at as date) as settled_date,
    4 as upload, source_row
from build.facts.order_lines where source_row % 1000 = 33
union all by name
select 'taobao' as platform, 'unknown ' || source_row as order_id, 'goods' as fee_class, 'goods' as fee_kind, gross_amount as amount,
    cast(completed_at as date) as settled_date, 5 as upload, source_row
from build.facts.order_lines where source_row % 200 = 40
union all by name
select refunds.platform, refunds.order_id, 'refund' as fee_class, 'refund' as fee_kind, -refund_amount as amount,
    cast(refunded_at as date) as settled_date, 6 as upload, refunds.source_row
from build.facts.refunds as refunds where source_row % 1000 not between 10 and 19;
insert into build.facts.settlements by name
select platform, order_id, 'fee' as fee_class, 'service_fee' as fee_kind, -cast(round(gross_amount * 0.05, 2) as decimal(18, 2)) as amount,
    cast(completed_at as date) as settled_date, 7 as upload, source_row
from build.facts.order_lines where source_row < {orders} * 3 // 2 - (select count(*) from build.facts.settlements);
insert into build.marts.coverage by name
select source, 'taobao' as platform, cast(spans.day as date) as day from (values ('orders'), ('settlement')) as said (source),
    generate_series(date '2025-05-01', date '2026-12-31', interval 1 day) as spans (day);
"""
DATACOMPY = """
import hashlib, json, sys, time
import datacompy, pandas as pd
orders, rows = (pd.read_parquet(path) for path in sys.argv[1:])
start, cpu = time.perf_counter(), time.process_time()
settled = rows.groupby("order_id", as_index=False)["fen"].sum()
found = datacompy.PandasCompare(orders, settled, join_columns="order_id")
ids = {"differs": found.all_mismatch()["order_id"], "orders": found.df1_unq_rows["order_id"], "settlement": found.df2_unq_rows["order_id"]}
cpu, wall = time.process_time() - cpu, time.perf_counter() - start
print(json.dumps({"seconds": cpu, "wall": wall, "ids": {k: hashlib.sha256("|".join(sorted(v)).encode()).hexdigest() for k, v in ids.items()}}))
"""


def measure_settlement(folder: Path, orders: int) -> Iterator[Figure]:
    """`settle`, and the CPU seconds of it ÷ those of datacompy, which must find the same orders."""
    shop = made_shop(orders)
    scope = Scope(shop)
    rows = scope.reader.rows("select count(*) as number from facts.settlements")[0]["number"]
    start = process_time()
    walls = [timed_anew(shop, lambda: settle(scope)) for _ in range(RUNS)]
    seconds = (process_time() - start) / RUNS
    what = f"reports.settlement.settle of {orders:,} orders against {rows:,} settled amounts"
    yield Figure("settle", what, middle(walls), 5, runs=RUNS, note=f"{seconds:.2f} s of CPU")
    told = _datacompy(folder, shop)
    if told is None:
        yield Figure("settle_cpu", f"CPU seconds of {what}", None, 2, note=f"not measured: no datacompy; {PYTHON} may name a Python that has it")  # fmt: skip
        return
    # datacompy works on one core, the query on two: twice its CPU seconds is the same wait.
    note = "the same orders" if told["ids"] == differing(scope) else "DIFFERENT orders"
    yield Figure("settle_cpu", f"CPU seconds of {what}", seconds, 2, "datacompy on the two tables in memory", told["seconds"], RUNS, note)  # fmt: skip


def made_shop(orders: int) -> Shop:
    """A shop whose build holds made facts; no file was loaded."""
    shop = fresh("settled")
    with building(shop, empty=True) as build:
        model.prepare(build)
        model.rebuild(build, touched=False)
        for statement in MADE.format(orders=orders).split(";\n"):
            if statement.strip():
                build.execute(statement)
        build.publish()
    return shop


def differing(scope: Scope) -> dict[str, str]:
    """The orders that differ, stand on one side only, and on the other only: a fingerprint of each list."""
    found = {}
    for name, buckets in BUCKETS.items():
        ids = {unit for bucket in buckets for unit in rows_behind(scope, bucket)["unit"].to_pylist()}
        found[name] = hashlib.sha256("|".join(sorted(ids)).encode()).hexdigest()
    return found


def _datacompy(folder: Path, shop: Shop) -> dict[str, Any] | None:
    """What datacompy needs and finds, in a process of its own; None where there is none."""
    python = os.environ.get(PYTHON, sys.executable)
    if subprocess.run([python, "-c", "import datacompy"], capture_output=True).returncode:
        return None
    paths = [folder / "orders.parquet", folder / "settled.parquet"]
    for sql, path in zip((OWED, SETTLED), paths, strict=True):
        pq.write_table(warehouse.reader(shop).arrow(sql), path)
    done = subprocess.run([python, "-c", DATACOMPY, *map(str, paths)], capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))
