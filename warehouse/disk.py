"""What is written down stays written down: fsync, fingerprints of files, free room, folders that may only be read."""

import hashlib
import os
import shutil
from pathlib import Path


def sync(path: Path) -> None:
    """Have the operating system write a file or a folder's entries down."""
    if path.is_dir() and os.name == "nt":  # Windows cannot open a folder for this
        return
    handle = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256_of(path: Path) -> str:
    """The fingerprint of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def free(folder: Path) -> int:
    """Bytes that may still be written where a folder lies."""
    return shutil.disk_usage(folder).free


def may_write(folder: Path) -> bool:
    """Whether this process may write in a folder; where it is not there yet, in the nearest one above it."""
    there = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    return os.access(there, os.W_OK)
