"""An earlier version of the program: the same code with the text of one definition changed, in a copy of the models."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from etl import definitions, model


@contextmanager
def earlier(folder: Path, file: str, now: str, then: str) -> Iterator[None]:
    """Build as a version did in whose model `file` stood `then` instead of `now`; "metrics.toml" is the catalogue."""
    models = shutil.copytree(definitions.MODELS, folder / "models", dirs_exist_ok=True)
    catalogue = Path(shutil.copy(definitions.CATALOGUE, folder / "metrics.toml"))
    changed = catalogue if file == "metrics.toml" else models / file
    text = changed.read_text("utf-8")
    assert text.count(now) == 1, f"{file} has {text.count(now)} × {now}"
    changed.write_text(text.replace(now, then), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(definitions, "MODELS", models)
        patch.setattr(definitions, "CATALOGUE", catalogue)
        patch.setattr(model, "MODELS", models)
        _forget()
        try:
            yield
        finally:
            patch.undo()
            _forget()


def _forget() -> None:
    for known in (definitions.definitions, definitions.version, model._text):
        known.cache_clear()
