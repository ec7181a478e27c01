"""The way to each export in the platforms' back offices, and how sure we are of its header."""

import streamlit as st

from etl.format import Format
from etl.formatfile import formats
from views import view
from views.html import show, table, text
from views.language import _, listed
from views.words import entity_name, grade_mark, grade_name, platform_name, step_name

# The order in which a reader looks for a platform; any other follows by name.
FIRST = (
    "taobao",
    "jd",
    "pinduoduo",
    "douyin",
    "kuaishou",
    "xiaohongshu",
    "wechat",
    "1688",
    "shopify",
    "amazon",
    "tiktok",
)
LAST = ("any",)
ENTITIES = (
    "orders",
    "order_lines",
    "refunds",
    "ad_spend",
    "settlements",
    "unit_costs",
    "purchases",
    "shipments",
    "traffic",
)


def guide() -> None:
    """The exports of one platform: which, the way through the menus, which columns tell it apart, how they are known."""
    show(
        f'<p class="dz-say">{_("Export as csv, xlsx or zip, drop it as it is. Do not open and save it in a spreadsheet program first: that damages order numbers.")}</p>'
    )
    known = _by_platform()
    platform = _chosen(list(known))
    st.caption(
        _(
            "● a real file · ◐ the code of a working shop, not yet a real file · ○ a manual or a guess. Tell us where one differs."
        )
    )
    header = [
        (_("Export and the way to it through the menus"), ""),
        (_("Recognised by"), "wide-only"),
    ]
    rows = [("", _row(each)) for each in sorted(known[platform], key=_place)]
    show(table(header, rows))
    show(
        f"<p>{_('The menus change from time to time. Any other table can be loaded too: drop it and choose its columns.')}</p>"
    )


def _row(each: Format) -> list[str]:
    mark = f"<span title='{text(grade_name(each.grade))}'>{grade_mark(each.grade)}</span>"
    way = " › ".join(text(step_name(step)) for step in each.where)
    return [
        f"{mark} <b>{text(_(each.label))}</b> <span class='soft'>{text(entity_name(each.entity))}</span><br>{way}",
        text(listed(choice[0] for choice in each.must)),
    ]


def _by_platform() -> dict[str, list[Format]]:
    found: dict[str, list[Format]] = {}
    for each in formats().values():
        if each.where:
            found.setdefault(each.platform, []).append(each)
    order = [*FIRST, *sorted(set(found) - {*FIRST, *LAST}), *LAST]
    return {platform: found[platform] for platform in order if platform in found}


def _chosen(platforms: list[str]) -> str:
    """The platform in the address; a click changes both."""
    held = view.held("platform")
    current = held if held in platforms else platforms[0]
    st.session_state["pick_platform"] = current
    st.pills(
        _("Platform"),
        platforms,
        key="pick_platform",
        format_func=platform_name,
        on_change=lambda: view.hold("platform", st.session_state["pick_platform"] or current),
    )
    return current


def _place(each: Format) -> tuple[int, str]:
    return ENTITIES.index(each.entity) if each.entity in ENTITIES else len(ENTITIES), each.number
