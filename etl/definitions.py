"""The definitions behind every figure, as texts: the models, the kinds of fees, the formulas of the catalogue of figures."""

import hashlib
import json
import tomllib
from functools import cache
from pathlib import Path

from etl.formatfile import fee_kinds
from warehouse import Build

MODELS = Path(__file__).parent / "models"
CATALOGUE = Path(__file__).parent.parent / "reports" / "metrics.toml"
FIGURE = "figure."  # before the names of the catalogue
TOLD = ("label", "how", "differs", "good")  # what a reader is told of a figure; the rest of its section is the formula


@cache
def definitions() -> dict[str, str]:
    """Every definition by name: `facts.order_lines` is SQL, `fees.platform` a class, `figure.refunds` a formula as JSON."""
    models = {
        f"{path.parent.name}.{path.stem}": path.read_text("utf-8")
        for path in sorted(MODELS.rglob("*.sql"), key=lambda path: path.as_posix())
    }
    fees = {f"fees.{kind}": json.dumps(each, ensure_ascii=False, sort_keys=True) for kind, each in fee_kinds().items()}
    return models | fees | _formulas()


@cache
def version() -> str:
    """The fingerprint of everything that makes figures of staged files: equal versions, equal figures of equal files."""
    return hashlib.sha256(repr(sorted(definitions().items())).encode()).hexdigest()[:16]


def keep(build: Build) -> None:
    """Have a build say which version made it, and keep the texts, so that a later version can tell what it changed."""
    build.execute(f"create table build.staging.made_by as select '{version()}' as version")
    build.execute("create table build.staging.definitions (name varchar, said varchar)")
    build.execute(
        "insert into build.staging.definitions select unnest($1), unnest($2)",
        [list(definitions()), list(definitions().values())],
    )


def _formulas() -> dict[str, str]:
    said = tomllib.loads(CATALOGUE.read_text("utf-8"))
    return {
        FIGURE + name: json.dumps({key: value for key, value in each.items() if key not in TOLD}, sort_keys=True)
        for name, each in said.items()
    }
