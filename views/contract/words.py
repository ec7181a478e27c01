"""The clauses of the contract written back as plain sentences, their state, and what each reading of them is worth."""

from itertools import groupby

from book.engagement import Clause
from reports.contract.monthly import Contract, World
from reports.contract.readings import Reading, readings_of
from reports.contract.streak import State
from reports.contract.wording import described
from views import view
from views.html import link, show, table, text
from views.language import LANGUAGES, _
from views.numbers import money
from views.saying import sentence
from views.view import address
from views.words import clause_name


def clauses(world: World, found: Contract) -> None:
    """Each clause as a sentence; in the other language, and as the contract has it, on demand."""
    agreed = world.case.agreed
    if not agreed.clauses:
        action = link(_("Type the engagement"), address("engagement"))
        show(f'<p class="soft">{_("The engagement has no clauses yet. {action}").format(action=action)}</p>')
    of = {id(state.clause): state for state in found.states}
    deposits = {id(each.clause): each.said for each in found.deposits}
    items = []
    for number, clause in enumerate(agreed.clauses, 1):
        parts = [
            f"<p><b>{number} · {text(clause_name(clause.kind))}</b>{_named(clause)}<br>{sentence(described(clause, agreed))}</p>"
        ]
        if id(clause) in of:
            parts.append(_state(of[id(clause)]))
        if id(clause) in deposits:
            parts.append(f"<p>{sentence(deposits[id(clause)])}</p>")
        items.append(f'<div class="dz-clause">{"".join(parts)}{_elsewhere(world, clause)}</div>')
    show("".join(items))


def _named(clause: Clause) -> str:
    return f' <span class="soft">{text(clause["id"])}</span>' if clause.get("id") else ""


def _elsewhere(world: World, clause: Clause) -> str:
    """The clause in the other language, and in the contract's own words, behind a line that opens."""
    other = view.other_language()
    body = f'<p lang="{"zh-CN" if other == "zh" else "en"}">{sentence(described(clause, world.case.agreed), other)}</p>'
    title = LANGUAGES[other]
    if clause.get("wording"):
        title = f"{title} · {_('the contract itself')}"
        body += f"<blockquote>{text(clause['wording'])}</blockquote>"
    return f"<details><summary>{title}</summary>{body}</details>"


def _state(state: State) -> str:
    names = {"quiet": _("quiet"), "near": _("near"), "fired": _("fired")}
    kinds = {"quiet": "", "near": "gap", "fired": "alarm"}
    amount = f" {money(state.amount)}" if state.state == "fired" else ""
    provisional = f" · {_('provisional')}" if state.is_provisional else ""
    chip = f'<span class="dz-chip {kinds[state.state]}">{names[state.state]}{amount}{provisional}</span>'
    return f"<p>{chip} {sentence(state.said)}</p>"


def readings(world: World, found: Contract) -> None:
    """The same facts under each reading of a clause, where the readings differ so far: the fee less what is given back."""
    header = [
        (_("Reading"), ""),
        (_("For the month"), "n wide-only"),
        (_("Since the service began"), "n"),
        (_("Difference"), "n"),
    ]
    alike, tables = [], []
    for number, clause in enumerate(world.case.agreed.clauses, 1):
        for _field, group in groupby(readings_of(world.case, found.month, clause), lambda reading: reading.field):
            options = list(group)
            question = f"{number} · {text(clause_name(clause.kind))}: {sentence(options[0].question)}"
            if len({(each.month, each.so_far) for each in options}) == 1:
                alike.append(question)
                continue
            tables.append(f'<p class="dz-question">{question}</p>{table(header, _rows(options))}')
    if tables:
        show("".join(tables))
    else:
        show(f'<p class="soft">{_("So far every reading of the clauses comes to the same amounts.")}</p>')
    if alike:
        title = _("Questions that have made no difference so far")
        rows = "".join(f"<li>{each}</li>" for each in alike)
        show(f"<details><summary>{title}</summary><ul>{rows}</ul></details>")


def _rows(options: list[Reading]) -> list[tuple[str, list[str]]]:
    agreed = next((each for each in options if each.is_agreed), None)
    rows = []
    for each in options:
        mark = f' <span class="soft">{_("as agreed")}</span>' if each.is_agreed else ""
        differs = money(each.so_far - agreed.so_far, signed=True) if agreed and not each.is_agreed else ""
        cells = [f"<b>{sentence(each.answer)}</b>{mark}", money(each.month), money(each.so_far), differs]
        rows.append(("now asked" if each.is_agreed else "asked", cells))
        rows.append(("remark", [f'<span class="soft">{sentence(each.said)}</span>']))
    return rows
