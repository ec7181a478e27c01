"""The inbox: each upload as it came and its raw rows, on disk before anyone is told "loaded"."""

import os
import shutil
from pathlib import Path

from etl.raw import Raw
from etl.register import Upload
from warehouse import Shop


def keep(shop: Shop, upload: Upload, original: Path, raw: Raw) -> None:
    """Put the file as it came and its raw rows into the inbox; both are on disk when this returns."""
    kept = shop.inbox / f"{upload.sha256}{Path(upload.file).suffix.lower()[:8]}"
    if not kept.exists():
        _write_down(original, kept, copy=True)
    _write_down(raw.path, shop.inbox / upload.raw, copy=False)


def _write_down(source: Path, to: Path, *, copy: bool) -> None:
    fresh = to.with_name(to.name + ".new")
    if copy:
        shutil.copyfile(source, fresh)
    else:
        source.replace(fresh)
    fresh.chmod(0o600)
    with fresh.open("rb+") as file:
        os.fsync(file.fileno())
    fresh.replace(to)
