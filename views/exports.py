"""The way to each export in the platforms' back offices, and how sure we are of its header."""

import streamlit as st

from etl.format import Format, formats
from views.html import show, table, text
from views.language import _
from views.words import entity_name, grade_name, platform_name, step_name


def guide() -> None:
    """Per platform: which export, which way through the menus, which columns tell it apart."""
    show(
        f'<p class="dz-say">{_("Export as csv, xlsx or zip, drop it as it is. Do not open and save it in a spreadsheet program first: that damages order numbers.")}</p>'
    )
    platforms: dict[str, list[Format]] = {}
    for each in formats().values():
        if each.where:
            platforms.setdefault(each.platform, []).append(each)
    header = [
        (_("Export"), ""),
        (_("Way through the menus"), ""),
        (_("Recognised by"), "wide-only"),
        (_("Header known from"), "wide-only"),
    ]
    for platform, found in platforms.items():
        st.subheader(platform_name(platform))
        show(
            table(
                header,
                [
                    (
                        "",
                        [
                            f"{text(_(each.label))}<span class='sub'>{text(entity_name(each.entity))}</span>",
                            " › ".join(text(step_name(step)) for step in each.where),
                            text(", ".join(choice[0] for choice in each.must)),
                            text(grade_name(each.grade)),
                        ],
                    )
                    for each in found
                ],
            )
        )
    show(
        f"<p>{_('The menus change from time to time. Any other table loads with a column map on the command line.')}</p>"
    )
