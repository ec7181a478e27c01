"""An address as Apprise takes it, made of what people copy from their robot's or mailbox's settings."""

import re
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urlencode, urlsplit

from book.value import Wrong

# The webhook as the robot's page shows it; the token alone is enough.
ROBOTS = {
    "wecom": ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=", "wecombot://{sign}{token}/", r"[\w-]{8,80}"),
    "dingtalk": (
        "https://oapi.dingtalk.com/robot/send?access_token=",
        "dingtalk://{sign}{token}/",
        r"[0-9A-Za-z]{8,128}",
    ),
    "feishu": ("https://open.feishu.cn/open-apis/bot/v2/hook/", "feishu://{sign}{token}/", r"[\w-]{8,80}"),
}
SIGN = re.compile(r"[0-9A-Za-z]{8,128}")
MAIL = re.compile(r"[^\s@<>,;\"]{1,64}@[^\s@<>,;\"]{1,190}\.[^\s@<>,;\".]{2,}")
HOST = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z.-]{0,200}[0-9A-Za-z])?")
SECURITY = {"ssl": 465, "starttls": 587, "insecure": 25}  # the usual ports
SHOWN = 3  # letters of a token that may be seen, so that people tell their robots apart


@dataclass(frozen=True)
class Target:
    """Where a list goes. `url` is secret; `shown` may be seen by everybody."""

    kind: str
    url: str = field(repr=False)
    shown: str


def robot(kind: str, webhook: str, sign: str = "") -> Target:
    """A robot by its webhook or token; `sign` is DingTalk's secret for signed messages. Raises Wrong."""
    begins, form, token = ROBOTS[kind]
    said = webhook.strip().removeprefix(begins).rstrip("/")
    signed = sign.strip()
    if not re.fullmatch(token, said) or (signed and (kind != "dingtalk" or not SIGN.fullmatch(signed))):
        raise Wrong(kind)
    return Target(kind, form.format(token=said, sign=f"{signed}@" if signed else ""), f"…{said[-SHOWN:]}")


def mail(to: str, server: str, port: int | None, security: str, user: str, password: str) -> Target:
    """A mailbox, and the account that writes to it; the user's name is the sender. Raises Wrong."""
    to, server, user = to.strip(), server.strip(), user.strip()
    is_good = MAIL.fullmatch(to) and HOST.fullmatch(server) and MAIL.fullmatch(user) and security in SECURITY
    if not is_good or not 0 < (port or SECURITY[security]) < 65536:
        raise Wrong("mail")
    account = quote(user, safe="") + (f":{quote(password, safe='')}" if password else "")
    said = {"smtp": server, "mode": security, "from": user, "to": to, "name": "Duizhang", "format": "text"}
    scheme = "mailto" if security == "insecure" else "mailtos"
    url = f"{scheme}://{account}@{server}:{port or SECURITY[security]}/?{urlencode(said)}"
    return Target("mail", url, f"{to[:1]}…@{to.partition('@')[2]}")


def hook(url: str) -> Target:
    """A receiver of one's own, which takes Apprise's JSON: json://host/path or jsons://host/path. Raises Wrong."""
    parts = urlsplit(url.strip())
    if parts.scheme not in ("json", "jsons") or not parts.hostname:
        raise Wrong("hook")
    return Target("hook", url.strip(), parts.hostname)


def secrets(url: str) -> set[str]:
    """Everything in an address that nobody may read: tokens, passwords, keys, as they stand and as they are meant."""
    parts = urlsplit(url)
    found = {url, parts.username or "", parts.password or "", *parts.path.split("/")}
    if parts.scheme not in ("mailto", "mailtos"):
        found |= {parts.netloc.rpartition("@")[2], parts.query}
    return {each for word in found for each in (word, unquote(word)) if len(each) > SHOWN}
