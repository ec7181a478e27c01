"""A data folder of its own for each test, and books in both places: a file, and a schema of a real PostgreSQL."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import book
from warehouse import Shop, shop

SERVER_ACCOUNT = "postgres"  # PostgreSQL refuses to run as root


def binaries() -> Path | None:
    """Where the newest PostgreSQL of this computer keeps initdb and pg_ctl."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    named = shutil.which("initdb")
    return found[-1].parent if found else Path(named).resolve().parent if named else None


def _as_server(command: list[str]) -> None:
    as_other = ["runuser", "-u", SERVER_ACCOUNT, "--"] if os.geteuid() == 0 else []
    subprocess.run([*as_other, *command], check=True, stdout=subprocess.DEVNULL, cwd="/")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL of our own on loopback."""
    if not (tools := binaries()):
        pytest.skip("no PostgreSQL on this computer")
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="duizhang-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, SERVER_ACCOUNT)
    cluster = str(folder / "cluster")
    _as_server([str(tools / "initdb"), "-D", cluster, "-U", "duizhang", "-A", "trust", "-E", "UTF8", "--no-sync"])
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
    _as_server([str(tools / "pg_ctl"), "-D", cluster, "-w", "-l", str(folder / "log"), "-o", options, "start"])
    yield f"postgresql://duizhang@127.0.0.1:{port}/postgres"
    _as_server([str(tools / "pg_ctl"), "-D", cluster, "-m", "immediate", "stop"])
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["file", "server"])
def a_shop(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """A shop whose book lies in each of the two places in turn."""
    monkeypatch.setenv("DUIZHANG_DATA", str(tmp_path))
    monkeypatch.delenv("DUIZHANG_BOOK", raising=False)
    if request.param == "server":
        monkeypatch.setenv("DUIZHANG_BOOK", request.getfixturevalue("server"))
    made = shop("小店 A", make=True)
    yield made
    book.forget(made)
