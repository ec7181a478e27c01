"""A backup's table of contents: every file with its size and fingerprint, written last; what has none is no backup."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from warehouse import Told
from warehouse.disk import sha256_of, sync

NAME = "manifest.json"


class NoBackup(Told):
    """There is no finished backup in {}."""

    kind: ClassVar[str] = "no_backup"


class BackupDamaged(Told):
    """The backup is damaged and nothing was restored: {}. Take an older backup."""

    kind: ClassVar[str] = "backup_damaged"


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. `files`: path inside the backup → [bytes, sha256]."""

    made_at: str
    shops: tuple[str, ...]
    files: dict[str, list[Any]] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Finish a backup."""
        said = {"made_at": self.made_at, "shops": list(self.shops), "files": self.files}
        path = folder / NAME
        path.write_text(json.dumps({"sha256": _seal(said), **said}, ensure_ascii=False, indent=1), "utf-8")
        sync(path)


def read(folder: Path) -> Manifest:
    """The contents of a backup; of a folder of backups, those of the newest. Raises NoBackup, BackupDamaged."""
    path = folder / NAME
    if not path.exists():
        raise NoBackup(folder)
    try:
        said = json.loads(path.read_text("utf-8"))
        seal = said.pop("sha256")
        made = Manifest(said["made_at"], tuple(said["shops"]), said["files"])
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise BackupDamaged(NAME) from fault
    if seal != _seal(said):
        raise BackupDamaged(NAME)
    return made


def verify(folder: Path, files: dict[str, list[Any]]) -> None:
    """Read every file and compare it. Raises BackupDamaged naming those that are missing or differ."""
    wrong = [name for name, (size, sha256) in files.items() if not _is(folder / name, size, sha256)]
    if wrong:
        raise BackupDamaged(", ".join(wrong[:5]) + (f" … ({len(wrong)} files)" if len(wrong) > 5 else ""))


def _is(path: Path, size: int, sha256: str) -> bool:
    return path.is_file() and path.stat().st_size == size and sha256_of(path) == sha256


def _seal(said: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
