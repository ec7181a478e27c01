"""How a command-line call ends: an exit code, one sentence when it goes wrong, the details in a log."""

import json
import logging
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import ClassVar

from warehouse.folder import data_folder
from warehouse.told import Told


class Unexpected(Told):
    """Something unexpected went wrong; the details are in {}."""

    kind: ClassVar[str] = "unexpected"


class Stopped(Told):
    """Stopped; nothing was changed."""

    kind: ClassVar[str] = "stopped"


def guarded(call: Callable[[], int], *, json_wanted: bool) -> int:
    """Run a call; what it raises becomes a sentence on stderr (and in the JSON) and exit code 1, never a traceback."""
    try:
        return call()
    except Told as fault:
        return _end(fault, json_wanted)
    except KeyboardInterrupt:
        return _end(Stopped(), json_wanted)
    except BrokenPipeError:  # the reader of a pipe went away; there is nobody to tell
        sys.stderr.close()
        return 1
    except OSError as fault:
        print(f"{fault.strerror or fault}: {fault.filename or ''}", file=sys.stderr)
        return 1
    except Exception:  # noqa: BLE001 — the last floor: whatever it is, the reader gets a sentence and the log the place
        return _end(Unexpected(log_unexpected()), json_wanted)


def print_json(answer: object) -> None:
    """One JSON object on stdout, Chinese readable."""
    print(json.dumps(answer, ensure_ascii=False))


def tell(text: str) -> None:
    """Narration: to stderr."""
    print(text, file=sys.stderr, flush=True)


def _end(fault: Told, json_wanted: bool) -> int:
    tell(str(fault))
    if json_wanted:
        print_json({"error": {"kind": fault.kind, "message": str(fault)}})
    return 1


def log_unexpected() -> str:
    """Write down where the exception being handled came from: places in the code, no values, which may be personal."""
    path = data_folder() / "duizhang.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    kind, _, trace = sys.exc_info()
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    logger = logging.getLogger("duizhang")
    logger.propagate = False
    logger.addHandler(handler)
    logger.error("%s\n%s", kind.__name__ if kind else "?", "".join(_places(traceback.extract_tb(trace))))
    logger.removeHandler(handler)
    handler.close()
    return str(path)


def _places(frames: Sequence[traceback.FrameSummary]) -> list[str]:
    return [f"  {frame.filename}:{frame.lineno} {frame.name}\n" for frame in frames]
