"""The weekly answer as it was signed: what arrives later stands beside a signed week, never in it."""

from dataclasses import replace

from reports.kept import kept
from reports.metric import Figures
from reports.scope import Scope
from reports.signing.restate import carried_into
from reports.signing.signatures import Signature, confirmed, signatures
from reports.weekly import Week, Weekly, total_of, weekly


@kept
def signed_weekly(scope: Scope, *, carrying: bool = False) -> Weekly:
    """The ladder by week, the signed weeks with the figures that were signed. Raises NoBuild.

    A week is signed on one basis of refunds and in one book; on another one, or cut, it shows what its rows say today.
    With `carrying` each week says what earlier ones leave to it.
    """
    answer = weekly(scope)
    found = confirmed(signatures(scope.shop))
    if not found:
        return answer
    weeks = tuple(_as_signed(week, found.get(week.week_start), scope) for week in answer.weeks)
    if carrying:
        weeks = tuple(replace(week, carried=carried_into(scope, week.week_start)) for week in weeks)
    return replace(answer, weeks=weeks, total=total_of(weeks))


def _as_signed(week: Week, signature: Signature | None, scope: Scope) -> Week:
    if signature is None or week.is_partial or (signature["refunds"], signature["book"]) != (scope.refunds, scope.book):
        return week
    figures: Figures = signature.figures
    return replace(week, state="signed", missing=(), gaps=(), figures=figures, recomputed=week.figures)
