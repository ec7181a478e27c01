"""The inbox: each upload as it came and its raw rows, on disk before anyone is told "loaded"."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

from etl.raw import Raw
from etl.register import Upload
from warehouse import Shop
from warehouse.disk import sha256_of, sync


def keep(shop: Shop, upload: Upload, original: Path, raw: Raw) -> Upload:
    """Put the file as it came and its raw rows into the inbox; both are on disk when this returns.

    Returns the upload with the fingerprint of its raw rows.
    """
    kept = original_of(shop, upload)
    if not kept.exists() or sha256_of(kept) != upload.sha256:  # a damaged one is made whole
        _write_down(original, kept, copy=True)
    fingerprint = sha256_of(raw.path)
    _write_down(raw.path, shop.inbox / upload.raw, copy=False)
    sync(shop.inbox)
    return replace(upload, raw_sha256=fingerprint)


def original_of(shop: Shop, upload: Upload) -> Path:
    """Where the file lies as it came."""
    return shop.inbox / f"{upload.sha256}{Path(upload.file).suffix.lower()[:8]}"


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
