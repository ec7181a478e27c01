"""Which columns hold personal data: they must not outlive the original file."""

import tomllib
from functools import cache
from pathlib import Path

from etl.names import normalised


def is_personal(name: str) -> bool:
    """Whether a column of this name holds personal data."""
    names, prefixes, keep = _said()
    plain = normalised(name)
    return plain not in keep and (plain in names or plain.startswith(prefixes))


@cache
def _said() -> tuple[frozenset[str], tuple[str, ...], frozenset[str]]:
    said = tomllib.loads((Path(__file__).parent / "personal.toml").read_text("utf-8"))
    return (
        frozenset(map(normalised, said["names"])),
        tuple(map(normalised, said["prefixes"])),
        frozenset(map(normalised, said["keep"])),
    )
