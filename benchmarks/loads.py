"""From a text file to a published build, and a week more in a large shop."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import duckdb

import warehouse
from benchmarks.exports import COLUMNS, Export, week_after, write_csv
from benchmarks.figure import Figure, middle, timed
from etl.pipeline import load, rebuild_all
from warehouse import Shop

RUNS = 3
WEEK_SHARE = 50  # the week's file has one line for so many of the year's
BARE = "bare read_csv to memory, all text, dialect given"


def fresh(name: str) -> Shop:
    """A new, empty shop."""
    if name in warehouse.shop_names():
        warehouse.forget(name)
    return warehouse.shop(name, make=True)


def load_seconds(shop: Shop, path: Path) -> float:
    """The seconds that one file takes; a file that is not loaded is no measurement."""
    start = perf_counter()
    [result], build = load(shop, [(path, path.name)])
    if result.status != "loaded" or build is None:
        raise RuntimeError(f"{path.name}: {result.status}: {[str(problem) for problem in result.problems[:3]]}")
    return perf_counter() - start


def bare_read(path: Path) -> None:
    """What nobody can do without: the same bytes as text columns into a table in memory, nothing checked."""
    columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(len(COLUMNS)))
    with duckdb.connect() as memory:
        memory.execute(
            f"create table lines as select * from read_csv('{path}', auto_detect=false, header=false, skip=1, "
            f"delim=',', quote='\"', escape='\"', columns={{{columns}}}, encoding='utf-8')"
        )


def measure_loads(folder: Path, lines: int) -> Iterator[Figure]:
    """`load`, `load_gbk`, `week` and `week_equal`; leaves the shop `year` in the data folder."""
    utf8 = write_csv(Export(lines, life=lines), folder)
    week = write_csv(week_after(lines, max(2, lines // WEEK_SHARE)), folder)
    (folder / "gbk").mkdir()
    gbk = write_csv(Export(lines, life=lines), folder / "gbk", encoding="gb18030")
    bare, loads, weeks = [], [], []
    for _ in range(RUNS):  # in turn, so that a slow minute of the computer meets both
        shop = fresh("year")
        bare.append(timed(lambda: bare_read(utf8)))
        loads.append(load_seconds(shop, utf8))
        weeks.append(load_seconds(shop, week))
    what = f"{lines:,} order lines ({utf8.stat().st_size / 1e6:,.0f} MB) to a published build"
    yield Figure("load", what, middle(loads), 6, BARE, middle(bare), RUNS)
    other = fresh("gbk")
    yield Figure("load_gbk", what + ", GBK", load_seconds(other, gbk), 8, BARE + " (UTF-8)", middle(bare))
    warehouse.forget("gbk")
    added = f"{max(2, lines // WEEK_SHARE):,} lines, half of them known, added to {lines:,}"
    yield Figure("week", added, middle(weeks), 3, runs=RUNS)
    with kept_build(shop, folder) as step_by_step:
        seconds = timed(lambda: rebuild_all(shop))
        differing = differences(step_by_step, shop.builds()[-1])
        note = "the same facts and marts" if not differing else f"DIFFERENT FACTS: {differing}"
        yield Figure("rebuild", f"all {lines:,} lines again from the inbox", seconds, middle(loads) * 2, note=note)


@contextmanager
def kept_build(shop: Shop, folder: Path) -> Iterator[Path]:
    """The newest build under a name that no later build removes."""
    kept = folder / "kept.duckdb"
    kept.write_bytes(shop.builds()[-1].read_bytes())
    yield kept
    kept.unlink()


def differences(left: Path, right: Path) -> dict[str, int]:
    """How many rows of each fact and mart are in one build and not in the other."""
    with duckdb.connect() as memory:
        memory.execute(f"attach '{left}' as l (read_only); attach '{right}' as r (read_only)")
        names = memory.execute(
            "select schema_name || '.' || table_name from duckdb_tables() "
            "where database_name = 'l' and schema_name in ('facts', 'marts')"
        ).fetchall()
        found = {
            name: sum(
                memory.execute(f"select count(*) from (from {a}.{name} except all from {b}.{name})").fetchall()[0][0]
                for a, b in ("lr", "rl")
            )
            for (name,) in names
        }
    return {name: count for name, count in found.items() if count}
