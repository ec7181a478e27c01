"""Dropping files: each one recognised, checked and shown before anything changes."""

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import streamlit as st

import warehouse
from etl.formatfile import formats
from etl.loaded import Loaded
from etl.pipeline import Asked, load
from etl.register import FROM_FILES
from etl.sheet import PAGE
from views import answers, view, writing
from views.checked import checked
from views.html import link, note, show
from views.language import _, joined, plural
from views.mapping import file as mapfile
from views.view import address
from views.words import name_refused, origin_name
from warehouse import access


def drop(shop: warehouse.Shop | None) -> None:
    """The drop zone, what the files are, and the button that loads them."""
    if said := st.session_state.pop("uploads_done", None):
        show(said)
    name = shop.title if shop else None
    if shop is None:
        name = st.text_input(
            _("Name of the shop"),
            key="new_shop",
            placeholder=_("My shop"),
            help=_("The files go into a shop of its own, never into the demo."),
        )
        name = (name or "").strip() or _("My shop")
    origin = _origin()
    files = writing.uploader(
        _("Export files"),
        None,  # of any other kind the loader says what to do, in the reader's language
        accept_multiple_files=True,
        key=f"files_{st.session_state.get('uploads_round', 0)}",
        label_visibility="collapsed",
        max_upload_size=PAGE.file_bytes >> 20,
        action=access.LOAD,
    )
    if not files:
        answers.forget()
        known = _(
            "Orders, refunds, ad reports, settlements, traffic and cost tables of the large platforms are recognised."
        )
        where = link(_("Where do I export this?"), address("exports"))
        other = link(_("Another table? Choose its columns"), address("mapping"))
        show(f'<p class="soft">{joined([known, where])} · {other}</p>')
        return
    with tempfile.TemporaryDirectory(prefix="duizhang-") as folder:
        paths = [(_kept(Path(folder), number, file), file.name) for number, file in enumerate(files)]
        asked = _asked()
        target_name = shop.name if shop else str(name)
        what = (target_name, repr(asked), tuple(file.file_id for file in files))
        if st.session_state.get("uploads_checked", (None,))[0] != what:
            try:
                st.session_state["uploads_checked"] = what, _tried(target_name, paths, asked)
            except warehouse.ShopNameRefused:
                show(note([name_refused(target_name)], "alarm"))
                return
        results = st.session_state["uploads_checked"][1]
        checked(results)
        mapfile.offer(results, files)
        fresh = [each for each in results if each.status == "loaded"]
        if not fresh:
            return
        label = plural("Load {count} table", "Load {count} tables", len(fresh))
        if writing.button(label, type="primary", icon=":material/check:", key="load_files", action=access.LOAD):
            target = warehouse.shop(target_name, make=True)
            loading = replace(asked, origin=origin)
            done = [each for each in _worked(target, paths, loading, dry_run=False) if each.status == "loaded"]
            rows = sum(each.rows for each in done)
            said = _("{files} loaded, {rows}.").format(
                files=plural("{count} table", "{count} tables", len(done)),
                rows=plural("{count} row", "{count} rows", rows),
            )
            st.session_state["uploads_done"] = note(
                [said + " " + link(_("See the week"), address("./", shop=target.name, week=None))], "calm"
            )
            st.session_state["uploads_round"] = st.session_state.get("uploads_round", 0) + 1
            view.hold("shop", target.name)
            view.hold("week", None)
            answers.forget()
            st.rerun()


def _tried(name: str, paths: list[tuple[Path, str]], asked: Asked) -> list[Loaded]:
    """Check the files against a shop without changing it; a shop that is only tried is not left behind."""
    is_new = name not in warehouse.shop_names()
    target = warehouse.shop(name, make=True)
    try:
        return _worked(target, paths, asked, dry_run=True)
    finally:
        if is_new:
            warehouse.forget(name)


def _kept(folder: Path, number: int, file: object) -> Path:
    path = folder / str(number)
    path.write_bytes(file.getbuffer())  # type: ignore[attr-defined]
    return path


def _origin() -> str:
    """Who brought the files out of the platform, as said last in this session."""
    said = str(st.session_state.get("uploads_origin", FROM_FILES[0]))
    st.session_state["pick_origin"] = said
    st.radio(
        _("Where do these files come from?"),
        FROM_FILES,
        format_func=origin_name,
        horizontal=True,
        key="pick_origin",
        on_change=lambda: st.session_state.update(uploads_origin=st.session_state["pick_origin"]),
    )
    return said


def _asked() -> Asked:
    """Answers to the questions that a refusal asked."""
    with st.expander(_("Options for these files")):
        named = st.selectbox(
            _("Read them as"),
            [None, *formats()],
            format_func=lambda n: _("recognise each by itself") if n is None else _(formats()[n].label),
            key="as_format",
        )
        day = st.date_input(_("Costs without a date hold from"), None, key="valid_from", format="YYYY-MM-DD")
    return answers.answered(named, day.isoformat() if isinstance(day, date) else None)


def _worked(shop: warehouse.Shop, paths: list[tuple[Path, str]], asked: Asked, *, dry_run: bool) -> list[Loaded]:
    """Run the loader with its progress on the page."""
    steps = {"read": _("reading"), "check": _("checking"), "model": _("computing the figures")}
    with st.spinner(_("Checking the files …") if dry_run else _("Loading …"), show_time=True):
        line = st.empty()

        def say(text: str) -> None:
            line.caption(text)

        results, _build = load(
            shop,
            paths,
            replace(asked, dry_run=dry_run),
            limits=PAGE,
            progress=lambda file, step: say(f"{file} · {steps[step]}"),
            waiting=lambda: say(_("Another load of this shop is running; waiting for it.")),
        )
        line.empty()
    return results
