"""The gate: every request passes here before Streamlit sees it. What is not known to be allowed is refused."""

from collections.abc import MutableMapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import Runtime

from book import people, seen
from book.people import Granted
from gate import identity
from gate.files import Downloads
from warehouse import access, mode, shop_names

# Streamlit writes styles into elements and compiles charts' expressions; nothing is fetched from or sent to another host.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' data: blob:; worker-src 'self' blob:; "
    "connect-src 'self' data: blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
OPEN_CORE = ("/_stcore/health", "/_stcore/host-config", "/_stcore/stream")
UPLOAD = "/_stcore/upload_file/"
CLOSED = ("/_stcore/", "/component/", "/app/static/", "/mcp", "/schema")  # save for what is named above
READING = ("GET", "HEAD", "OPTIONS")


class Gate:
    """Middleware before Streamlit. `files` is the store of downloads, `runtime` knows whose session a session is.

    `origin` is the app's own address as browsers know it, without a path; empty where only this computer asks.
    """

    def __init__(self, app: ASGIApp, files: Downloads, runtime: Runtime, hosts: tuple[str, ...], origin: str) -> None:
        self.app = app
        self.files = files
        self.runtime = runtime
        self.hosts = hosts
        self.origin = origin
        self.secure = origin.startswith("https://")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or let through with what the answer must carry."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        asked = HTTPConnection(scope)
        is_team = mode.is_team()
        reader = await run_in_threadpool(identity.reader, asked) if is_team and _asks_who(scope["path"]) else None
        refusal = self._refusal(scope, asked, reader, is_team=is_team)
        if refusal:
            await self._refuse(refusal, scope, receive, send)
            return
        if is_team:
            if scope["path"].rstrip("/") == "/auth/logout" and (said := identity.claims(asked)):
                await run_in_threadpool(_sign_out, said)
            if reader and _is_taken(scope, asked) and (file := self.files.taken_along(scope["path"])):
                about = {"account": reader.account}
                await run_in_threadpool(seen.note, file[0], reader.name, seen.EXPORTED, file[1], about)
            if reader is None and scope["type"] == "websocket":
                scope = dict(scope, headers=identity.without_identity(scope["headers"]))
        await self.app(scope, receive, self._dressed(scope, send))

    def _refusal(
        self, scope: Scope, asked: HTTPConnection, reader: Granted | None, *, is_team: bool
    ) -> tuple[int, str] | None:
        """Status and word, or None to go on."""
        path = scope["path"]
        if _host(asked) not in self.hosts:
            return 421, "not a name of this app"
        if scope["type"] == "websocket":
            if path != "/_stcore/stream":
                return 404, "not here"
            return None if self._is_own(asked) else (403, "not a page of this app")
        if path.startswith(UPLOAD):
            return self._upload_refusal(scope, reader, is_team=is_team)
        if scope["method"] not in READING:
            return 405, "only reading"
        if path.startswith(CLOSED) and path not in OPEN_CORE:
            return 404, "not here"
        if is_team and path.startswith("/media/") and not self.files.may_have(path, reader):
            return 404, "not here"
        return None

    def _is_own(self, asked: HTTPConnection) -> bool:
        """Whether a page of this app opens a socket, or no browser at all. Streamlit would first ask a host of Amazon's."""
        said = asked.headers.get("origin")
        return said is None or said == self.origin or said.partition("://")[2] == asked.headers.get("host")

    def _upload_refusal(self, scope: Scope, reader: Granted | None, *, is_team: bool) -> tuple[int, str] | None:
        """Files come only into one's own session, and only from somebody who may load or attach something somewhere."""
        if not is_team or scope["method"] == "OPTIONS":
            return None
        if reader is None:
            return 401, "sign in"
        session = self.runtime._session_mgr.get_session_info(scope["path"].removeprefix(UPLOAD).partition("/")[0])  # noqa: SLF001
        whose = session.session._user_info if session else {}  # noqa: SLF001
        if people.account_of(whose) != reader.account:
            return 404, "not here"
        with access.acting(reader):
            is_writer = any(reader.may(access.WRITE, shop) for shop in shop_names())
        return None if is_writer else (403, "only reading")

    async def _refuse(self, said: tuple[int, str], scope: Scope, receive: Receive, send: Send) -> None:
        status, word = said
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": word})
            return
        answer = PlainTextResponse(word, status, {"cache-control": "no-store"})
        await answer(scope, receive, self._dressed(scope, send))

    def _dressed(self, scope: Scope, send: Send) -> Send:
        """Answers with the headers that browsers are to obey."""
        if scope["type"] != "http":
            return send

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*self._headers(scope["path"], message), *self._extra(scope["path"])]
            await send(message)

        return dressed

    def _headers(self, path: str, message: MutableMapping[str, Any]) -> list[tuple[bytes, bytes]]:
        """The answer's own headers: cookies only over HTTPS where that is how the app is reached, files in no cache."""
        kept = []
        for name, value in message.get("headers", []):
            low = name.lower()
            if low.decode() in HEADERS or (low == b"cache-control" and path.startswith("/media/")):
                continue
            is_bare = low == b"set-cookie" and self.secure and b"; secure" not in value.lower()
            kept.append((name, value + b"; Secure" if is_bare else value))
        return kept

    def _extra(self, path: str) -> list[tuple[bytes, bytes]]:
        said = dict(HEADERS)
        if path.startswith("/media/"):
            said["cache-control"] = "private, no-store"
        if self.secure:
            said["strict-transport-security"] = "max-age=31536000"
        return [(name.encode(), value.encode()) for name, value in said.items()]


def _asks_who(path: str) -> bool:
    """Whether it matters who asks: the program's own scripts and styles are anybody's."""
    return path.startswith(("/media/", UPLOAD, "/_stcore/stream"))


def _is_taken(scope: Scope, asked: HTTPConnection) -> bool:
    """Whether somebody takes a file, and not the page itself looks whether it is there, as Streamlit's buttons do."""
    is_look = asked.headers.get("sec-fetch-mode") in ("cors", "same-origin")
    return scope["type"] == "http" and scope["method"] == "GET" and not is_look


def _host(asked: HTTPConnection) -> str:
    """The name that the browser asked for, without its port."""
    host = asked.headers.get("host", "")
    name = host.rsplit(":", 1)[0] if host.rpartition(":")[2].isdecimal() else host
    return name.strip("[]").lower().rstrip(".")


def _sign_out(claims: Any) -> None:
    """Let this sign-in count no more, nor any older one of the same person: a copied cookie is worth nothing now."""
    begun = claims.get("iat")
    if isinstance(begun, int | float):
        account = people.account_of(claims)
        known = people.people().names
        people.end_sessions(account, known.get(account, account), int(begun))
