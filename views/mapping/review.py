"""What a chosen map makes of the whole file, before anything changes; then its name, and the button that loads."""

import tempfile
from dataclasses import replace
from pathlib import Path

import streamlit as st

import warehouse
from etl.errors import AmbiguousDate, OtherShop, Problem, UndatedCosts
from etl.loaded import Loaded
from etl.pipeline import Asked, load
from etl.register import FROM_FILES
from etl.remembered import remember
from etl.sheet import PAGE
from views import problem, view, writing
from views.checked import found_in
from views.html import link, note, show, table, text
from views.language import _, joined, listed, plural
from views.mapping.choice import Chosen
from views.mapping.file import InHand, let_go, written
from views.numbers import money
from views.view import address
from views.words import column_name, name_refused, row_kind_name
from warehouse import access

MOST = 20  # problems shown
ANSWERS = (OtherShop.accept,)  # questions of the loader that the reader can answer here


def review(hand: InHand, chosen: Chosen, shop: str) -> None:
    """Try the map at once; what is lacking, what is wrong, or the first rows as they will count."""
    st.subheader(_("What would be loaded"))
    if chosen.lacking:
        wanted = [" / ".join(column_name(column) for column in choice) for choice in chosen.lacking]
        show(note([_("Still to choose: {columns}.").format(columns=text(listed(wanted)))]))
        return
    answers = tuple(each for each in ANSWERS if st.session_state.get(f"map_accept_{hand.sha[:8]}_{each}"))
    asked = Asked(map=chosen.map.toml(), defaults=chosen.defaults, accepted=answers, origin=_origin())
    what = (hand.sha, shop, repr(asked))
    if st.session_state.get("map_tried", (None,))[0] != what:
        try:
            st.session_state["map_tried"] = what, _tried(hand, shop, asked)
        except warehouse.ShopNameRefused:
            show(note([name_refused(shop)], "alarm"))
            return
    results: list[Loaded] = st.session_state["map_tried"][1]
    for each in results:
        _shown(each, several=len(results) > 1)
    kinds = {wrong.kind for each in results for wrong in each.problems} | set(answers)
    for kind in ANSWERS:
        if kind in kinds:
            st.checkbox(_("It is this shop's file all the same"), key=f"map_accept_{hand.sha[:8]}_{kind}")
    if any(each.status == "loaded" for each in results):
        _loading(hand, chosen, asked, shop, results)


def _origin() -> str:
    """Who brought the file, as said last on the page of files."""
    return str(st.session_state.get("uploads_origin", FROM_FILES[0]))


def _tried(hand: InHand, name: str, asked: Asked) -> list[Loaded]:
    """A shop that is only tried is not left behind."""
    is_new = name not in warehouse.shop_names()
    shop = warehouse.shop(name, make=True)
    try:
        return _worked(hand, shop, replace(asked, dry_run=True), _("Checking the file …"))
    finally:
        if is_new:
            warehouse.forget(name)


def _worked(hand: InHand, shop: warehouse.Shop, asked: Asked, doing: str) -> list[Loaded]:
    with tempfile.TemporaryDirectory(prefix="duizhang-") as folder, st.spinner(doing, show_time=True):
        return load(shop, [(written(hand, Path(folder)), hand.name)], asked, limits=PAGE)[0]


def _shown(each: Loaded, *, several: bool) -> None:
    if several:
        show(f"<b>{text(each.file + (f' [{each.sheet}]' if each.sheet else ''))}</b>")
    if each.status == "already loaded":
        show(note([_("already loaded as number {number}; it changes nothing").format(number=each.upload)], "calm"))
    elif each.status == "refused":
        _problems(each)
    else:
        _facts(each)
        _rows(each)


def _problems(each: Loaded) -> None:
    """Row, column, cell, and what is wrong with it."""
    count = plural("{count} problem; nothing can be loaded yet.", "{count} problems; nothing can be loaded yet.", len(each.problems))  # fmt: skip
    show(note([count], "alarm"))
    header = [(_("Row"), "n"), (_("Column"), ""), (_("What is wrong"), ""), (_("What to do"), "")]
    lines = []
    for wrong in each.problems[:MOST]:
        row = f"{wrong.row:,}" if wrong.row else ""
        lines.append(("", [row, text(wrong.column or ""), text(problem.sentence(wrong)), text(_advice(wrong))]))
    show(table(header, lines))
    if len(each.problems) > MOST:
        st.caption(_("The first {shown} of {count} are shown.").format(shown=MOST, count=len(each.problems)))


def _advice(wrong: Problem) -> str:
    """What to do on this page, where the loader would name an option of the command line."""
    if wrong.kind == AmbiguousDate.kind:
        return _("Please choose the order of the dates.")
    if wrong.kind == UndatedCosts.kind:
        return _("Say from which day the costs hold.")
    if wrong.kind == OtherShop.kind:
        return _("Choose the right shop, or say below that it is this one's file.")
    return problem.advice(wrong)


def _facts(each: Loaded) -> None:
    facts = [
        plural("{count} row", "{count} rows", each.rows),
        money(each.sum) if each.sum is not None else "",
        f"{each.period[0]} – {each.period[1]}" if each.period else "",
        _("header in row {row}").format(row=each.header_row) if each.header_row else "",
    ]
    chips = "".join(f'<span class="dz-chip">{fact}</span>' for fact in facts if fact)
    said = found_in(each)
    show(f'<div class="dz-chips">{chips}</div><ul>{"".join(f"<li>{one}</li>" for one in said)}</ul>')


def _rows(each: Loaded) -> None:
    """The first rows as they were understood."""
    if len(each.typed) < 2:
        return
    names, *rows = each.typed
    kinds = ["n" if name == "source_row" or name.endswith(("amount", "spend", "cost", "price", "quantity")) else "d" for name in map(str, names)]  # fmt: skip
    lines = [
        ("", [text(row_kind_name(cell or "")) if name == "row_kind" else text(cell if cell is not None else "–") for name, cell in zip(names, row, strict=True)])
        for row in rows
    ]  # fmt: skip
    show(f"<p><b>{_('The first rows, as they are understood')}</b></p>")
    show(table([(text(column_name(str(name))), kind) for name, kind in zip(names, kinds, strict=True)], lines))


def _loading(hand: InHand, chosen: Chosen, asked: Asked, shop: str, results: list[Loaded]) -> None:
    """Name the map, keep it, load."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(_("Name of this kind of file"), Path(hand.name).stem[:60], key=f"map_name_{hand.sha[:8]}", width=320)  # fmt: skip
        keeps = st.checkbox(
            _("Remember the columns"),
            value=True,
            key="map_keep",
            help=_("Files with the same column names are then recognised by themselves."),
        )
    rows = sum(each.rows for each in results if each.status == "loaded")
    label = plural("Load {count} row", "Load {count} rows", rows)
    if not writing.button(label, type="primary", icon=":material/check:", key="map_load", action=access.LOAD):
        return
    named = replace(chosen.map, label=name.strip() or chosen.map.label)
    target = warehouse.shop(shop, make=True)
    done = _worked(hand, target, replace(asked, map=named.toml()), _("Loading …"))
    loaded = [each for each in done if each.status == "loaded"]
    if not loaded:
        st.session_state.pop("map_tried")
        st.rerun()
    said = [plural("{count} row loaded.", "{count} rows loaded.", sum(each.rows for each in loaded))]
    if keeps:
        path = remember(named.label, named.toml())
        said.append(_("The columns are remembered as {file}.").format(file=text(f"formats/{path.name}")))
    said.append(link(_("See the week"), address("./", shop=target.name, week=None)))
    st.session_state["map_said"] = note([joined(said)], "calm")
    let_go()
    view.hold("shop", target.name)
    view.hold("week", None)
    st.rerun()
