"""Set-up and start: the port, the stamp, the data folder, the sentences; nothing is installed or started here."""

import argparse
import ast
import contextlib
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import run


@contextlib.contextmanager
def listener() -> Iterator[int]:
    """Listen on some port of this computer."""
    with socket.create_server((run.HOST, 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two requirements files and a .venv that looks made; `run` takes it for its own."""
    (tmp_path / "requirements.txt").write_text("duckdb==2.0.0\n", encoding="utf-8")
    (tmp_path / "requirements-dev.txt").write_text("-r requirements.txt\npytest==9.2.0\n", encoding="utf-8")
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(run, "PYTHON", tmp_path / ".venv" / "python")
    monkeypatch.setattr(run, "UNFINISHED", tmp_path / ".venv.unfinished")
    monkeypatch.setattr(run, "LOCK", tmp_path / ".venv.lock")
    run.PYTHON.touch()
    return tmp_path


@pytest.fixture
def steps(house: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The steps of a set-up, noted instead of done."""
    done: list[str] = []

    def make_venv() -> None:
        done.append("venv")
        run.VENV.mkdir()
        run.PYTHON.touch()

    monkeypatch.setattr(run, "venv_works", run.PYTHON.exists)
    monkeypatch.setattr(run, "make_venv", make_venv)
    monkeypatch.setattr(run, "install", done.append)
    return done


def test_an_old_python_is_told_so_in_one_sentence() -> None:
    assert run.too_old((3, 11, 0)) == ""
    assert run.too_old((4, 0, 0)) == ""
    assert "needs Python 3.11 or newer and this is 3.9.2" in run.too_old((3, 9, 2))


def test_an_older_python_reads_far_enough_to_be_told() -> None:
    ast.parse(Path(run.__file__).read_text(encoding="utf-8"), feature_version=(3, 7))


def test_a_port_nobody_uses_is_taken_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    with listener() as port:
        pass
    assert run.free_port(port) == port
    assert capsys.readouterr().out == ""


def test_a_taken_port_gives_way_to_the_next_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    with listener() as port:
        found = run.free_port(port)
    assert found > port
    assert capsys.readouterr().out == f"Port {port} is taken; the app takes {found}.\n"


def test_no_free_port_is_a_sentence() -> None:
    with (
        socket.create_server((run.HOST, 65535)) if run.is_free(65535) else contextlib.nullcontext(),
        pytest.raises(run.SetUpError, match="No port is free from 65535 on"),
    ):
        run.free_port(65535)


@pytest.mark.parametrize("text", ["0", "65536", "-1", "http", "8501.0", ""])
def test_what_is_not_a_port_is_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="is not a port"):
        run.port_number(text)


def test_the_first_set_up_installs_and_the_second_does_nothing(steps: list[str]) -> None:
    run.prepare("requirements.txt")
    run.prepare("requirements.txt")
    assert steps == ["requirements.txt"]


def test_changed_requirements_are_installed_again_into_the_same_venv(house: Path, steps: list[str]) -> None:
    run.prepare("requirements.txt")
    (house / "requirements.txt").write_text("duckdb==2.0.1\n", encoding="utf-8")
    run.prepare("requirements.txt")
    assert steps == ["requirements.txt", "requirements.txt"]


def test_the_test_packages_follow_the_file_they_include(house: Path, steps: list[str]) -> None:
    run.prepare("requirements-dev.txt")
    (house / "requirements.txt").write_text("duckdb==2.0.1\n", encoding="utf-8")
    assert not run.is_prepared("requirements-dev.txt")


def test_the_test_packages_do_not_concern_the_app(house: Path, steps: list[str]) -> None:
    run.prepare("requirements.txt")
    (house / "requirements-dev.txt").write_text("-r requirements.txt\npytest==9.2.1\n", encoding="utf-8")
    assert run.is_prepared("requirements.txt")


def test_an_interrupted_install_heals_from_nothing(
    house: Path, steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(name: str) -> None:
        (house / ".venv" / "half a package").touch()
        raise KeyboardInterrupt

    with monkeypatch.context() as during:
        during.setattr(run, "install", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run.prepare("requirements.txt")
    assert not run.is_prepared("requirements.txt")

    run.prepare("requirements.txt")
    assert steps == ["venv", "requirements.txt"]
    assert not (house / ".venv" / "half a package").exists()
    assert run.is_prepared("requirements.txt")


def test_a_venv_whose_python_is_gone_is_made_anew(steps: list[str]) -> None:
    run.prepare("requirements.txt")
    run.PYTHON.unlink()
    run.prepare("requirements.txt")
    assert steps == ["requirements.txt", "venv", "requirements.txt"]


@pytest.mark.parametrize(
    ("pip_says", "sentence"),
    [
        ("WARNING: Retrying\nERROR: No matching distribution found for duckdb==2.0.0\n", "(No matching distribution"),
        ("", "(pip ended with code 1)"),
    ],
)
def test_a_failing_pip_is_one_sentence(
    house: Path, monkeypatch: pytest.MonkeyPatch, pip_says: str, sentence: str
) -> None:
    def failing(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 1, stderr=pip_says)

    monkeypatch.setattr(subprocess, "run", failing)
    with pytest.raises(run.SetUpError) as problem:
        run.install("requirements.txt")
    assert sentence in str(problem.value)
    assert "connect this computer to the internet" in str(problem.value)
    assert "\n" not in str(problem.value)


def test_two_set_ups_take_turns(house: Path) -> None:
    with run.alone():
        second = subprocess.Popen(
            [sys.executable, "-c", f"import run; run.LOCK = {str(run.LOCK)!r}\nwith run.alone(): run.say('my turn')"],
            cwd=Path(__file__).parent.parent,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert second.stdout
        assert second.stdout.readline() == "Another start is setting up; this one waits for it ...\n"
        assert second.poll() is None
    assert second.communicate(timeout=30)[0] == "my turn\n"


def test_the_data_folder_is_data_unless_the_environment_names_one(
    house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DUIZHANG_DATA", raising=False)
    assert run.data_folder() == house / "data"
    monkeypatch.setenv("DUIZHANG_DATA", "")
    assert run.data_folder() == house / "data"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DUIZHANG_DATA", "clients")
    assert run.data_folder() == tmp_path / "clients"
    assert run.environment()["DUIZHANG_DATA"] == str(tmp_path / "clients")


def test_the_sample_is_loaded_only_where_no_shop_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUIZHANG_DATA", str(tmp_path / "clients"))
    assert run.needs_demo()
    (tmp_path / "clients" / "shops").mkdir(parents=True)
    assert not run.needs_demo()


def test_nobody_is_sent_a_browser_into_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    assert not run.can_open_browser()


def test_every_failing_check_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(run, "prepare", lambda name: None)
    monkeypatch.setattr(run, "prepare_system", lambda: None)
    monkeypatch.setattr(run, "PYTHON", Path(sys.executable))
    failing, passing = ["-c", "raise SystemExit(3)"], ["-c", ""]
    monkeypatch.setattr(run, "checks", lambda: {"spelling": failing, "grammar": passing, "sums": failing})
    assert run.test([]) == 1
    assert capsys.readouterr().out.endswith("Failed: spelling, sums.\n")
    monkeypatch.setattr(run, "checks", lambda: {"grammar": passing})
    assert run.test([]) == 0
    assert capsys.readouterr().out.endswith("All checks passed.\n")
