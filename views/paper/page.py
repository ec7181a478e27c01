"""A document as one HTML page of its own: prints on A4 with no column lost, its heads repeated; nothing in it is fetched."""

from collections.abc import Sequence
from functools import singledispatch
from pathlib import Path

from views.html import table, text
from views.language import _, language
from views.paper.drawing import draw
from views.paper.model import Block, Boxes, Cards, Chart, Column, Document, Points, Section, Table, Words, shown

STYLE = Path(__file__).parent / "page.css"
WIDE = 640.0  # units of a chart as wide as the paper: its letters are then as large as those beside it


def written(document: Document) -> bytes:
    """The document as a page for paper."""
    foot = " · ".join(filter(None, (document.shop, document.title, document.number)))
    lead = "".join(f"<p>{text(each)}</p>" for each in document.lead)
    parts = [
        head(document.title, document.shop, document.facts),
        f'<div class="lead">{lead}</div>' if lead else "",
        *map(_section, document.sections),
        f'<p class="mark">{text(document.origin)}</p>',
    ]
    return whole(f"{document.shop} {document.title}", foot, parts).encode()


def whole(title: str, foot: str, parts: Sequence[str]) -> str:
    """A page from its parts, in the reader's language, with style and foot."""
    code = "zh-CN" if language() == "zh" else "en"
    return (
        f'<!doctype html><html lang="{code}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{text(title)}</title><style>{_style(foot)}</style></head>"
        f"<body>{''.join(parts)}</body></html>"
    )


def head(title: str, shop: str, facts: Sequence[tuple[str, str]]) -> str:
    """The head of the first page: what it is, whose, and the facts it stands on."""
    said = "".join(f"<div><dt>{text(name)}</dt><dd>{text(value)}</dd></div>" for name, value in facts)
    return f'<header><h1>{text(title)}</h1><p>{text(shop)}</p><dl class="facts">{said}</dl></header>'


def section(name: str, body: str, note: str = "", kind: str = "") -> str:
    """A part of the page under its heading; heading and body are HTML."""
    below = f'<p class="note">{text(note)}</p>' if note else ""
    return f'<section class="{kind}"><h2>{name}</h2>{body}{below}</section>'


def boxes(found: Sequence[tuple[str, Sequence[str]]]) -> str:
    """Boxes to sign in, side by side."""
    body = "".join(
        f"<div><b>{text(whose)}</b>{''.join(f'<p>{text(line)}</p>' for line in lines)}</div>" for whose, lines in found
    )
    return f'<div class="boxes">{body}</div>'


def _style(foot: str) -> str:
    """The style sheet, with the foot of every printed page: what it is, page x of y."""
    before, between, after = map(_literal, _("Page {page} of {pages}").replace("{pages}", "{page}").split("{page}"))
    said = (
        f"@page {{ @bottom-left {{ content: {_literal(foot)}; }} "
        f"@bottom-right {{ content: {before} counter(page) {between} counter(pages) {after}; }} }}"
    )
    return STYLE.read_text("utf-8") + said


def _literal(words: str) -> str:
    """Any text as a string of CSS: what is no letter is written as its number, so that none of it can end the string."""
    return '"' + "".join(each if each.isalnum() else f"\\{ord(each):06x}" for each in words) + '"'


def _section(said: Section) -> str:
    return section(text(said.title), "".join(map(_block, said.blocks)), kind="fine" if said.is_fine else "")


@singledispatch
def _block(block: Block) -> str:
    raise NotImplementedError(type(block))


@_block.register
def _words(block: Words) -> str:
    return f'<p class="{block.kind}">{text(block.text)}</p>'


@_block.register
def _points(block: Points) -> str:
    items = (
        f"<li>{text(said)}{f' <span>{text(behind)}</span>' if behind else ''}</li>" for said, behind in block.items
    )
    return f'<ul class="points">{"".join(items)}</ul>'


@_block.register
def _cards(block: Cards) -> str:
    found = "".join(
        f'<div class="{card.tone}"><span>{text(card.name)}</span><b>{text(card.amount.shown)}'
        f"{f' … {text(card.until.shown)}' if card.until else ''}</b><i>{text(card.moved)}</i></div>"
        for card in block.cards
    )
    return f'<div class="cards">{found}</div>'


@_block.register
def _table(block: Table) -> str:
    header = [(text(each.name), _kind(each)) for each in block.columns]
    return table(header, [(row.kind, [text(shown(cell)) for cell in row.cells]) for row in block.rows])


def _kind(column: Column) -> str:
    return "n" if column.is_number else "" if column.weight else "short"


@_block.register
def _chart(block: Chart) -> str:
    return f'<figure class="chart">{draw(block.plot, WIDE).svg(block.title)}</figure>'


@_block.register
def _boxes(block: Boxes) -> str:
    return boxes(block.boxes)
