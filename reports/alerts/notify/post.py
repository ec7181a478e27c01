"""One message to one address, through Apprise; what went wrong comes back as a kind and the receiver's own words."""

import json
import logging
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any

import requests

from reports.alerts.notify.target import secrets

LOG = logging.getLogger("apprise")
logging.getLogger("urllib3").setLevel(logging.INFO)  # below it says whole addresses
ROBOT = (("errcode",), ("errmsg",))
CODES = {"wecombot": ROBOT, "dingtalk": ROBOT, "feishu": (("code", "StatusCode"), ("msg", "StatusMessage"))}
MOST, LONGEST = 4000, 200  # letters of an answer that are looked at, and that are shown
MARK = "•••"
_one = Lock()  # Apprise's logger is one for all


@dataclass(frozen=True)
class Problem:
    """Why a message was not taken. `said`: the receiver's words, without anything secret."""

    kind: str  # of PROBLEMS in words.py
    said: str = ""


class _Listening:
    """`requests` as Apprise's plugins use it, which keeps what robots answer.

    Their servers say 200 to everything, and in the body whether they took it; Apprise looks at the 200 only.
    """

    def __init__(self) -> None:
        self.answers: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(requests, name)

    def post(self, *args: Any, **options: Any) -> requests.Response:
        answer = requests.post(*args, **options)
        self.answers.append(answer.text[:MOST])
        return answer


def post(url: str, title: str, body: str) -> Problem | None:
    """Send a message; None where the receiver took it."""
    import apprise  # not with the module: half a second, and only who sends needs it

    listening = _Listening()
    with _one, _heard() as said:
        sender = apprise.Apprise(asset=apprise.AppriseAsset(app_id="Duizhang", app_desc="Duizhang", app_url=""))
        if not sender.add(url):
            return Problem("address")
        for service in sender:
            module = sys.modules[type(service).__module__]
            if hasattr(module, "requests"):
                module.requests = listening  # type: ignore[attr-defined]
        taken = sender.notify(body=body, title=title, body_format=apprise.NotifyFormat.TEXT)
        faults = " ".join(said)
    hidden = _hiding(secrets(url))
    refusals = [refusal for answer in listening.answers if (refusal := _refusal(url.partition(":")[0], answer))]
    if refusals:
        return Problem("refused", hidden(refusals[0]))
    return None if taken else _problem(faults, hidden)


class _Ear(logging.Filter):
    """What Apprise says while it sends. It names addresses, and with them tokens: nothing of it goes on to a log."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if record.levelno >= logging.WARNING or message.startswith("Socket Exception"):
            self.said.append(message)
        return False


@contextmanager
def _heard() -> Iterator[list[str]]:
    EAR.said.clear()
    LOG.setLevel(logging.DEBUG)
    try:
        yield EAR.said
    finally:
        LOG.setLevel(logging.CRITICAL)


EAR = _Ear()
LOG.addFilter(EAR)


def _refusal(scheme: str, answer: str) -> str:
    """The words of a robot that says no in its body: a code other than 0, and why."""
    try:
        body = json.loads(answer) if scheme in CODES else None
    except ValueError:
        return ""
    if not isinstance(body, dict):
        return ""
    code, why = (next((body[name] for name in names if body.get(name)), "") for names in CODES[scheme])
    return f"{code} {why}".strip() if code else ""


def _problem(said: str, hidden: Callable[[str], str]) -> Problem:
    """What Apprise's own words come to."""
    if http := re.search(r"error=(\d{3})", said):
        return Problem("refused", f"HTTP {http[1]}")
    if smtp := re.search(r"\(?(\d{3}),? b['\"](.*?)['\"](?:[,)}]|$)", said):
        return Problem("login" if smtp[1] in ("530", "534", "535") else "refused", hidden(f"{smtp[1]} {smtp[2]}"))
    if "timed out" in said:
        return Problem("slow")
    return Problem("certificate" if "CERTIFICATE" in said.upper() else "unreachable")


def _hiding(words: set[str]) -> Callable[[str], str]:
    def hidden(text: str) -> str:
        for word in sorted(words, key=len, reverse=True):
            text = text.replace(word, MARK)
        return text[:LONGEST]

    return hidden
