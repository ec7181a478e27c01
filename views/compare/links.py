"""The rows behind a figure of named days."""

from reports.metric import metrics
from reports.period import Period
from views.html import link
from views.language import _
from views.view import address


def to_rows(shown: str, metric: str, period: Period, refunds: str = "order") -> str:
    """What is shown as a link to its rows; a figure beside the ladder has no page of rows."""
    if metric not in metrics():
        return shown
    days = {"since": period.first.isoformat(), "until": period.last.isoformat()}
    place = address("rows", figure=metric, refunds=refunds, week=None, weeks=None, month=None, **days)
    return link(shown, place, _("Show the rows behind it"))
