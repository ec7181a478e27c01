"""Header names as they are compared: platforms write the same name in several ways."""

import re
import unicodedata
from collections.abc import Iterable

INVISIBLE = re.compile(r"[\s\u200b-\u200d\u2060\ufeff\"'`]+")
# A unit behind a name: (元), （+元）, (件), (%), (USD).
UNIT = re.compile(r"\((?:[^()]*(?:元|件|%|\$)[^()]*|[a-z]{3})\)$")


def normalised(name: str) -> str:
    """A header name as it is compared: no blanks or quotes, NFKC, 帐 = 账, 劵 = 券, lower case."""
    text = INVISIBLE.sub("", unicodedata.normalize("NFKC", name))
    return text.replace("帐", "账").replace("劵", "券").lower()


def bare(name: str) -> str:
    """A normalised name without its unit."""
    return UNIT.sub("", name)


def spellings(header: Iterable[str]) -> set[str]:
    """Every normalised name of a header, with and without its unit."""
    names = {normalised(name) for name in header} - {""}
    return names | set(map(bare, names))
