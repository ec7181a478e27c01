"""The server: Streamlit's application behind the gate, in local or in team mode."""

import gc
import sys
import threading
from pathlib import Path

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from streamlit import config
from streamlit.runtime import Runtime, RuntimeConfig
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.web.cache_storage_manager_config import create_default_cache_storage_manager
from streamlit.web.server.starlette import App

from gate.files import Downloads, Uploads, remember_askers
from gate.gate import Gate
from reports.alerts.notify import clock
from views import behind, session
from warehouse import access, data_folder, mode

ROOT = Path(__file__).parent.parent
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class GatedApp(App):
    """Streamlit's application with our stores of files, and the gate before everything."""

    def __init__(self, settings: mode.SignIn | None) -> None:
        super().__init__(ROOT / "app.py", routes=[Route("/healthz", healthz)], on_script_error=behind.failed)
        self._settings = settings

    def _create_runtime(self) -> Runtime:
        mode.check_address(config.get_option("server.address"))
        if config.get_option("server.trustedUserHeaders"):
            raise mode.BadSignIn("server.trustedUserHeaders is set, and whoever sends such a header would be believed")
        files = Downloads("/media")
        runtime = Runtime(
            RuntimeConfig(
                script_path=str(ROOT / "app.py"),
                media_file_storage=files,
                uploaded_file_manager=Uploads("/_stcore/upload_file"),
                cache_storage_manager=create_default_cache_storage_manager(),
                is_hello=False,
                session_storage=MemorySessionStorage(ttl_seconds=config.get_option("server.disconnectedSessionTTL")),
                on_script_error=self._on_script_error,
            )
        )
        remember_askers(runtime)
        origin = self._settings.origin if self._settings else ""
        self._user_middleware = [
            Middleware(Gate, files=files, runtime=runtime, hosts=hosts(self._settings), origin=origin)
        ]
        return runtime


def hosts(settings: mode.SignIn | None) -> tuple[str, ...]:
    """The names under which the app answers; any other is a website that points its own name at this computer."""
    return (*LOOPBACK, settings.host) if settings else LOOPBACK


async def healthz(_request: Request) -> PlainTextResponse:
    """For whoever watches the server: that it answers and finds its data folder."""
    is_there = data_folder().is_dir()
    return PlainTextResponse("ok" if is_there else "no data folder", 200 if is_there else 503)


def prepared(address: str) -> GatedApp:
    """The application in the mode that the settings file says. Raises NoSignIn, BadSignIn."""
    mode.check_address(address)
    settings = mode.sign_in()
    mode.gated(team=settings is not None)
    access.ask(session.access_of_session)
    return GatedApp(settings)


def tidy_seldom() -> None:
    """Let Python look for circles of garbage a hundred times less often than by itself.

    Every run of a page made it look through what the open builds keep; with fifty people that took an eighth of the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(70_000, 10, 10)


def serve(port: int, address: str) -> None:
    """Answer until somebody ends the process. Raises NoSignIn, BadSignIn."""
    app = prepared(address)
    sys.argv = [str(ROOT / "app.py")]
    settings = mode.sign_in()
    options = {
        "server.port": port,
        "server.address": address,
        "server.headless": True,
        "server.allowedHosts": list(hosts(settings)),
        "server.enableAgentApi": False,
        "browser.gatherUsageStats": False,
        "logger.hideWelcomeMessage": True,
    }
    tidy_seldom()
    threading.Thread(target=clock.run, name="lists", daemon=True).start()  # with no page open, too
    if settings:  # whose name a proxy may hand on without its port
        options |= {"secrets.files": [str(mode.path())], "browser.serverAddress": settings.host}
    app.run(config=options)
