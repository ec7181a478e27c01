"""The words of signatures: states of a week, causes of a restatement, why something cannot be signed."""

from html import escape

import warehouse
from book import BookUnreachable, ChangedMeanwhile
from reports.metric import metrics
from reports.signing import rules as signrules
from reports.signing.sign import WeekState
from views.language import _, listed
from views.words import source_name


def state_word(found: WeekState) -> str:
    """The state in short, for a chip."""
    names = {
        "open": _("data missing") if found.is_over else _("in progress"),
        "complete": _("complete"),
        "submitted": _("submitted"),
        "returned": _("returned"),
        "confirmed": _("signed"),
    }
    word = names[found.state]
    if found.signed.version > 1:
        return f"{word} · v{found.signed.version}"
    return word


def state_mark(state: str) -> str:
    """The same as a sign, so that nothing is meant by colour alone."""
    return {"open": "○", "complete": "◔", "submitted": "◑", "returned": "↩", "confirmed": "●"}[state]


def step_word(step: str) -> str:
    """What somebody did."""
    return {"submitted": _("submitted"), "confirmed": _("confirmed"), "returned": _("returned")}[step]


def side_word(side: str) -> str:
    """Who somebody signs for."""
    return {"agency": _("for the agency"), "merchant": _("for the merchant")}[side]


def cause_word(cause: str) -> str:
    """Why a signed figure is another one today."""
    names = {
        "late_refund": _("late refunds"),
        "brushing": _("brushing found"),
        "orders": _("orders added, changed or withdrawn"),
        "settlement": _("settlement arrived"),
        "cost_correction": _("costs corrected"),
        "ads": _("ad report"),
        "fee": _("service fee follows"),
        "definition": _("definition changed"),
    }
    return names[cause]


def refusal(fault: warehouse.Told) -> str:
    """Why a signature was not taken, and the way out."""
    about = escape(str(fault.about))
    sentences: dict[type[warehouse.Told], str] = {
        signrules.WeekUnknown: _("Nothing is known of the week of {about}."),
        signrules.UnknownSigner: _("{about} is not one of the people of the engagement; name them there first, with their side."),
        signrules.NotTheirSide: _("{about} is on the other side: the agency submits a week, the merchant confirms or returns it."),
        signrules.SameSigner: _("{about} submitted this week, so somebody else has to confirm it."),
        signrules.WeekNotOver: _("The week of {about} has not ended; it can be confirmed from the Monday after."),
        signrules.ReasonNeeded: _("Say why: the week of {about} is not complete, or it is returned."),
        signrules.NothingSubmitted: _("Nobody has submitted the week of {about}; the agency does so first."),
        signrules.NothingToRestate: _("The week of {about} is signed and nothing has changed since."),
        signrules.RowsDiffer: _("The rows behind a figure do not add up to it ({about}), so the week cannot be signed; please report it."),
        ChangedMeanwhile: _("Somebody else has signed or returned this week meanwhile. Look at it again, then decide."),
        BookUnreachable: _("The book cannot be opened: {about}."),
    }  # fmt: skip
    if isinstance(fault, signrules.SourceMissing):
        names = listed(source_name(each) for each in fault.sources)
        return _("The week misses sources that the shop has: {names}. Load them, then submit the week again.").format(
            names=names
        )
    if isinstance(fault, signrules.ChangedSinceSubmission):
        names = listed(_changed(each) for each in fault.changed)
        return _("The week is no longer what was submitted: {names}. The agency submits it again.").format(names=names)
    return sentences[type(fault)].format(about=about)


def _changed(name: str) -> str:
    """What is another one than when it was submitted: a figure with its difference, or a name."""
    names = {
        "definitions": _("what was agreed or how figures are made"),
        "carried": _("what earlier weeks leave to it"),
        "rows": _("the files behind it, no figure"),
    }
    figure, _blank, amount = name.partition(" ")
    return names.get(name) or f"{escape(_(metrics()[figure].label))} {amount}"
