"""Why a week cannot be signed: every refusal, each with its way out."""

from collections.abc import Sequence

from warehouse import Told


class Refused(Told):
    """{}"""

    kind = "signature_refused"


class WeekUnknown(Refused):
    """Nothing is known of the week of {}."""

    kind = "week_unknown"


class UnknownSigner(Refused):
    """{} is not one of the people of the engagement; name them there first, with their side."""

    kind = "unknown_signer"


class NotTheirSide(Refused):
    """{} is on the other side: the agency submits a week, the merchant confirms or returns it."""

    kind = "not_their_side"


class SameSigner(Refused):
    """{} submitted this week, so somebody else has to confirm it."""

    kind = "same_signer"


class WeekNotOver(Refused):
    """The week of {} has not ended; it can be confirmed from the Monday after."""

    kind = "week_not_over"


class SourceMissing(Refused):
    """The week misses sources that the shop has: {}. Load them, then submit the week again."""

    kind = "source_missing"

    def __init__(self, sources: Sequence[str]) -> None:
        self.sources = tuple(sources)
        super().__init__(", ".join(sources))


class ReasonNeeded(Refused):
    """Say why: the week of {} is not complete, or it is returned."""

    kind = "reason_needed"


class NothingSubmitted(Refused):
    """Nobody has submitted the week of {}; the agency does so first."""

    kind = "nothing_submitted"


class NothingToRestate(Refused):
    """The week of {} is signed and nothing has changed since."""

    kind = "nothing_to_restate"


class ChangedSinceSubmission(Refused):
    """The week is no longer what was submitted ({}); the agency submits it again."""

    kind = "changed_since_submission"

    def __init__(self, changed: Sequence[str]) -> None:
        """`changed`: figures with their difference ("refunds 40.00"), or "rows", "definitions", "carried"."""
        self.changed = tuple(changed)
        super().__init__(", ".join(changed))


class RowsDiffer(Refused):
    """The rows behind {} do not add up to it, so it cannot be signed."""

    kind = "rows_differ"
