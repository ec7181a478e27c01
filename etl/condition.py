"""Which rows a format sets apart by what stands in a column: [rows] refund_when, skip_when, unpaid_when."""

from collections.abc import Sequence
from typing import Any

from etl import cell


def conditions(said: Any) -> list[tuple[str, str, str]]:
    """(column, "prefix", "contains" or "value", text) of each way to say it: {column=…, prefix=…}, {NAME={prefix=…}}, {NAME="…"}, a list."""
    if said is None:
        return []
    if isinstance(said, list):
        return [each for entry in said for each in conditions(entry)]
    if "column" in said:
        key = _how(said)
        return [(str(said["column"]), key, str(text)) for text in _listed(said.get(key, said.get("equals", "")))]
    found = []
    for column, test in said.items():
        if isinstance(test, dict):
            key = _how(test)
            found += [(column, key, str(text)) for text in _listed(test.get(key, test.get("equals", "")))]
        else:
            found += [(column, "value", str(text)) for text in _listed(test)]
    return found


def _how(said: dict[str, Any]) -> str:
    return next((key for key in ("prefix", "contains") if key in said), "value")


def _listed(said: Any) -> list[Any]:
    return said if isinstance(said, list) else [said]


def asked_as(column: str) -> str:
    """The name under which a condition's column stands in `cells`."""
    return '"asked ' + column.replace('"', '""') + '"'


def either(tests: Sequence[tuple[str, str, str]], *, bare: bool = False) -> str:
    """SQL: whether any condition holds; `bare` asks the cells before what means nothing has become null."""
    named = bare_as if bare else asked_as
    functions = {
        "prefix": "starts_with({}, {})",
        "contains": "contains({}, {})",
        "value": "{} = {}",
        "blank": "coalesce({}, '') = {}",
    }
    texts = [functions[how if text else "blank"].format(named(c), cell.quoted(text)) for c, how, text in tests]
    return f"coalesce({' or '.join(texts)}, false)" if texts else "false"


def bare_as(column: str) -> str:
    """The same column before it is asked what it means."""
    return '"bare ' + column.replace('"', '""') + '"'
