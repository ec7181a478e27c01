"""The form of a new address: a robot's webhook, or a mailbox with the account that writes to it."""

import streamlit as st

import warehouse
from book import BookUnreachable
from book.value import Wrong
from reports.alerts.notify.addresses import LONGEST, add, kinds
from reports.alerts.notify.target import SECURITY, Target, mail, robot
from views import problem, writing
from views.alerts.said import say
from views.html import show, text
from views.language import LANGUAGES, _, language
from views.session import name_of_reader

KINDS = ("wecom", "dingtalk", "feishu", "mail")  # what a page offers; a receiver of one's own is no reader's business
COUNT = "delivery_added"  # how many were added: a new form begins empty, and a password does not stay on the screen


def form(shop: warehouse.Shop, *, is_first: bool) -> None:
    """The expander with the form of the chosen kind."""
    with st.expander(_("Add an address"), expanded=is_first, key="delivery_new"):
        names = {kind: _(kinds()[kind].label) for kind in KINDS}
        kind = st.segmented_control(_("Kind"), list(names), default="wecom", format_func=names.__getitem__, key="delivery_kind")  # fmt: skip
        kind = kind or "wecom"
        key = f"{kind}_{st.session_state.get(COUNT, 0)}"
        show(f'<p class="soft">{_help(kind)}</p>')
        with st.form(f"delivery_form_{key}", border=False):
            name = st.text_input(_("Who gets it"), key=f"delivery_name_{key}", max_chars=LONGEST, placeholder=_("the owner, the group of the shop …"))  # fmt: skip
            fields = _mail(key) if kind == "mail" else _robot(kind, key)
            spoken = st.segmented_control(
                _("Language of the message"),
                list(LANGUAGES),
                default=language(),
                format_func=LANGUAGES.__getitem__,
                key=f"delivery_lang_{key}",
            )
            if writing.submit(_("Save the address"), type="primary"):
                _save(shop, kind, (name or "").strip(), fields, spoken or language())


def _help(kind: str) -> str:
    """Where the address is found, and what the robot must let through."""
    return {
        "wecom": _("In the WeCom group: group robots → add → copy the webhook."),
        "dingtalk": _("In the DingTalk group: settings → robots → custom → copy the webhook; choose “sign” and paste its secret, or the shop's name as keyword."),
        "feishu": _("In the Feishu group: settings → bots → custom bot → copy the webhook. Signed messages are not supported; a keyword (the name of the shop) is."),
        "mail": _("The list is written from your own mailbox. QQ, 163 and others give an authorisation code for that, which stands in the place of the password."),
    }[kind]  # fmt: skip


def _robot(kind: str, key: str) -> dict[str, str]:
    webhook = st.text_input(_("Webhook of the robot"), key=f"delivery_hook_{key}", type="password", autocomplete="off")
    sign = st.text_input(_("Secret of “sign” (if chosen)"), key=f"delivery_sign_{key}", type="password", autocomplete="off") if kind == "dingtalk" else ""  # fmt: skip
    return {"webhook": webhook or "", "sign": sign or ""}


def _mail(key: str) -> dict[str, str]:
    to = st.text_input(_("E-mail address of the reader"), key=f"delivery_to_{key}")
    left, right = st.columns(2)
    user = left.text_input(_("Your mailbox (the sender)"), key=f"delivery_user_{key}")
    password = right.text_input(_("Its authorisation code or password"), key=f"delivery_password_{key}", type="password", autocomplete="off")  # fmt: skip
    left, middle, right = st.columns([2, 1, 1])
    server = left.text_input(_("Mail server (SMTP)"), key=f"delivery_server_{key}", placeholder="smtp.qq.com")
    names = {"ssl": "SSL/TLS (465)", "starttls": "STARTTLS (587)"}
    security = middle.selectbox(_("Connection"), list(names), format_func=names.__getitem__, key=f"delivery_security_{key}", filter_mode=None)  # fmt: skip
    port = right.text_input(_("Port (empty: the usual one)"), key=f"delivery_port_{key}")
    said = {"to": to, "user": user, "password": password, "server": server, "security": security, "port": port}
    return {name: each or "" for name, each in said.items()}


def _save(shop: warehouse.Shop, kind: str, name: str, fields: dict[str, str], spoken: str) -> None:
    try:
        if not name:
            raise Wrong(name)
        add(shop, _target(kind, fields), name, spoken, name_of_reader())
        st.session_state[COUNT] = st.session_state.get(COUNT, 0) + 1
        say("calm", _("{name} gets the list from now on. Send a test message to see that it arrives.").format(name=text(name)))  # fmt: skip
    except Wrong:
        wanted = {
            "mail": _("a name, complete e-mail addresses, the name of the mail server and its port"),
            "": _("a name, and the webhook as the robot's page shows it"),
        }
        say("alarm", _("Nothing was saved. Wanted: {wanted}.").format(wanted=wanted.get(kind, wanted[""])))
    except BookUnreachable as fault:
        say("alarm", problem.unreachable(fault))
    st.rerun()


def _target(kind: str, fields: dict[str, str]) -> Target:
    if kind != "mail":
        return robot(kind, fields["webhook"], fields["sign"])
    port, security = fields.pop("port").strip(), fields["security"]
    if port and not port.isdecimal():
        raise Wrong(port)
    return mail(**fields, port=int(port) if port else SECURITY[security])
