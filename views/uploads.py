"""Dropping files: each one recognised, checked and shown before anything changes; then the register of all of them."""

import tempfile
from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import streamlit as st

import warehouse
from etl import register as etl_register
from etl.coverage import coverage
from etl.errors import Problem
from etl.format import formats
from etl.loaded import Loaded
from etl.pipeline import Asked, load, undo
from etl.sheet import PAGE
from views import mapfile, view
from views.frame import shop_title
from views.html import link, note, plain, show, table, text
from views.language import _, joined, listed, plural
from views.numbers import money
from views.view import address
from views.words import entity_name, grade_name, name_refused, note_name, platform_name, source_name, state_name

KINDS = ["csv", "txt", "xlsx", "xlsm", "xls", "zip"]


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
    files = st.file_uploader(
        _("Export files"),
        KINDS,
        accept_multiple_files=True,
        key=f"files_{st.session_state.get('uploads_round', 0)}",
        label_visibility="collapsed",
        max_upload_size=PAGE.file_bytes >> 20,
    )
    if not files:
        show(
            f'<p class="soft">{_("Orders, ad reports and cost tables of Taobao/Tmall, Pinduoduo and Douyin are recognised by their columns.")} '
            f"{link(_('Where do I export this?'), address('exports'))} · "
            f"{link(_('Another table? Choose its columns'), address('mapping'))}</p>"
        )
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
        _shown(results)
        mapfile.offer(results, files)
        fresh = [each for each in results if each.status == "loaded"]
        if not fresh:
            return
        label = plural("Load {count} table", "Load {count} tables", len(fresh))
        if st.button(label, type="primary", icon=":material/check:", key="load_files"):
            target = warehouse.shop(target_name, make=True)
            done = [each for each in _worked(target, paths, asked, dry_run=False) if each.status == "loaded"]
            rows = sum(each.rows for each in done)
            said = _("{files} loaded, {rows} rows.").format(
                files=plural("{count} table", "{count} tables", len(done)), rows=f"{rows:,}"
            )
            st.session_state["uploads_done"] = note(
                [said + " " + link(_("See the week"), address("./", shop=target.name, week=None))], "calm"
            )
            st.session_state["uploads_round"] = st.session_state.get("uploads_round", 0) + 1
            view.hold("shop", target.name)
            view.hold("week", None)
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
    return Asked(format=named, defaults={"valid_from": day.isoformat()} if isinstance(day, date) else None)


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
            Asked(asked.format, asked.map, asked.defaults, asked.origin, dry_run),
            limits=PAGE,
            progress=lambda file, step: say(f"{file} · {steps[step]}"),
            waiting=lambda: say(_("Another load of this shop is running; waiting for it.")),
        )
        line.empty()
    return results


def _shown(results: list[Loaded]) -> None:
    for each in results:
        name = each.file + (f" [{each.sheet}]" if each.sheet else "")
        with st.container(border=True):
            if each.status == "refused":
                show(f"<b>✕ {text(name)}</b> · {_('refused, nothing of it was loaded')}")
                _problems(each)
            elif each.status == "already loaded":
                show(
                    f"<b>＝ {text(name)}</b> · {_('already loaded as number {number}; it changes nothing').format(number=each.upload)}"
                )
            else:
                show(f"<b>✓ {text(name)}</b>")
                _recognised(each)
                _preview(each)


def _recognised(each: Loaded) -> None:
    assert each.format is not None
    what = f"{platform_name(each.format.platform)} · {_(each.format.label)}"
    place = _("header in row {row}").format(row=each.header_row)
    facts = [
        f"<b>{text(what)}</b> ({text(entity_name(each.format.entity))})",
        f"{each.period[0]} – {each.period[1]}" if each.period else "",
        f"{_('{count} rows').format(count=f'{each.rows:,}')}, {money(each.sum)}"
        if each.sum is not None
        else _("{count} rows").format(count=f"{each.rows:,}"),
        f"{each.encoding.upper()}, {place}" if each.encoding else place,
    ]
    show(
        '<div class="dz-chips">' + "".join(f'<span class="dz-chip">{fact}</span>' for fact in facts if fact) + "</div>"
    )
    said = [
        _("{new} new · {updated} changed · {unchanged} unchanged").format(
            new=f"{each.change.new:,}", updated=f"{each.change.updated:,}", unchanged=f"{each.change.unchanged:,}"
        )
    ]
    if each.rejected:
        said.append(_("{count} lines are no data (totals, blanks) and were set aside.").format(count=each.rejected))
    if each.rounded:
        said.append(
            _("{count} rows have amounts with more than two decimals; each was rounded once.").format(
                count=f"{each.rounded:,}"
            )
        )
    if each.other_rows:
        said.append(
            _("{count} rows are neither sale nor refund ({amount}); they count nowhere.").format(
                count=f"{each.other_rows:,}", amount=money(each.other_amount)
            )
        )
    for check in each.identities:
        if check.broken:
            broken = _("not so on {broken} of {rows} rows").format(broken=f"{check.broken:,}", rows=f"{check.rows:,}")
            said.append(f'<span class="bad">✕ {text(_(check.sentence))}: {broken}</span>')
        elif check.rows:
            said.append(f"✓ {text(_(check.sentence))}: {_('so on all {rows} rows').format(rows=f'{check.rows:,}')}")
    if each.unknown_words:
        said.append(
            f'<span class="bad">{_("Unknown words in a status column: {words}").format(words=text(listed(each.unknown_words)))}</span>'
        )
    if each.format.grade in ("code", "manual"):
        said.append(_("Header known from {grade}.").format(grade=grade_name(each.format.grade)))
    said += [text(note_name(one)) for one in each.notes]
    show("<ul>" + "".join(f"<li>{one}</li>" for one in said) + "</ul>")


def _preview(each: Loaded) -> None:
    if not each.preview:
        return
    header, *rows = each.preview
    with st.expander(_("First rows, personal columns left out")):
        show(table([(text(name), "") for name in header], [("", [text(value or "") for value in row]) for row in rows]))


def _problems(each: Loaded) -> None:
    """Grouped by cause: what is wrong, where, what to do."""
    groups: dict[tuple[str, str | None], list[Problem]] = defaultdict(list)
    for problem in each.problems:
        groups[problem.kind, problem.column].append(problem)
    for problems in groups.values():
        first = problems[0]
        where = f"<b>{_('column {column}').format(column=text(first.column))}</b> · " if first.column else ""
        count = f" ({plural('{count} cell', '{count} cells', len(problems))})" if first.row else ""
        advice = text(first.filled(_(first.advice)))
        if first.row and len(problems) > 1:
            lines = "".join(
                f"<li>{_('row {row}').format(row=f'{p.row:,}')} · {text(p.filled(_(p.sentence)))}</li>"
                for p in problems[:20]
            )
            more = f"<li>… {len(problems) - 20}</li>" if len(problems) > 20 else ""
            show(f'<div class="dz-note alarm">{where}{advice}{count}<ul>{lines}{more}</ul></div>')
        else:
            row = f"{_('row {row}').format(row=f'{first.row:,}')} · " if first.row else ""
            show(
                f'<div class="dz-note alarm">{where}{row}{joined([text(first.filled(_(first.sentence))), advice])}</div>'
            )


def register(shop: warehouse.Shop) -> None:
    """Every upload, newest first, with a way to take it out."""
    entries = etl_register.entries(shop)
    if not entries:
        return
    st.subheader(_("What has been loaded into {shop}").format(shop=plain(shop_title(shop.name))))
    header = [
        ("#", "n"),
        (_("File"), ""),
        (_("Recognised as"), "wide-only"),
        (_("Period"), "d"),
        (_("Rows"), "n"),
        (_("Sum"), "n"),
        (_("When, by whom"), "d wide-only"),
    ]
    rows = []
    for entry in reversed(entries):
        each = entry.upload
        state = (
            f'<span class="sub bad">{_("taken out {when}").format(when=entry.undone_at[:10])}</span>'
            if entry.undone_at
            else ""
        )
        label = _(formats()[each.format].label) if each.format in formats() else _("your own column map")
        moment = f"{datetime.fromisoformat(each.at).astimezone():%Y-%m-%d %H:%M}"
        origin = _("typed") if each.origin == "typed" else _("uploaded")
        when = f"{moment}<span class='sub'>{text(each.by)} · {origin}</span>"
        span = f"{each.period[0]} –<br>{each.period[1]}" if each.period else ""
        rows.append(
            (
                "",
                [
                    str(each.upload),
                    text(each.file) + state,
                    text(label),
                    span,
                    f"{each.rows:,}",
                    money(Decimal(each.sum)) if each.sum else "",
                    when,
                ],
            )
        )
    show(table(header, rows))
    active = [entry.upload for entry in entries if not entry.undone_at]
    with st.expander(_("Take a file out")):
        chosen = st.selectbox(
            _("File"),
            active,
            format_func=lambda u: f"{u.upload} · {u.file}",
            key="undo_pick",
            index=None,
            placeholder=_("Choose a file"),
        )
        st.caption(
            _("The figures become what they were without it. The file itself and this line stay in the register.")
        )
        if chosen and st.button(_("Take it out"), key="undo_button", icon=":material/undo:"):
            with st.spinner(_("Computing the figures without it …")):
                undo(shop, chosen.upload)
            st.session_state["uploads_done"] = note([_("{file} is taken out.").format(file=text(chosen.file))], "calm")
            st.rerun()


def calendar(shop: warehouse.Shop) -> None:
    """Which source speaks for which week: the last thirteen weeks, day by day."""
    days = coverage(shop)
    if not days:
        return
    st.subheader(_("Which days are covered"))
    last = date.fromisoformat(days[-1]["day"])
    first = last - timedelta(days=last.weekday() + 7 * 12)
    known = {each["day"]: each["sources"] for each in days}
    sources = list(days[-1]["sources"])
    marks = {"present": "●", "partial": "◐", "missing": "○"}
    header = [(_("Week of"), "d"), *((text(source_name(source)), "d") for source in sources)]
    rows = []
    for week in range(12, -1, -1):
        monday = first + timedelta(days=7 * week)
        cells = [f"{monday:%Y-%m-%d}"]
        for source in sources:
            states = [known.get((monday + timedelta(days=n)).isoformat(), {}).get(source, "missing") for n in range(7)]
            dots = "".join(
                f'<span class="{"" if s == "present" else "bad"}" title="{text((monday + timedelta(days=n)).isoformat())} {state_name(s)}">{marks[s]}</span>'
                for n, s in enumerate(states)
            )
            cells.append(dots)
        rows.append(("", cells))
    show(table(header, rows))
    st.caption(_("● present · ◐ one platform is missing · ○ missing. Monday to Sunday."))
