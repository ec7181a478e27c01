"""The words of a review: questions, bars, results, refusals."""

from html import escape

import warehouse
from book import BookUnreachable, ChangedMeanwhile
from book.engagement import Person
from reports.review import rules
from views import problem
from views.language import _


def question_title(name: str, *, is_missed: bool | None) -> str:
    """The question as the merchant asks it; the first one turns round where the target was reached."""
    titles = {
        "why": _("Why was it missed: product or promotion?")
        if is_missed is not False
        else _("What carried the month?"),
        "change": _("What changes next month?"),
        "need": _("What is needed from the merchant?"),
        "remedy": _("What if it is missed again?"),
        "plan": _("Next month's target and plan"),
    }
    return titles[name]


def answer_hint(name: str) -> str:
    """What a good answer holds."""
    hints = {
        "why": _("What the figures above do not tell: what was tried, what failed, and why."),
        "change": _("What will be done, with numbers: products, pictures, budget, dates."),
        "need": _("What the merchant has to deliver or decide, and by when."),
        "remedy": _("What the agency offers beyond the clauses: money, time, another strategy."),
        "plan": _("What will be done to reach it, week by week."),
    }
    return hints[name]


def result_word(result: str) -> str:
    """What came of a promise."""
    return {
        "kept": _("kept"),
        "missed": _("missed"),
        "open": _("open"),
        "no_data": _("no data"),
        "disputed": _("disputed"),
    }[result]


def result_mark(result: str) -> str:
    """The same as a sign, so that nothing is meant by colour alone."""
    return {"kept": "✓", "missed": "✗", "open": "○", "no_data": "–", "disputed": "≠"}[result]


def side_name(side: str) -> str:
    """A side of the engagement."""
    return _("the agency") if side == "agency" else _("the merchant")


def person_label(person: Person) -> str:
    """A person with the side they act for."""
    template = _("{name}, for the agency") if person.side == "agency" else _("{name}, for the merchant")
    return template.format(name=person.name)


def refusal(fault: warehouse.Told) -> str:
    """Why something was not written, and the way out."""
    about = escape(str(fault.about))
    if isinstance(fault, BookUnreachable):
        return problem.unreachable(fault)
    sentences: dict[type[warehouse.Told], str] = {
        rules.UnknownPerson: _("{about} is not one of the people of the engagement; name them there first, with their side."),
        rules.NotTheirSide: _("{about} is on the other side: the agency answers, the merchant accepts, and nobody promises for the other side."),
        rules.SamePerson: _("{about} wrote this answer, so somebody else has to accept it."),
        rules.NothingAnswered: _("There is no answer to accept yet; the agency writes it first."),
        rules.WordsNeeded: _("Nothing was written; say it in a sentence."),
        rules.WrongMeasure: _("“{about}” cannot be measured; a share is written as 3%, an amount as 12345.60."),
        rules.DueTooEarly: _("A promise of this review is due after {about} at the earliest."),
        rules.NotScoredByHand: _("“{about}” has a figure behind it, which tells by itself what came of it."),
        rules.NoSuchPromise: _("This promise was taken back meanwhile."),
        rules.NamesSomebody: _("“{about}” names the shop or somebody of it; a case card names nobody."),
        ChangedMeanwhile: _("Somebody else changed this meanwhile. Look at it again, then decide."),
    }  # fmt: skip
    return sentences[type(fault)].format(about=about)
