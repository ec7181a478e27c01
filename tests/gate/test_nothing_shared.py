"""No figure is kept where another shop or person could meet it: no Streamlit cache, and no cache that has no key of its own."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("app.py", "gate", "pages", "views", "reports", "book", "warehouse")
CACHES = {"cache", "lru_cache", "cached"}
# Cached functions that take something: what they take, and why it is nobody's figure.
KEYED = {
    ("reports/alerts/chance.py", "is_above"),  # a question of probability, numbers only
    ("reports/settlement/funds.py", "query"),  # a query's own text
    ("reports/goods/settings.py", "query"),  # a query's own text
    ("reports/tongue.py", "translations"),  # a language
}
# Names of modules that hold something between runs, and their keys.
HELD = {
    ("warehouse/reader.py", "_open"),  # build file and whether its costs are seen
    ("reports/signing/restate.py", "_kept"),  # build, whether its costs are seen, signature, engagement
    ("reports/alerts/notify/clock.py", "_faults"),  # shop; the kind of a fault, no figure
    ("book/place.py", "_engines"),  # address of the book
    ("book/remembered.py", "_memories"),  # the engine of one book
    ("book/people.py", "_lately"),  # data folder; rights, no figure
}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for room in ROOMS:
        place = ROOT / room
        for path in [place] if place.is_file() else sorted(place.rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8"))


def test_streamlit_caches_nothing() -> None:
    """Its caches are everybody's: whoever comes second sees what the first one saw."""
    used = [
        (name, node.attr)
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("cache_data", "cache_resource", "experimental_memo")
    ]
    assert used == []


def test_a_cached_function_takes_nothing_or_is_known() -> None:
    found = {
        (name, node.name)
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and node.args.args
        and any(_name(each) in CACHES for each in node.decorator_list)
    }
    assert found == KEYED


def test_a_module_holds_nothing_or_is_known() -> None:
    found = set()
    for name, tree in modules():
        for node in tree.body:
            value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
            is_empty = (
                (isinstance(value, ast.Dict) and not value.keys)
                or (isinstance(value, ast.List) and not value.elts)
                or (
                    isinstance(value, ast.Call)
                    and _name(value.func) in ("dict", "list", "set", "defaultdict", "WeakKeyDictionary")
                    and not value.args
                )
            )
            targets = (
                node.targets
                if isinstance(node, ast.Assign)
                else [node.target]
                if isinstance(node, ast.AnnAssign)
                else []
            )
            found |= {(name, each.id) for each in targets if is_empty and isinstance(each, ast.Name)}
    assert found == HELD


def test_no_page_opens_a_shop_by_another_way() -> None:
    """Shops come from warehouse.shop and shop_names, which ask; nobody makes a Shop, or looks into the folder, by hand."""
    for name, tree in modules():
        if not name.startswith(("pages", "views", "reports", "app")):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and {_name(node.func), ast.unparse(node.func)} & {
                "Shop",
                "Reader",
                "Beside",
                "data_folder",
                "access.acting",
            }:
                allowed = (
                    "views/session.py",
                    "views/later.py",
                    "views/people/keeping.py",
                    "reports/alerts/notify/clock.py",
                )
                assert name in allowed, f"{name}:{node.lineno}"


@pytest.mark.parametrize("setting", ['showErrorDetails = "none"', "enableXsrfProtection = true", "maxUploadSize = 50"])
def test_streamlit_is_set_as_the_gate_relies_on(setting: str) -> None:
    assert setting in (ROOT / ".streamlit" / "config.toml").read_text("utf-8")


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        return _name(node.func)
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
