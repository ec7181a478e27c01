"""What both sides wrote into a week's report: headings of the lists, who says a line, a section of the document."""

from reports.weekreport.items import Item
from views.documents.words import side_name
from views.language import _
from views.paper.model import Points, Section, Words


def list_name(name: str) -> str:
    """The heading of a list."""
    return {
        "done": _("Done this week"),
        "changed": _("What changed"),
        "next": _("Next week"),
        "needed": _("Needed from the other side"),
    }[name]


def listed_section(name: str, items: tuple[Item, ...]) -> Section:
    """What both sides wrote; an empty list is left out of the picture."""
    points = Points(tuple((each.text, behind(each)) for each in items))
    return Section(list_name(name), (points if items else Words(_("Nothing was written."), "note"),), bool(items))


def behind(item: Item) -> str:
    """Who says it; of what is needed, from whom."""
    if item.list == "needed":
        other = {"agency": "merchant", "merchant": "agency"}[item.side]
        return _("from the {side}, asked by {who}").format(side=side_name(other), who=item.who)
    return f"{side_name(item.side)} · {item.who}"
