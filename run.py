"""Set up and start on any system: `python run.py` starts the app, `python run.py test` runs every check."""

import argparse
import contextlib
import hashlib
import http.client
import os
import platform
import runpy
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import webbrowser
from collections.abc import Iterator, Sequence
from pathlib import Path

HOST = "127.0.0.1"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
FIRST_PORT = 8501
OLDEST_PYTHON = (3, 11)


def too_old(version: "tuple[int, ...]") -> str:
    """Say which Python is needed when this one is too old, else nothing."""
    if version >= OLDEST_PYTHON:
        return ""
    needed, found = (".".join(map(str, v)) for v in (OLDEST_PYTHON, version))
    return f"Duizhang needs Python {needed} or newer and this is {found}: get one at https://www.python.org/downloads/."


if too_old(sys.version_info[:3]):  # here and not in main: an older Python cannot read on, from 3.6 it reads this far
    sys.exit(too_old(sys.version_info[:3]))

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
UNFINISHED = ROOT / ".venv.unfinished"  # beside .venv, not inside: it must outlive a half-deleted .venv
LOCK = ROOT / ".venv.lock"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
APT_PACKAGES = ["chromium", "fonts-noto-cjk", "postgresql"]


class SetUpError(Exception):
    """What keeps the app from starting, as one sentence for the reader."""


def main(arguments: list[str]) -> int:
    """Do what the command line says and give the exit code."""
    if arguments[:1] == ["serve"]:
        return serve(*arguments[1:])
    for number in (signal.SIGINT, signal.SIGTERM):  # a shell's background job starts with SIGINT ignored
        signal.signal(number, signal.default_int_handler)
    try:
        if arguments[:1] == ["test"]:
            return test(arguments[1:])
        options = read(arguments)
        return start(options.port, options.browser and can_open_browser(), options.address)
    except SetUpError as problem:
        return complain(str(problem))
    except (OSError, sqlite3.Error) as problem:
        return complain(f"Duizhang cannot start: {problem}.")
    except KeyboardInterrupt:
        return complain("Stopped before it was ready; the next start takes up the work.", 130)


def read(arguments: list[str]) -> argparse.Namespace:
    """Read the options of a start."""
    parser = argparse.ArgumentParser(
        prog="python run.py",
        description="Start Duizhang. `python run.py test [pytest arguments]` runs every check instead.",
    )
    parser.add_argument("--port", type=port_number, default=FIRST_PORT, help="first port to try (default: %(default)s)")
    parser.add_argument("--address", default=HOST, help="where to listen (default: %(default)s); others need sign-in")
    parser.add_argument("--no-browser", dest="browser", action="store_false", help="print the address and leave it")
    return parser.parse_args(arguments)


def port_number(text: str) -> int:
    """Read a port that can be listened on, 1 to 65535."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text} is not a port (1 to 65535)")
    return int(text)


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    print(text, flush=True)


def complain(sentence: str, code: int = 1) -> int:
    """Print a sentence where errors go and give the exit code."""
    print(sentence, file=sys.stderr, flush=True)
    return code


# ── Set-up ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def prepare(name: str) -> None:
    """Bring .venv to what the requirements file says; when it is there already, only read the stamp."""
    if is_prepared(name):
        return
    with alone():
        if is_prepared(name):  # by the start this one waited for
            return
        say(f"Setting up: installing the packages of {name} into .venv (once, a minute or two) ...")
        if VENV.exists() and (UNFINISHED.exists() or not venv_works()):
            shutil.rmtree(VENV)
        UNFINISHED.touch()
        if not VENV.exists():
            make_venv()
        install(name)
        stamp_of(name).write_text(fingerprint(ROOT / name), encoding="utf-8")
        UNFINISHED.unlink()


def is_prepared(name: str) -> bool:
    """Whether the last install was finished and was of these requirements by this Python."""
    stamp = stamp_of(name)
    return (
        not UNFINISHED.exists()
        and PYTHON.exists()  # false too when the Python it links to was removed
        and stamp.exists()
        and stamp.read_text(encoding="utf-8") == fingerprint(ROOT / name)
    )


def stamp_of(name: str) -> Path:
    """Name the file inside .venv that says what was installed last."""
    return VENV / f"{Path(name).stem}.stamp"


def fingerprint(requirements: Path) -> str:
    """Hash a requirements file, those it includes, and the Python they are for."""
    text = requirements.read_text(encoding="utf-8")
    included = [requirements.parent / line[3:].strip() for line in text.splitlines() if line.startswith("-r ")]
    parts = [str(sys.implementation.cache_tag), platform.machine(), text, *map(fingerprint, included)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Let one set-up run at a time: SQLite has the one file lock in the standard library that every system knows."""
    with contextlib.closing(sqlite3.connect(LOCK, timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("begin exclusive")
        except sqlite3.OperationalError:
            say("Another start is setting up; this one waits for it ...")
            lock.execute(f"pragma busy_timeout = {60 * 60 * 1000}")
            lock.execute("begin exclusive")
        yield


def venv_works() -> bool:
    """Whether .venv is of this Python version and has pip."""
    probe = f"import sys, pip; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    return PYTHON.exists() and quiet([PYTHON, "-c", probe])


def make_venv() -> None:
    """Make an empty .venv with pip."""
    if not quiet([sys.executable, "-m", "venv", VENV]):
        raise SetUpError("Python could not make .venv here; on Debian or Ubuntu run `apt install python3-venv` first.")


def install(name: str) -> None:
    """Install a requirements file into .venv, with pip's progress when somebody is watching."""
    options = ["--no-input", "--disable-pip-version-check", *([] if sys.stdout.isatty() else ["--quiet"])]
    pip = subprocess.run(
        [PYTHON, "-m", "pip", "install", *options, "-r", name],
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    )
    if pip.returncode:
        errors = [line.removeprefix("ERROR: ") for line in pip.stderr.splitlines() if line.startswith("ERROR: ")]
        reason = errors[-1].rstrip(".") if errors else f"pip ended with code {pip.returncode}"
        raise SetUpError(
            f"The packages could not be installed ({reason}): connect this computer to the internet, "
            "or name a mirror in PIP_INDEX_URL, and start again."
        )


def quiet(command: Sequence[str | Path]) -> bool:
    """Run a command without a word and say whether it succeeded."""
    try:
        done = subprocess.run(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    except OSError:  # not a program of this system
        return False
    return done.returncode == 0


def environment() -> dict[str, str]:
    """Give what the programs started from here inherit: UTF-8 everywhere, the data folder as an absolute path."""
    return os.environ | {"PYTHONUTF8": "1", "DUIZHANG_DATA": str(data_folder())}


def data_folder() -> Path:
    """Find the data folder: what DUIZHANG_DATA names, seen from where the command was typed, or else data/."""
    named = os.environ.get("DUIZHANG_DATA")
    return Path(named).expanduser().absolute() if named else ROOT / "data"


def needs_demo() -> bool:
    """Whether there is no shop yet."""
    return not (data_folder() / "shops").is_dir()


def load_demo() -> None:
    """Load the invented shop, so that the first start shows something."""
    if not needs_demo():
        return
    with alone():
        if needs_demo() and subprocess.run([PYTHON, "-m", "etl", "demo"], cwd=ROOT, env=environment()).returncode:
            raise SetUpError("The sample shop could not be loaded; the reason is above.")


# ── Start ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def start(port: int, opens_browser: bool, address: str = HOST) -> int:
    """Start the app, print its address once it answers, stay until it ends; Ctrl+C is a good end."""
    if address not in LOOPBACK and not signs_in():
        raise SetUpError(
            f"Without sign-in the app answers this computer only, not {address}: "
            "say how people sign in (docs/deployment.md), or leave --address out."
        )
    prepare("requirements.txt")
    if not signs_in():  # a server of merchants begins without an invented one
        load_demo()
    port = free_port(port)
    app = launch(port, address)
    try:
        while app.poll() is None and not answers(port, address):
            time.sleep(0.1)
        if app.poll() is None:
            say(f"http://{HOST}:{port}")
            if opens_browser:
                webbrowser.open(f"http://{HOST}:{port}")
        while app.poll() is None:
            time.sleep(0.2)  # not app.wait(): on Windows nothing interrupts that
        return app.returncode if app.returncode >= 0 else 128 - app.returncode
    except KeyboardInterrupt:
        return 0
    finally:
        stop(app)


def free_port(first: int) -> int:
    """Find the first port from `first` on that this computer lets us have."""
    port = next((port for port in range(first, min(first + 100, 65536)) if is_free(port)), None)
    if port is None:
        raise SetUpError(f"No port is free from {first} on: name another one with --port.")
    if port != first:
        say(f"Port {first} is taken; the app takes {port}.")
    return port


def is_free(port: int) -> bool:
    """Whether nobody answers on a port and we may listen there."""
    with socket.socket() as caller:  # asked first: macOS lets one bind beside somebody who listens on every address
        caller.settimeout(0.2)
        if caller.connect_ex((HOST, port)) == 0:
            return False
    with socket.socket() as door:
        if os.name != "nt":  # a port closed a moment ago is free; on Windows this option would mean something else
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((HOST, port))
        except OSError:
            return False
    return True


def signs_in() -> bool:
    """Whether a file says how people sign in, which is team mode; the app's process reads it and refuses a bad one."""
    return bool(os.environ.get("DUIZHANG_SIGN_IN")) or (data_folder() / "sign-in.toml").exists()


def launch(port: int, address: str = HOST) -> subprocess.Popen[bytes]:
    """Start the app's own process; it lives as long as we hold the other end of its stdin."""
    command: list[str | Path] = [PYTHON, __file__, "serve", str(port), address]
    if sys.platform == "win32":  # a group of its own: Ctrl+C reaches us only, and we end it
        group = subprocess.CREATE_NEW_PROCESS_GROUP
        return subprocess.Popen(command, cwd=ROOT, env=environment(), stdin=subprocess.PIPE, creationflags=group)
    return subprocess.Popen(command, cwd=ROOT, env=environment(), stdin=subprocess.PIPE, start_new_session=True)


def answers(port: int, address: str = HOST) -> bool:
    """Whether the app is up. Not urllib: that would ask a proxy for our own computer."""
    asked = HOST if address in ("0.0.0.0", "::") else address
    connection = http.client.HTTPConnection(asked, port, timeout=5)
    try:
        connection.request("GET", "/_stcore/health", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def can_open_browser() -> bool:
    """Whether somebody sits at a terminal with a screen of this computer."""
    has_screen = sys.platform in ("win32", "darwin") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
    return sys.stdout.isatty() and has_screen and "SSH_CONNECTION" not in os.environ


def stop(app: subprocess.Popen[bytes]) -> None:
    """End the app, gently first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl+C must not end us before the app
    assert app.stdin
    app.stdin.close()
    try:
        app.wait(timeout=10)
    except subprocess.TimeoutExpired:
        app.kill()


def serve(port: str, address: str = HOST) -> int:
    """Be the app's process: Streamlit behind its gate, which ends when its starter is gone, however it went."""
    threading.Thread(target=end_with_starter, daemon=True).start()
    sys.argv = ["gate", "--port", port, "--address", address]
    runpy.run_module("gate", run_name="__main__", alter_sys=True)
    return 0


def end_with_starter() -> None:
    """Wait until the other end of stdin is closed, then end this process, at the latest five seconds later."""
    os.read(0, 1)  # not sys.stdin: a thread inside its lock breaks the interpreter's own end
    signal.raise_signal(signal.SIGTERM)
    time.sleep(5)
    os._exit(1)


# ── Test ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test(pytest_arguments: list[str]) -> int:
    """Run every check, or with arguments only pytest with those; all failures are named at the end."""
    prepare("requirements.txt")
    prepare("requirements-dev.txt")
    prepare_system()
    if pytest_arguments:
        return subprocess.run([PYTHON, "-m", "pytest", *pytest_arguments], cwd=ROOT, env=test_environment()).returncode
    failed = [name for name, command in checks().items() if not passes(name, command)]
    say(f"\nFailed: {', '.join(failed)}." if failed else "\nAll checks passed.")
    return 1 if failed else 0


def checks() -> dict[str, list[str]]:
    """List the checks: name → arguments of the Python in .venv."""
    found = {
        "ruff check": ["-m", "ruff", "check"],
        "ruff format": ["-m", "ruff", "format", "--check"],
        "mypy": ["-m", "mypy"],
        "import-linter": ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
    }
    folders = [name for name in ("etl/models", "etl/checks") if any((ROOT / name).rglob("*.sql"))]
    if folders:
        found["sqlfluff"] = ["-m", "sqlfluff", "lint", "--disable-progress-bar", *folders]
    if (ROOT / "views" / "language.py").exists():
        found["translations"] = ["-m", "views.language", "--check"]
    return found | {"pytest": ["-m", "pytest", "-q", "-n", "auto", "--dist", "loadscope"]}


def passes(name: str, arguments: list[str]) -> bool:
    """Run one check with its output below its name and its seconds at the end."""
    say(f"\n== {name}")
    begun = time.monotonic()
    done = subprocess.run([PYTHON, *arguments], cwd=ROOT, env=test_environment(), stdin=subprocess.DEVNULL)
    say(f"{'failed' if done.returncode else 'passed'} in {time.monotonic() - begun:.1f} s")
    return done.returncode == 0


def test_environment() -> dict[str, str]:
    """Give what the checks inherit; the tests choose their own data folders."""
    return os.environ | {"PYTHONUTF8": "1"}


def prepare_system() -> None:
    """Get Chromium, Chinese fonts and PostgreSQL from the system's packages where we may; else say what is skipped."""
    missing = [name for name in APT_PACKAGES if not Path(f"/var/lib/dpkg/info/{name}.list").exists()]
    if chromium() and "chromium" in missing:
        missing.remove("chromium")
    root = as_root() if missing and shutil.which("apt-get") else None
    if root is not None:
        say(f"Setting up: installing {', '.join(missing)} for the tests ...")
        apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
        quiet([*apt, "update"])
        quiet([*apt, "install", "-y", "--no-install-recommends", *missing])
    if not chromium():
        say("There is no Chromium or Chrome on this computer, so the browser tests are skipped.")


def as_root() -> list[str] | None:
    """Give the words to put before a command of the administrator: none, sudo, or None where we may not."""
    if sys.platform == "win32":
        return None
    if os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if quiet(["sudo", "-n", "true"]) else None


def chromium() -> str | None:
    """Find a Chromium or Chrome for the browser tests."""
    names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"]
    names += ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"]
    names += [rf"{os.environ.get('PROGRAMFILES', 'C:')}\Google\Chrome\Application\chrome.exe"]
    found = filter(None, map(shutil.which, names))
    # Ubuntu has a chromium-browser that only says "install the snap"; on Windows --version would open a window.
    return next((path for path in found if sys.platform == "win32" or quiet([path, "--version"])), None)


def office() -> str | None:
    """Find a LibreOffice for the tests that recalculate a workbook; it is never installed, that takes over a minute."""
    return shutil.which("soffice") or shutil.which("libreoffice")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
