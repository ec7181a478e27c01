"""`python -m etl.forking`: holds the workbook parser ready and reads each workbook in a fork of its own.

One request a line on stdin: kind, path, folder and limits of `etl.workbook.main`; one answer a line on stdout: how the fork
ended, null where it was stopped for taking too long. It ends when stdin does, and a reading fork with it.
"""

import contextlib
import importlib
import json
import os
import select
import signal
import time

from etl import workbook

STDIN, STDOUT = 0, 1
READY = ("etl.grid", "etl.markup", "resource", "encodings.cp437")  # what every fork will need


def serve() -> None:
    """Answer requests one after the other until there is nobody left to ask."""
    workbook.leave_out_pandas()
    for name in READY:
        importlib.import_module(name)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is the asker's; its end is the end of stdin
    held = b""
    while piece := os.read(STDIN, 65_536):
        *requests, held = (held + piece).split(b"\n")
        for request in requests:
            os.write(STDOUT, json.dumps(_ended(*json.loads(request))).encode() + b"\n")


def _ended(kind: str, path: str, folder: str, limits: str) -> int | None:
    """Read one workbook in a fork; its exit code, a signal's number negative, None where it took too long."""
    alive, held = os.pipe()  # the fork alone holds the other end: it closes when the fork ends, however that is
    pid = os.fork()
    if pid == 0:
        os.close(alive)
        _read(kind, path, folder, limits)
    os.close(held)
    in_time = _closes(alive, json.loads(limits)["seconds"])
    os.close(alive)
    if not in_time:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return code if in_time else None


def _closes(pipe: int, seconds: float) -> bool:
    """Whether the pipe closes in time; nobody waits any more once stdin has ended."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        ready, _, _ = select.select([pipe, STDIN], [], [], left)
        if ready:
            return pipe in ready  # the asker sends nothing while it waits: that was its end
    return False


def _read(kind: str, path: str, folder: str, limits: str) -> None:
    """In the fork: no way back into the loop, nothing said to the asker."""
    code = 1
    try:
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        workbook.main(kind, path, folder, limits)
        code = 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    serve()
