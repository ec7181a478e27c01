"""Why something cannot be written into a review: every refusal, each with its way out."""

from warehouse import Told


class Refused(Told):
    """{}"""

    kind = "review_refused"


class UnknownPerson(Refused):
    """{} is not one of the people of the engagement; name them there first, with their side."""

    kind = "unknown_person"


class NotTheirSide(Refused):
    """{} is on the other side: the agency answers, the merchant accepts, and nobody promises for the other side."""

    kind = "not_their_side"


class SamePerson(Refused):
    """{} wrote this answer, so somebody else has to accept it."""

    kind = "same_person"


class NothingAnswered(Refused):
    """There is no answer to “{}” yet; the agency writes it first."""

    kind = "nothing_answered"


class WordsNeeded(Refused):
    """Nothing was written; say it in a sentence."""

    kind = "words_needed"


class WrongMeasure(Refused):
    """“{}” cannot be measured: it takes a figure of the shop, at least or at most, and a value."""

    kind = "wrong_measure"


class DueTooEarly(Refused):
    """The promise would be due before the month after its review begins ({})."""

    kind = "due_too_early"


class NotScoredByHand(Refused):
    """“{}” has a figure behind it, which tells by itself what came of it."""

    kind = "not_scored_by_hand"


class NoSuchPromise(Refused):
    """There is no promise {}."""

    kind = "no_such_promise"


class NamesSomebody(Refused):
    """“{}” names the shop or somebody of it; a case card names nobody."""

    kind = "names_somebody"
