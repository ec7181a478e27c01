"""Who a request is from: Streamlit's signed cookie, believed only while the sign-in behind it counts."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import HTTPConnection
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

from book import people
from book.people import Granted

COOKIE = "_streamlit_user"


def claims(asked: HTTPConnection) -> Mapping[str, Any] | None:
    """What the provider said of whoever is asking; None without a cookie that this server signed."""

    def one(name: str) -> bytes | None:
        value = asked.cookies.get(name)
        return decode_signed_value(get_cookie_secret(), name, value.encode("latin-1", "replace")) if value else None

    try:
        found = get_cookie_with_chunks(one, COOKIE)
        said = json.loads(found) if found else None
    except (ValueError, TypeError):
        return None
    return said if isinstance(said, dict) and said.get("is_logged_in") is True else None


def reader(asked: HTTPConnection) -> Granted | None:
    """Whoever is asking, with what they may do at this moment; None for a sign-in that ended or is too old."""
    said = claims(asked)
    return people.signed_in(said) if said else None


def without_identity(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The same headers without the cookies that say who somebody is."""
    kept = []
    for name, value in headers:
        parts = [part.strip() for part in value.split(b";")] if name.lower() == b"cookie" else [value]
        kept.append((name, b"; ".join(part for part in parts if not part.startswith(COOKIE.encode()))))
    return kept
