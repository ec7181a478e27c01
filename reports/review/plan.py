"""Next month as it was planned: a target and a plan beside what the contract says."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from book.engagement import Engagement
from reports.contract.month import Month
from reports.metric import plain
from reports.review.answers import Answer


@dataclass(frozen=True)
class Plan:
    """What both sides mean to reach. A planned target changes no clause: the contract's own counts."""

    month: Month
    contract_target: Decimal | None
    answer: Answer | None

    @property
    def target(self) -> Decimal | None:
        """The planned target; None where none was typed."""
        return self.answer.target if self.answer else None

    @property
    def differs(self) -> Decimal | None:
        """The planned target less the contract's."""
        return None if self.target is None or self.contract_target is None else self.target - self.contract_target

    def as_json(self) -> dict[str, Any]:
        """As `reports review --json` tells it."""
        return {
            "month": str(self.month),
            "contract_target": plain(self.contract_target, "money"),
            "target": plain(self.target, "money"),
            "difference": plain(self.differs, "money"),
            "plan": self.answer.as_json() if self.answer else None,
        }


def planned(agreed: Engagement, month: Month, answer: Answer | None) -> Plan:
    """The plan that the review of a month makes for the next."""
    following = month.after()
    return Plan(following, agreed.targets.get(str(following)), answer)
