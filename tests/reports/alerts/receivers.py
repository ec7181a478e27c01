"""Receivers on this computer that speak as the real ones do: a mail server (SMTP with login), and robots' webhooks."""

import base64
import json
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


class Hooks(ThreadingHTTPServer):
    """Takes what is posted; `answers` is what it says next, each once, then `usual`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Hook)
        self.got: list[tuple[str, Any]] = []  # path with query, body
        self.answers: list[tuple[int, Any]] = []
        self.usual: tuple[int, Any] = (200, {"errcode": 0, "errmsg": "ok", "code": 0, "msg": "success"})

    @property
    def address(self) -> str:
        """Its host and port."""
        return f"127.0.0.1:{self.server_address[1]}"


class _Hook(BaseHTTPRequestHandler):
    server: Hooks

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.got.append((self.path, body))
        code, answer = self.server.answers.pop(0) if self.server.answers else self.server.usual
        said = json.dumps(answer).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: Any) -> None:
        """Nothing on the screen."""


class Mailbox(socketserver.ThreadingTCPServer):
    """A mail server that knows one account."""

    daemon_threads = True

    def __init__(self, user: str, password: str) -> None:
        super().__init__(("127.0.0.1", 0), _Post)
        self.account = f"\0{user}\0{password}"
        self.got: list[EmailMessage] = []
        self.refuses = ""  # what it says to every recipient, if it refuses them

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])


class _Post(socketserver.StreamRequestHandler):
    server: Mailbox

    def handle(self) -> None:
        self._say("220 made-mail ESMTP")
        known = False
        while line := self.rfile.readline():
            verb, _, rest = line.decode(errors="replace").strip().partition(" ")
            if verb.upper() == "EHLO":
                self._say("250-made-mail", "250-SMTPUTF8", "250 AUTH PLAIN")
            elif verb.upper() == "AUTH":
                known = base64.b64decode(rest.split()[1]).decode() == self.server.account
                self._say("235 2.7.0 Accepted" if known else "535 5.7.8 Error: authentication failed")
            elif verb.upper() == "RCPT" and self.server.refuses:
                self._say(self.server.refuses)
            elif verb.upper() == "DATA" and known:
                self._say("354 go on")
                text = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.got.append(message_from_bytes(text, policy=policy.default))
                self._say("250 2.0.0 queued")
            elif verb.upper() == "QUIT":
                self._say("221 bye")
                break
            else:
                self._say("250 fine" if known or verb.upper() in ("RSET", "NOOP") else "530 5.7.0 login first")

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


@contextmanager
def serving(server: Any) -> Iterator[Any]:
    """A receiver that listens."""
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
