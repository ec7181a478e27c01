"""A problem of a file in the reader's words: formats and columns by their names, no option of the command line."""

import re
from dataclasses import replace

from book import BookUnreachable
from etl.errors import Problem
from etl.formatfile import formats
from views.html import text
from views.language import _, joined, listed
from views.words import column_name, found_name

OPTION = re.compile(r"\s*[(（]--[^()（）]*[)）]")  # the option of the command line, which a page does not need
LONGEST = 60  # letters of a cell that are shown


def sentence(problem: Problem) -> str:
    """What is wrong."""
    return _named(problem).filled(_(problem.sentence))


def advice(problem: Problem) -> str:
    """The way out."""
    return OPTION.sub("", _named(problem).filled(_(problem.advice))) if problem.advice else ""


def unreachable(fault: BookUnreachable) -> str:
    """That the book cannot be opened, what goes on without it, and the way out."""
    said = _("The book of what was agreed, claimed and signed cannot be opened ({about}).").format(
        about=text(str(fault.about).split("\n")[0])
    )
    way = _("Nothing is lost: files and costs go on without it. Start its server, or mend DUIZHANG_BOOK, then open this page again.")  # fmt: skip
    return joined([said, way])


def _named(problem: Problem) -> Problem:
    names = {
        "format": _format_name,
        "closest": _format_name,
        "formats": lambda said: listed(map(_format_name, said.split(", "))),
        "missing": lambda said: listed(map(_column_names, said.split(", "))),
        "target": column_name,
        "found": found_name,
    }
    fields = {name: names[name](str(said)) if name in names else said for name, said in problem.fields.items()}
    value = problem.value
    if value and len(value) > LONGEST:
        value = f"{value[:LONGEST]}…"
    return replace(problem, value=value, fields=fields)


def _column_names(choice: str) -> str:
    return " / ".join(map(column_name, choice.split(" / ")))


def _format_name(name: str) -> str:
    return _(formats()[name].label) if name in formats() else _("this table")
