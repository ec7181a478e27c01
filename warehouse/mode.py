"""Local or team mode: a settings file with how people sign in makes it team mode, nothing else does."""

import ipaddress
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

from warehouse.folder import data_folder
from warehouse.told import Told

NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
SHORTEST_SECRET = 32  # bytes; shorter ones can be guessed, and with it every cookie forged

_gated = _gated_team = False


class BadSignIn(Told):
    """Team mode cannot start: {}."""

    kind: ClassVar[str] = "bad_sign_in"


class NoSignIn(Told):
    """Without sign-in the app answers this computer only, not {}: name how people sign in (docs/deployment.md) or take --address away."""

    kind: ClassVar[str] = "no_sign_in"


@dataclass(frozen=True)
class SignIn:
    """How people sign in: Streamlit's own [auth] section, and the address under which the app is known."""

    auth: Mapping[str, Any]

    @property
    def origin(self) -> str:
        """The app's address without a path, as in https://books.example.com."""
        parts = urlsplit(self.auth["redirect_uri"])
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def host(self) -> str:
        """The name under which browsers reach the app."""
        return urlsplit(self.auth["redirect_uri"]).hostname or ""


def path() -> Path:
    """The file that DUIZHANG_SIGN_IN names, else sign-in.toml in the data folder."""
    named = os.environ.get("DUIZHANG_SIGN_IN")
    return Path(named).expanduser() if named else data_folder() / "sign-in.toml"


def sign_in() -> SignIn | None:
    """How people sign in; None in local mode. A file that is there and says nothing usable stops the start.

    Raises BadSignIn.
    """
    file = path()
    if not file.exists():
        if os.environ.get("DUIZHANG_SIGN_IN"):
            raise BadSignIn(f"{file} is not there")
        return None
    try:
        auth = tomllib.loads(file.read_text("utf-8")).get("auth")
    except (OSError, ValueError) as fault:
        raise BadSignIn(f"{file} cannot be read ({fault})") from fault
    if not isinstance(auth, dict):
        raise BadSignIn(f"{file} has no [auth] section")
    _check(auth, file)
    return SignIn(auth)


def _check(auth: Mapping[str, Any], file: Path) -> None:
    if missing := [name for name in NEEDED if not isinstance(auth.get(name), str) or not auth[name]]:
        raise BadSignIn(f"{file} lacks {', '.join(missing)}")
    if len(auth["cookie_secret"].encode()) < SHORTEST_SECRET:
        raise BadSignIn(f"cookie_secret in {file} is shorter than {SHORTEST_SECRET} bytes")
    redirect = urlsplit(auth["redirect_uri"])
    if redirect.path != "/oauth2callback" or redirect.scheme not in ("http", "https"):
        raise BadSignIn(f"redirect_uri in {file} must be the app's address with /oauth2callback behind it")
    if redirect.scheme == "http" and not is_loopback(redirect.hostname or ""):
        raise BadSignIn(f"redirect_uri in {file} must begin with https://")
    if any(isinstance(value, dict) and name != "client_kwargs" for name, value in auth.items()):
        raise BadSignIn(
            f"{file} names more than one provider; accounts of two providers could be mistaken for each other"
        )
    if os.name != "nt" and file.stat().st_mode & 0o077:
        raise BadSignIn(f"{file} can be read by others: chmod 600 it")


def is_loopback(address: str) -> bool:
    """Whether an address is this computer's own."""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def check_address(address: str | None) -> None:
    """Refuse to listen beyond this computer without sign-in. Raises NoSignIn, BadSignIn."""
    if sign_in() is None and not is_loopback(address or "0.0.0.0"):
        raise NoSignIn(address or "every address")


def is_team() -> bool:
    """Whether people sign in. A server that began in team mode stays in it, whatever becomes of the file."""
    return _gated_team or bool(os.environ.get("DUIZHANG_SIGN_IN")) or path().exists()


def gated(*, team: bool) -> None:
    """Say that this process answers from behind the gate, and in which mode."""
    global _gated, _gated_team
    _gated, _gated_team = True, team


def is_gated() -> bool:
    """Whether the gate stands before this process; without it team mode shows nothing."""
    return _gated
