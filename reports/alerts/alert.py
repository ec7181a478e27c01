"""An alert: a dated fact of one rule about one subject, with its effect in money and the rows behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from reports.alerts.handled import Handled
from reports.alerts.rule import Rule, rules
from reports.contract.said import Said

BOOK = 0  # the upload of a row that is an entry of the shop's book; its row is the entry's number
Value = Decimal | Fraction | int | None  # money, a share, a count; None where the rule has none


@dataclass(frozen=True)
class Named:
    """A word of the program's own in a sentence, which pages translate: of platforms or sources."""

    kind: str
    word: str

    def __str__(self) -> str:
        return self.word


@dataclass(frozen=True)
class Row:
    """A row of a file, or an entry of the book."""

    upload: int
    file: str
    sheet: str | None
    row: int

    def as_json(self) -> dict[str, Any]:
        """One entry of an alert's `rows`."""
        return {"upload": self.upload, "file": self.file, "sheet": self.sheet, "row": self.row}


@dataclass(frozen=True)
class Alert:
    """What fired. It begins on `day` and holds to `until`; `money` is its effect, None where none can be said."""

    rule: str
    subject: str
    day: date
    until: date
    value: Value
    threshold: Value
    money: Decimal | None
    said: Said
    behind: Sequence[tuple[int, int]] = ()  # (upload, row)
    name: str = ""  # of the subject, for people

    @property
    def id(self) -> str:
        """The same fact has the same one, whatever else becomes known: rule, day, subject."""
        return f"{self.rule} {self.day.isoformat()} {self.subject}"

    @property
    def of(self) -> Rule:
        """Its rule."""
        return rules()[self.rule]


@dataclass(frozen=True)
class Alerts:
    """The answer: every alert that touches the days, most money first, and what people did about them."""

    shop: str
    currency: str
    first: date | None  # the first and the last day of which anything is known, or those asked for
    last: date | None
    today: date
    alerts: tuple[Alert, ...] = ()
    unsure: tuple[Alert, ...] = ()  # above the threshold, but too few to tell from chance
    asleep: tuple[str, ...] = ()  # rules without a number
    handled: Mapping[str, Handled] = field(default_factory=dict)
    files: Mapping[int, tuple[str, str | None]] = field(default_factory=dict)

    def state(self, alert: Alert) -> Handled:
        """What was done about an alert."""
        return self.handled.get(alert.id, Handled())

    def standing(self, *states: str) -> list[Alert]:
        """The alerts that stand so today: open, acknowledged, snoozed."""
        return [each for each in self.alerts if self.state(each).on(self.today) in states]

    def rows(self, alert: Alert) -> list[Row]:
        """The rows behind an alert."""
        return [Row(upload, *self.files.get(upload, ("", None)), row) for upload, row in alert.behind]

    def as_json(self) -> dict[str, Any]:
        """The answer of `reports alerts --json`."""
        touched = [(each, self.state(each)) for each in self.alerts if each.id in self.handled]
        return {
            "alerts": [self._json(each) for each in self.alerts],
            "handled": [
                {
                    "rule": each.rule,
                    "subject": each.subject,
                    "date": each.day.isoformat(),
                    "state": state.on(self.today),
                    "until": state.until.isoformat() if state.until else None,
                    "owner": state.owner,
                    "note": state.note,
                }
                for each, state in touched
            ],
        }

    def _json(self, alert: Alert) -> dict[str, Any]:
        return {
            "rule": alert.rule,
            "subject": alert.subject,
            "date": alert.day.isoformat(),
            "value": plain(alert.value),
            "threshold": plain(alert.threshold),
            "money": plain(alert.money),
            "sentence": alert.said.in_english(self.currency),
            "rows": [row.as_json() for row in self.rows(alert)],
        }


def plain(value: Value) -> Any:
    """A value as JSON holds it: money a text with two decimals, a share a number."""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return round(float(value), 6) if isinstance(value, Fraction) else value
