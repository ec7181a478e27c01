"""Work in a child process that may be killed, and answers of one that is not: the parent opens no database."""

import json
import os
import signal
import time
from collections.abc import Callable
from typing import Any

Say = Callable[[str], None]


def start(work: Callable[[Say], None]) -> tuple[int, int]:
    """Fork a child that says lines into a pipe; the pipe's reading end, and the child."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        code = 1
        try:
            work(lambda said: (os.write(writing, f"{said}\n".encode()), None)[1])
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    return reading, child


def answer(ask: Callable[[], Any]) -> Any:
    """What a child of its own finds out, as JSON. Raises RuntimeError when it dies of it."""
    reading, child = start(lambda say: say(json.dumps(ask())))
    said = _rest(reading)
    _, status = os.waitpid(child, 0)
    if status:
        raise RuntimeError(f"the child that looks ended with {status}")
    return json.loads(said)


def killed(work: Callable[[Say], None], after: Callable[[str], float]) -> None:
    """Let a child work until it says its first letter, then kill it so many seconds later."""
    reading, child = start(work)
    time.sleep(after(os.read(reading, 1).decode()))
    os.kill(child, signal.SIGKILL)
    _rest(reading)
    os.waitpid(child, 0)


def _rest(reading: int) -> str:
    text = b""
    while part := os.read(reading, 65536):
        text += part
    os.close(reading)
    return text.decode()
