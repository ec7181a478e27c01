"""What a newer version of the program changed in a shop's past weeks: one file for each upgrade, written before its build is seen."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from warehouse import access
from warehouse.disk import sync
from warehouse.folder import Shop


@dataclass(frozen=True)
class Upgrade:
    """One upgrade of one shop. `body` as it is on the disk:

    before, after: versions of the definitions (before: null where that version kept none); at: UTC; mixed: numbers of
    uploads that came or went in the same step; definitions: name with the text before and after, null where the earlier
    version kept no texts; figures: per basis of refunds and book the weeks with each figure before and after, only where
    they differ, null where the two builds could not be compared.
    """

    name: str  # the build that stood before, and the version that came
    body: dict[str, Any]

    @property
    def at(self) -> datetime:
        """When the newer version made its first build, in UTC."""
        return datetime.fromisoformat(self.body["at"])

    @property
    def is_compared(self) -> bool:
        """Whether the figures of both versions are known."""
        return self.body["figures"] is not None

    @property
    def changes_nothing(self) -> bool:
        """Whether every figure of every week is what it was."""
        return self.is_compared and not any(each["weeks"] for each in self.body["figures"])

    @property
    def content(self) -> bytes:
        """The file as it is kept, and attached to the acceptance."""
        return json.dumps(self.body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @property
    def sha256(self) -> str:
        """The fingerprint of the content."""
        return hashlib.sha256(self.content).hexdigest()


def write(shop: Shop, upgrade: Upgrade) -> None:
    """Keep an upgrade, replacing what an attempt that was broken off left of the same one."""
    folder = _folder(shop)
    folder.mkdir(exist_ok=True)
    path = folder / f"{upgrade.name}.json"
    fresh = path.with_suffix(".new")
    fresh.write_bytes(upgrade.content)
    sync(fresh)
    fresh.replace(path)
    sync(folder)


def names(shop: Shop) -> list[str]:
    """The upgrades of a shop, the oldest first. Raises NotGranted."""
    access.demand(access.SEE, shop.name)
    folder = _folder(shop)
    return sorted(path.stem for path in folder.glob("*.json")) if folder.is_dir() else []


def read(shop: Shop, name: str) -> Upgrade:
    """One upgrade; of whom the shop hides its costs from, only which weeks it changes. Raises NotGranted."""
    access.demand(access.SEE, shop.name)
    body = json.loads((_folder(shop) / f"{name}.json").read_text("utf-8"))
    if not access.current().may(access.SEE_COSTS, shop.name):
        for each in body["figures"] or ():
            each["weeks"] = {week: {} for week in each["weeks"]}
    return Upgrade(name, body)


def _folder(shop: Shop) -> Path:
    return shop.folder / "upgrades"
