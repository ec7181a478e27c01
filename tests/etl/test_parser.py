"""The process that waits with the parser ready: one for many workbooks, replaced when it died, gone with its asker."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from etl import parser
from etl.sheet import PAGE, files_in, tables_in
from tests.etl import making

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each workbook has a fresh process")


@pytest.fixture(autouse=True)
def none_idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """No process left over from another test."""
    monkeypatch.setattr(parser, "_idle", [])


def read(folder: Path, name: str) -> tuple[str, ...]:
    path = making.workbook(folder / f"{name}.xlsx")
    [file] = files_in(path, path.name, folder / f"work-{name}", PAGE)
    [table] = tables_in(file, folder / f"work-{name}", PAGE)
    return table.head[1]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_one_process_reads_many_workbooks_and_knows_no_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_TOKEN", "secret")
    assert [read(tmp_path, name) for name in "abc"] == [making.ROWS[0]] * 3
    [idle] = parser._idle
    assert b"secret" not in Path(f"/proc/{idle.process.pid}/environ").read_bytes()


def test_several_threads_ask_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda n: read(tmp_path, str(n)), range(8))) == [making.ROWS[0]] * 8
    assert 1 <= len(parser._idle) <= parser.MOST_IDLE


def test_one_that_died_is_replaced(tmp_path: Path) -> None:
    read(tmp_path, "a")
    [idle] = parser._idle
    os.kill(idle.process.pid, signal.SIGKILL)
    idle.process.wait()
    assert read(tmp_path, "b") == making.ROWS[0]
    assert parser._idle != [idle]


def test_it_dies_with_its_asker(tmp_path: Path) -> None:
    """An asker that is killed while its workbook is read leaves neither the process nor its fork."""
    waiting = (
        "from etl import forking; forking.workbook.main = lambda *_: __import__('time').sleep(60); forking.serve()"
    )
    asker = (
        f"from etl import parser; from etl.table import PAGE; from pathlib import Path; "
        f"parser.WAITING = ['-c', {waiting!r}]; parser.parse('xlsx', Path('x'), Path({str(tmp_path)!r}), PAGE)"
    )
    process = subprocess.Popen([sys.executable, "-c", asker], cwd=parser.ROOT)
    waiting_pids = descendants(process.pid, 2)
    process.kill()
    process.wait()
    until = time.monotonic() + 10
    while any(map(is_running, waiting_pids)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(is_running, waiting_pids))


def descendants(pid: int, wanted: int) -> list[int]:
    """The processes below this one, once there are so many."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        found = children(pid)
        found += [grandchild for child in found for grandchild in children(child)]
        if len(found) >= wanted:
            return found
        time.sleep(0.05)
    raise AssertionError(f"{pid} has not {wanted} processes below it")


def children(pid: int) -> list[int]:
    return [
        int(child) for task in Path(f"/proc/{pid}/task").glob("*") for child in (task / "children").read_text().split()
    ]
