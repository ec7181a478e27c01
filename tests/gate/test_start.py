"""What keeps the server from starting: an address without sign-in, a settings file that is not safe."""

from pathlib import Path

import pytest

import run
from tests.gate.conftest import SETTINGS
from warehouse import mode


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DUIZHANG_DATA", str(tmp_path))
    monkeypatch.delenv("DUIZHANG_SIGN_IN", raising=False)
    return tmp_path / "sign-in.toml"


def write(file: Path, said: str, rights: int = 0o600) -> None:
    file.write_text(said)
    file.chmod(rights)


@pytest.mark.parametrize(
    "address", ["0.0.0.0", "::", "192.168.1.5", "books.example.com", "", None, "127.0.0.1.evil.test"]
)
def test_without_sign_in_only_this_computer(address: str | None, file: Path) -> None:
    with pytest.raises(mode.NoSignIn):
        mode.check_address(address)
    write(file, SETTINGS)
    mode.check_address(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_this_computer_needs_no_sign_in(address: str, file: Path) -> None:
    mode.check_address(address)
    assert mode.sign_in() is None
    assert not mode.is_team()


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("", "no \\[auth\\] section"),
        ("[auth", "cannot be read"),
        (SETTINGS.replace("client_id", "client"), "lacks client_id"),
        (SETTINGS.replace('client_secret = "secret"', 'client_secret = ""'), "lacks client_secret"),
        (SETTINGS.replace("0123456789abcdef0123456789abcdef", "short"), "shorter than 32"),
        (SETTINGS.replace("http://localhost:8620/oauth2callback", "http://books.test/oauth2callback"), "https"),
        (SETTINGS.replace("/oauth2callback", "/elsewhere"), "oauth2callback behind it"),
        (SETTINGS + '[auth.google]\nclient_id = "x"\n', "more than one provider"),
    ],
)
def test_settings_that_are_not_safe_stop_the_start(said: str, wrong: str, file: Path) -> None:
    write(file, said)
    with pytest.raises(mode.BadSignIn, match=wrong):
        mode.sign_in()


def test_settings_that_others_can_read_stop_the_start(file: Path) -> None:
    write(file, SETTINGS, 0o644)
    with pytest.raises(mode.BadSignIn, match="chmod 600"):
        mode.sign_in()


def test_a_named_file_that_is_not_there_is_no_local_mode(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUIZHANG_SIGN_IN", str(file.parent / "nowhere.toml"))
    assert mode.is_team()
    with pytest.raises(mode.BadSignIn, match="is not there"):
        mode.check_address("127.0.0.1")


def test_team_mode_stays_when_its_file_goes(file: Path) -> None:
    write(file, SETTINGS)
    mode.gated(team=True)
    try:
        file.unlink()
        assert mode.is_team()
    finally:
        mode.gated(team=False)


def test_run_refuses_before_it_installs_anything(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "prepare", lambda name: pytest.fail("it went on"))
    with pytest.raises(run.SetUpError, match=r"answers this computer only, not 0\.0\.0\.0"):
        run.start(8501, opens_browser=False, address="0.0.0.0")


def test_headers_that_say_who_somebody_is_stop_the_start(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from streamlit import config

    from gate.server import GatedApp

    said = {"server.address": "127.0.0.1", "server.trustedUserHeaders": {"X-User": "email"}}
    monkeypatch.setattr(config, "get_option", said.get)
    with pytest.raises(mode.BadSignIn, match="trustedUserHeaders"):
        GatedApp(None)._create_runtime()


def test_the_app_without_its_gate_shows_nothing_in_team_mode(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.pages.visit import Visit

    write(file, SETTINGS)
    monkeypatch.setattr(mode, "_gated", False)
    seen = Visit("today", "en-US")
    assert "python run.py" in seen.said
    assert len(seen.app.button) == 0
