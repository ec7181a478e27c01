"""What a signal and a decision are called, in words that ask and never accuse."""

from reports.brushing.queue import Suspect, settings
from views.language import _, listed


def state_name(state: str) -> str:
    """Where an order stands."""
    names = {
        "open": _("not asked yet"),
        "asked": _("asked"),
        "explained": _("explained"),
        "confirmed": _("confirmed as brushing"),
        "cleared": _("cleared"),
    }
    return names[state]


def signal_name(signal: str) -> str:
    """A signal in a few words."""
    names = {
        "burst": _("many alike within two hours"),
        "no_parcel": _("no parcel after 72 hours"),
        "fast_receipt": _("received within 24 hours"),
        "quick_refund": _("refunded within 6 hours"),
        "same_buyer": _("same buyer three times"),
        "shared_address": _("one address, three buyers"),
        "repeat_buying": _("three orders per buyer in an hour"),
        "odd_hour": _("paid after midnight"),
        "memo_word": _("a word in the note"),
    }
    return names[signal]


def reason(suspect: Suspect, signal: str) -> str:
    """A signal as a sentence about this order."""
    words = listed(_memo_word(each) for each in (suspect.memo or "").split(",") if each)
    return _(settings()["signals"][signal]["sentence"]).format(memo=words)


def _memo_word(word: str) -> str:
    return f"“{word}”"
