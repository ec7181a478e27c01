"""Why something cannot be written about duties: every refusal, each with its way out; and who may act for a side."""

from book.engagement import Engagement
from reports.people import sides
from warehouse import Told


class Refused(Told):
    """{}"""

    kind = "duty_refused"


class UnknownPerson(Refused):
    """{} is not one of the people of the engagement; name them there first, with their side."""

    kind = "unknown_person"


class NotTheirSide(Refused):
    """{} is on the other side: each side answers, works and decides for itself."""

    kind = "not_their_side"


class WordsNeeded(Refused):
    """Nothing was written; say it in a sentence."""

    kind = "words_needed"


class WrongNumber(Refused):
    """{} is not a number that fits here."""

    kind = "wrong_number"


class NotYet(Refused):
    """{} lies in the future."""

    kind = "not_yet"


class NothingOpen(Refused):
    """{} is not open any more; somebody closed it meanwhile."""

    kind = "nothing_open"


def acting(agreed: Engagement, who: str, side: str) -> None:
    """Let only a person of this side act. Raises UnknownPerson, NotTheirSide."""
    known = sides(agreed, who)
    if not known:
        raise UnknownPerson(who)
    if side not in known:
        raise NotTheirSide(who)
