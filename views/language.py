"""The reader's language: English is the source text, locale/ holds the others.

`python -m views.language --update` writes new source texts into the .po files; `--check` fails when a text has no
translation. Everything that a reader may see is collected: texts in the code, metrics, formats, errors.
"""

import argparse
import ast
import sys
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from string import Formatter

import streamlit as st
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from reports.tongue import PO, translations

ROOT = Path(__file__).parent.parent
LANGUAGES = {"zh": "中文", "en": "English"}
PYTHON = ("views", "pages", "etl", "reports", "book")
TOML_TEXTS = ("label", "how", "differs", "sentence")


_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """A language for what is made where no reader is known."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def settle() -> None:
    """Find out once for the run that begins what the reader speaks: a page asks for every word of it."""
    _spoken.set(None)
    _spoken.set(language())


def language() -> str:
    """Either zh or en: what the address says, else what was chosen, else the browser's language."""
    if spoken := _spoken.get():
        return spoken
    chosen = st.session_state.get("view_lang") or st.query_params.get("lang")
    if chosen in LANGUAGES:
        return str(chosen)
    return "zh" if (st.context.locale or "zh").lower().startswith("zh") else "en"


def _(text: str) -> str:
    """The text in the reader's language."""
    return translations(language()).gettext(text) if text else ""


def in_language(text: str, language: str) -> str:
    """The text in a language that need not be the reader's."""
    return translations(language).gettext(text) if text else ""


def plural(one: str, many: str, count: int) -> str:
    """The text for a count, in the reader's language, with {count} filled in."""
    return translations(language()).ngettext(one, many, count).format(count=f"{count:,}")


def joined(sentences: Iterable[str]) -> str:
    """Sentences one after the other: with a blank between them in English, without one in Chinese."""
    return ("" if language() == "zh" else " ").join(each for each in sentences if each)


def listed(names: Iterable[str]) -> str:
    """Names side by side."""
    return ("、" if language() == "zh" else ", ").join(names)


# --- keeping the catalogue complete --------------------------------------------------------------


def collected() -> Catalog:
    """Every text that a reader may see."""
    catalog = Catalog(project="Duizhang", locale="zh_CN", fuzzy=False)
    for path in (ROOT / "app.py", *(each for folder in PYTHON for each in sorted((ROOT / folder).rglob("*.py")))):
        for message in _code_texts(path):
            catalog.add(message)
    for text in _toml_texts():
        catalog.add(text)
    return catalog


def _code_texts(path: Path) -> Iterator[str | tuple[str, str]]:
    """The texts of `_()`, `N_()` and `plural()` calls, those inside f-strings too, which Babel does not see."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "N_", "plural"):
            texts = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            if node.func.id == "plural" and len(texts) == 2:
                yield texts[0], texts[1]
            elif texts and node.func.id != "plural":
                yield texts[0]


def _toml_texts() -> Iterator[str]:
    for path in sorted(path for room in ("book", "etl", "reports") for path in (ROOT / room).rglob("*.toml")):
        yield from _texts(tomllib.loads(path.read_text("utf-8")))


def _texts(said: object) -> Iterator[str]:
    if isinstance(said, dict):
        for key, value in said.items():
            if key in TOML_TEXTS and isinstance(value, str) and value:
                yield value
            else:
                yield from _texts(value)
    elif isinstance(said, list):
        for each in said:
            yield from _texts(each)


def update() -> None:
    """Bring the .po up to the source texts; translations are kept, texts no longer used are dropped."""
    catalog = collected()
    if PO.exists():
        with PO.open("rb") as file:
            old = read_po(file, locale="zh_CN")
        for message in catalog:
            if message.id and (known := old.get(message.id)) and known.string:
                message.string = known.string
    with PO.open("wb") as file:
        write_po(file, catalog, width=120, sort_output=True, no_location=True, omit_header=False)


def untranslated() -> list[str]:
    """Source texts that have no translation, or whose translation names other fields."""
    with PO.open("rb") as file:
        known = read_po(file, locale="zh_CN")
    missing = []
    for message in collected():
        if message.id:
            found = known.get(message.id)
            said = found.string if found else ""
            strings = [said] if isinstance(said, str) else list(said or ("",))
            sources = [message.id] if isinstance(message.id, str) else list(message.id)
            if not strings or not all(strings) or any(_fields(said) != _fields(sources[-1]) for said in strings):
                missing.append(str(message.id))
    return missing


def _fields(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name is not None}


def main() -> int:
    """--update or --check."""
    parser = argparse.ArgumentParser(prog="python -m views.language")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    if asked.update:
        update()
    missing = untranslated()
    for text in missing:
        print(f"no Chinese for: {text}")
    return 1 if missing and asked.check else 0


if __name__ == "__main__":
    sys.exit(main())
