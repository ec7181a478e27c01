"""Everything that can be wrong with what is said of an engagement: one class per cause, its sentence and the way out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from warehouse import N_, Told


@dataclass(frozen=True)
class Problem:
    """One thing wrong: its key as in the TOML ("clauses[2].rate"), what was found, what was wanted.

    `sentence`, `advice` and `wanted` are English source texts over `fields` and key and value; whoever shows them
    translates them first and fills them afterwards.
    """

    key: str
    value: str = ""
    wanted: str = ""
    fields: dict[str, Any] = field(default_factory=dict)

    kind: ClassVar[str] = "problem"  # stable name, in the JSON
    sentence: ClassVar[str] = ""
    advice: ClassVar[str] = ""

    def filled(self, template: str, wanted: str | None = None) -> str:
        """The template (possibly translated) with this problem's fields in it."""
        said = (self.wanted if wanted is None else wanted).format(**self.fields)
        return template.format(key=self.key, value=self.value, wanted=said, **self.fields)

    @property
    def message(self) -> str:
        """The English sentence and advice, for the command line."""
        return " ".join(self.filled(part) for part in (self.sentence, self.advice) if part)

    def as_json(self) -> dict[str, str]:
        """One line of `book import --json`."""
        return {"key": self.key, "value": self.value, "kind": self.kind, "message": self.message}


class UnknownKey(Problem):
    """Nothing of that name is known there; `nearest` is the known one that looks most like it."""

    kind = "unknown_key"
    sentence = N_("“{key}” is not known.")
    advice = N_("Did you mean “{nearest}”?")


class WrongValue(Problem):
    """The value is not of the kind that the key takes."""

    kind = "wrong_value"
    sentence = N_("{key}: “{value}” is not {wanted}.")


class MissingKey(Problem):
    """What cannot be left out."""

    kind = "missing_key"
    sentence = N_("{key} is missing.")
    advice = N_("It takes {wanted}.")


class OneOfThem(Problem):
    """Of two ways to say the same, none or both were used."""

    kind = "one_of_them"
    sentence = N_("{key}: say either {choices}, one of them only.")


class NotInOrder(Problem):
    """An end before its beginning, a step below the one before it."""

    kind = "not_in_order"
    sentence = N_("{key}: {value} lies before {first}.")


class SaidTwice(Problem):
    """A name that two people have."""

    kind = "said_twice"
    sentence = N_("{key}: “{value}” stands there already.")
    advice = N_("Add what tells the two apart.")


class NotToml(Problem):
    """The text as a whole cannot be read."""

    kind = "not_toml"
    sentence = N_("The file cannot be read as TOML ({value}).")
    advice = N_("`python -m book export` writes one to begin with.")


class EngagementRefused(Told):
    """{}"""

    # Nothing was recorded; `problems` lists everything found wrong.
    kind: ClassVar[str] = "engagement_refused"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.message for problem in self.problems))
