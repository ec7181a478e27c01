"""Where the rows behind a figure of named days are shown."""

from reports.period import Period
from views.view import address


def rows_of(metric: str, period: Period, refunds: str = "order") -> str:
    """The address of the rows behind a figure of these days."""
    days = {"since": period.first.isoformat(), "until": period.last.isoformat()}
    return address("rows", figure=metric, refunds=refunds, week=None, weeks=None, month=None, **days)
