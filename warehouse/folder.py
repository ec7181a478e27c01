"""Where everything of a shop lies on disk; nothing here opens a database."""

import hashlib
import json
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from warehouse import access
from warehouse.disk import may_write, sync
from warehouse.told import Told

# Letters of any script, digits, blanks and a few signs: a name that every file system takes as it stands.
SHOP_NAME = re.compile(r"[\w][\w \-()（）·&]{0,79}")
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
BUILD_NAME = re.compile(r"(\d{6})-[0-9a-f]{8}\.duckdb")
SEAL = "sha256"  # of the other settings


class NoSuchShop(Told):
    """There is no shop called {}."""

    kind: ClassVar[str] = "no_such_shop"


class ShopNameRefused(Told):
    """“{}” cannot be the name of a shop: up to 80 letters, digits, blanks and - ( ) · &, beginning with a letter or digit."""

    kind: ClassVar[str] = "bad_shop_name"


@dataclass(frozen=True)
class Shop:
    """The folder of one shop; `name` is its folder's name and its key everywhere."""

    name: str
    folder: Path

    @property
    def inbox(self) -> Path:
        """Each upload as it came, its raw rows, and the register."""
        return self.folder / "inbox"

    @property
    def register(self) -> Path:
        """The append-only list of uploads and undos."""
        return self.inbox / "register.jsonl"

    @property
    def builds_folder(self) -> Path:
        """The numbered builds of the warehouse."""
        return self.folder / "warehouse"

    @property
    def settings(self) -> dict[str, Any]:
        """The shop's display name and marks (`{"title": …, "demo": true}`), empty when never set."""
        try:
            said = self._settings()
        except ValueError:  # damaged, which every start says; the shop still has its name
            return {}
        said.pop(SEAL, None)
        return said

    @property
    def settings_intact(self) -> bool:
        """Whether the settings are as they were written; those of earlier versions carry no seal."""
        try:
            said = self._settings()
        except ValueError:
            return False
        return said.pop(SEAL, None) in (None, _seal(said))

    def set(self, **settings: Any) -> None:
        """Keep settings of the shop, replacing the file in one step. Raises NotGranted."""
        access.demand(access.AGREE, self.name)
        path = self.folder / "shop.json"
        fresh = path.with_suffix(".new")
        said = self.settings | settings
        fresh.write_text(json.dumps(said | {SEAL: _seal(said)}, ensure_ascii=False, indent=1), "utf-8")
        sync(fresh)
        fresh.replace(path)

    def _settings(self) -> dict[str, Any]:
        path = self.folder / "shop.json"
        return dict(json.loads(path.read_text("utf-8"))) if path.exists() else {}

    @property
    def title(self) -> str:
        """The name that people gave the shop."""
        return str(self.settings.get("title") or self.name)

    @property
    def is_demo(self) -> bool:
        """Whether the shop's figures are invented."""
        return bool(self.settings.get("demo"))

    def builds(self) -> list[Path]:
        """All published builds, the newest last."""
        if not self.builds_folder.is_dir():
            return []
        return sorted(path for path in self.builds_folder.iterdir() if BUILD_NAME.fullmatch(path.name))


def _seal(settings: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()


def data_folder() -> Path:
    """`data/` beside the code, or what `DUIZHANG_DATA` names."""
    named = os.environ.get("DUIZHANG_DATA")
    return Path(named).expanduser() if named else Path(__file__).parent.parent / "data"


def is_writable(name: str | None = None) -> bool:
    """Whether this process may write where the shop of this name lies, or would lie; None: where shops lie."""
    return may_write(data_folder() / "shops" / (name or ""))


def shop_names() -> list[str]:
    """Every shop of the data folder that whoever is acting may see, in the order of their names."""
    folder = data_folder() / "shops"
    if not folder.is_dir():
        return []
    known = sorted(path.name for path in folder.iterdir() if (path / "inbox").is_dir())
    asking = access.current()
    return [name for name in known if asking.may(access.SEE, name)]


def shop(name: str, *, make: bool = False) -> Shop:
    """The shop of this name; with `make` it is made when it is new. A shop one may not see is none.

    Raises ShopNameRefused, NoSuchShop, or NotGranted where somebody may not make one.
    """
    if not SHOP_NAME.fullmatch(name) or RESERVED.fullmatch(name) or name != name.strip():
        raise ShopNameRefused(name)
    found = Shop(name, data_folder() / "shops" / name)
    if make and not found.inbox.is_dir():
        access.demand(access.MAKE, name)
        found.inbox.mkdir(parents=True, exist_ok=True)
    elif not found.inbox.is_dir() or not access.current().may(access.SEE, name):
        raise NoSuchShop(name)
    return found


def forget(name: str) -> None:
    """Remove a shop whole: its uploads, its builds, everything. Raises NoSuchShop, NotGranted."""
    access.demand(access.MAKE, name)
    shutil.rmtree(shop(name).folder)
