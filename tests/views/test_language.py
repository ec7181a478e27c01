"""English is the source, Chinese is complete: every text has a translation and both name the same fields."""

import ast
import re
import string
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from reports.tongue import PO
from views import language

FOLDERS = ("app.py", "views", "pages")


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def known() -> list[Message]:
    with PO.open("rb") as file:
        return [message for message in read_po(file, locale="zh_CN") if message.id]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A house with one text in each place that is searched."""
    texts = {
        "app.py": '_("in the front door")',
        "views/one.py": "said = f\"<b>{_('inside an f-string')}</b> {plural('{count} shoe', '{count} shoes', 2)}\"",
        "pages/two.py": '_("of two " "pieces")\nprint("not for the reader")',
        "etl/three.py": 'sentence = N_("Kept for later.")',
        "reports/metrics.toml": '[sales]\nlabel = "A label"\nunit = "money"\nhow = "How it is made"',
        "reports/claims/words.toml": '[seen]\nlabel = "A claim"',
        "book/clauses.toml": '[kinds.fixed]\nlabel = "A clause"',
        "etl/fees.toml": '[toll]\nlabel = "A fee"',
        "etl/formats/four.toml": 'label = "An export"\n[[identities]]\nsentence = "A holds"\nleft = ["a"]',
    }
    for name, text in texts.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    monkeypatch.setattr(language, "ROOT", tmp_path)
    return tmp_path


def test_every_text_has_a_translation() -> None:
    assert language.untranslated() == []


def test_the_collector_finds_every_kind_of_text(house: Path) -> None:
    found = {message.id for message in language.collected() if message.id}
    assert found == {
        "in the front door", "inside an f-string", ("{count} shoe", "{count} shoes"), "of two pieces", "Kept for later.",
        "A label", "How it is made", "A claim", "A clause", "A fee", "An export", "A holds",
    }  # fmt: skip


def test_a_new_text_without_a_translation_is_named(house: Path) -> None:
    (house / "views" / "five.py").write_text('_("Quite new.")', "utf-8")
    assert "Quite new." in language.untranslated()


def test_a_translation_that_names_other_fields_is_named(
    house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (house / "app.py").write_text('_("{count} rows")\n_("{count} files")', "utf-8")
    po = tmp_path / "messages.po"
    po.write_text(
        'msgid "{count} rows"\nmsgstr "{number} 行"\n\nmsgid "{count} files"\nmsgstr "{count} 个文件"\n', "utf-8"
    )
    monkeypatch.setattr(language, "PO", po)
    missing = language.untranslated()
    assert "{count} rows" in missing
    assert "{count} files" not in missing


def test_source_and_translation_name_the_same_fields() -> None:
    for message in known():
        sources = [message.id] if isinstance(message.id, str) else list(message.id)
        strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
        assert {frozenset(fields(each)) for each in strings} == {frozenset(fields(sources[-1]))}, message.id


def test_translations_are_chinese() -> None:
    """A translation without a Chinese character must be the same in both languages."""
    plain = {str(m.id): str(m.string) for m in known() if not re.search("[\u4e00-\u9fff]", str(m.string))}
    bare = {text: re.sub(r"{\w+}", "", said) for text, said in plain.items()}  # the names of fields are no words
    assert {text for text, said in bare.items() if re.search("[A-Za-z]{3}", said)} <= {"Duizhang"}


def test_nothing_is_translated_before_its_fields_are_filled() -> None:
    """`_(f"…")` and `_("…".format())` would look up a text that no catalogue holds."""
    root = Path(language.__file__).parent.parent
    paths = [
        path for name in FOLDERS for path in ([root / name] if name.endswith(".py") else (root / name).rglob("*.py"))
    ]
    wrong = [
        f"{path.name}:{node.lineno}"
        for path in paths
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "N_", "plural")
        for each in node.args[:1]
        if isinstance(each, ast.JoinedStr | ast.BinOp | ast.Call)
    ]
    assert len(paths) > 20
    assert wrong == []


def test_a_count_chooses_its_words(either: str) -> None:
    one, many = (language.plural("{count} row adds to it;", "{count} rows add to it;", n) for n in (1, 2000))
    wanted = {"zh": ("1", "2,000"), "en": ("1 row adds to it;", "2,000 rows add to it;")}[either]
    assert (
        (one, many) == wanted if either == "en" else all(n in said for n, said in zip(wanted, (one, many), strict=True))
    )


def test_sentences_meet_without_a_blank_in_chinese_only(either: str) -> None:
    assert language.joined(["A.", "", "B."]) == {"zh": "A.B.", "en": "A. B."}[either]
    assert language.listed(["a", "b"]) == {"zh": "a、b", "en": "a, b"}[either]


def test_an_unknown_text_stays_as_it_is() -> None:
    assert language._("no such text in the catalogue") == "no such text in the catalogue"
    assert language._("") == ""
