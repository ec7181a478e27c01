"""The numbers of goods.toml."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@cache
def settings() -> dict[str, dict[str, Any]]:
    """What goods.toml says, by section."""
    return tomllib.loads((FOLDER / "goods.toml").read_text("utf-8"))


@cache
def query(name: str) -> str:
    """A query of this room, without its remarks, which speak of parameters too."""
    lines = (FOLDER / f"{name}.sql").read_text("utf-8").splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("--"))
