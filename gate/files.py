"""Downloads and uploads: each download belongs to whoever looked at a shop when it was made; an upload is of a known kind.

Streamlit's own store serves a download to anybody who has its address, and names a large one by samples of its bytes only.
"""

import hashlib
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import streamlit as st
from starlette.exceptions import HTTPException
from streamlit.runtime import Runtime
from streamlit.runtime.media_file_storage import MediaFileKind
from streamlit.runtime.memory_media_file_storage import MemoryFile, MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from book.people import Granted
from views import session
from warehouse import access, mode

# What a drop zone of the app takes; everything else is somebody trying something.
KINDS = {"csv", "tsv", "txt", "xlsx", "xlsm", "xls", "zip", "html", "htm", "xml", "json", "toml", "pdf", "png", "jpg", "jpeg", "webp"}  # fmt: skip


@dataclass(frozen=True)
class Owner:
    """Who looked at which shop; no account: somebody who is not signed in, no shop: nothing of any shop was in view."""

    account: str | None = None
    shop: str | None = None


_owner: ContextVar[Owner | None] = ContextVar("owner", default=None)


class Downloads(MemoryMediaFileStorage):
    """Streamlit's store, in which equal files of two people, or of two shops, are two files."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self._owners: dict[str, Owner] = {}

    def load_and_get_id(
        self, path_or_data: str | bytes, mimetype: str, kind: MediaFileKind, filename: str | None = None
    ) -> str:
        """Keep a file under the fingerprint of all its bytes and of its owner."""
        data = self._read_file(path_or_data) if isinstance(path_or_data, str) else path_or_data
        owner = _owner.get() or looking()
        said = repr((mimetype, filename, owner.account, owner.shop)).encode()
        name = hashlib.sha256(hashlib.sha256(data).digest() + said).hexdigest()
        if name not in self._files_by_id:
            self._files_by_id[name] = MemoryFile(content=data, mimetype=mimetype, kind=kind, filename=filename)
        self._owners[name] = owner
        return name

    def delete_file(self, file_id: str) -> None:
        """Forget a file and whose it was."""
        super().delete_file(file_id)
        self._owners.pop(file_id, None)

    def taken_along(self, address: str) -> tuple[str, str] | None:
        """The shop and the name of a file that somebody takes along; None for a picture on a page."""
        name = PurePath(address).stem
        owner, file = self._owners.get(name), self._files_by_id.get(name)
        is_file = file is not None and file.kind == MediaFileKind.DOWNLOADABLE
        return (owner.shop, file.filename or name) if owner and owner.shop and file and is_file else None

    def may_have(self, address: str, reader: Granted | None) -> bool:
        """Whether a file was made for this reader, who may still see the shop it was made from."""
        owner = self._owners.get(PurePath(address).stem)
        if owner is None or owner.account != (reader.account if reader else None):
            return False
        return owner.shop is None or (reader is not None and reader.may(access.SEE, owner.shop))


class Uploads(MemoryUploadedFileManager):
    """Streamlit's store of uploads, which takes any kind of file whatever the widget says."""

    def add_file(self, session_id: str, file: UploadedFileRec) -> None:
        """Keep an upload of a kind that the app reads."""
        if PurePath(file.name).suffix.lstrip(".").lower() not in KINDS and mode.is_team():
            raise HTTPException(415, "not a kind of file that is read here")
        super().add_file(session_id, file)


def looking() -> Owner:
    """Who looks at which shop in this run; nobody at nothing outside of one, and in local mode no account."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return Owner()
    reader = session.signed_in()
    return Owner(reader.account, st.session_state.get("view_shop")) if reader else Owner()


def remember_askers(runtime: Runtime) -> None:
    """Have a download that is made when its button is pressed belong to whoever saw the button."""
    store = runtime.media_file_mgr
    add, run = store.add_deferred, store.execute_deferred
    asked_by: dict[str, Owner] = {}

    def add_deferred(*said: Any, **named: Any) -> str:
        name = add(*said, **named)
        for gone in asked_by.keys() - store._deferred_callables.keys():  # noqa: SLF001 — Streamlit forgot them
            asked_by.pop(gone, None)
        asked_by[name] = looking()
        return name

    def execute_deferred(name: str) -> str:
        token = _owner.set(asked_by.get(name, Owner()))
        try:
            return run(name)
        finally:
            _owner.reset(token)

    setattr(store, "add_deferred", add_deferred)  # noqa: B010 — a method of one object, which mypy would not let be set
    setattr(store, "execute_deferred", execute_deferred)  # noqa: B010
