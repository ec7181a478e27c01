"""Which version of its definition a figure has: the fingerprint of its formula, and of all definitions together."""

import hashlib

import warehouse
from etl.definitions import FIGURE, definitions
from etl.upgrade import made_by
from views.html import link
from views.language import _
from views.view import address
from warehouse import access

SHOWN = 8  # letters of a fingerprint


def mark(fingerprint: str | None) -> str:
    """A fingerprint in short, whole as a hint; a question mark where an earlier version kept none."""
    return f'<code title="{fingerprint}">{fingerprint[:SHOWN]}</code>' if fingerprint else "<code>?</code>"


def formula_mark(name: str) -> str:
    """The fingerprint of a figure's own formula."""
    return hashlib.sha256(definitions()[FIGURE + name].encode()).hexdigest()


def version_in_use(shop: warehouse.Shop) -> str | None:
    """The version of all definitions that the shop's figures were computed with; None for a shop without figures."""
    try:
        return made_by(warehouse.reader(shop))
    except warehouse.NoBuild:
        return None


def sentence(shop: warehouse.Shop, name: str) -> str:
    """The version of a figure's definition, with the way to what newer versions changed."""
    template = _("Formula {formula}, in version {version} of all definitions.")
    said = template.format(formula=mark(formula_mark(name)), version=mark(version_in_use(shop)))
    if not access.current().may(access.SEE_COSTS, shop.name):
        return said
    return f"{said} {link(_('What the rules changed'), address('rules'))}"
