"""The words for roles and for what they may do."""

from views.language import _


def role_name(role: str) -> str:
    """A role as people call it."""
    names = {
        "administrator": _("administrator"),
        "account_manager": _("account manager"),
        "operator": _("agency operator"),
        "merchant": _("merchant"),
        "accountant": _("read-only accountant"),
    }
    return names.get(role, role)


def may_do(role: str) -> str:
    """What a role may do, in one line."""
    says = {
        "account_manager": _("load files, write and answer for the agency, submit weeks, change the engagement."),
        "operator": _("load files, write and answer for the agency; no signature, no change of the engagement."),
        "merchant": _("load files, write and accept for the merchant, confirm weeks, change the engagement."),
        "accountant": _("read and download; changes nothing."),
    }
    return says.get(role, "")
