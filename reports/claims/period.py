"""The days that a report speaks of: this week, last week, 6月1日-6月7日, 2026-06-03, Wednesday."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from reports.claims.word import word_pattern
from reports.scope import monday

YEAR = r"(?:(?P<{0}y>20\d\d)\s*[-./年]\s*)?"
DAY = YEAR + r"(?P<{0}m>\d{{1,2}})\s*[-./月]\s*(?P<{0}d>\d{{1,2}})(?:日|号)?"
FULL_DAY = r"(?P<fy>20\d\d)\s*[-./年]\s*(?P<fm>\d{1,2})\s*[-./月]\s*(?P<fd>\d{1,2})(?:日|号)?"
SPAN = re.compile(
    rf"(?<![\d.]){DAY.format('a')}\s*(?:-|~|–|—|至|到|to)+\s*(?:{DAY.format('b')}|(?P<last>\d{{1,2}})日)(?![\d万%元单件亿])"
)
ONE_DAY = re.compile(
    rf"(?<![\d.]){FULL_DAY}(?!\d)|(?<![\d.])(?P<m>\d{{1,2}})月(?P<d>\d{{1,2}})(?:日|号)|(?<![\d./])(?P<sm>\d{{1,2}})/(?P<sd>\d{{1,2}})(?![\d/])"
)
THIS_WEEK = re.compile(r"本周|这周|当周|(?<![a-z])this week(?:'s)?(?![a-z])", re.IGNORECASE)
LAST_WEEK = re.compile(
    r"上一?周|上星期|(?<![a-z])last week(?:'s)?(?![a-z])|(?<![a-z])previous week(?:'s)?", re.IGNORECASE
)
WEEKDAY = re.compile(
    r"(?:周|星期|礼拜)(?P<zh>[一二三四五六日天](?![共直般定样起次均]))|(?<![a-z])(?P<en>mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?(?![a-z])",
    re.IGNORECASE,
)
# Days that are not said exactly: what is said of them is no claim of ours.
OTHER = re.compile(
    r"昨[日天]|今[日天]|前天|本月|当月|上月|上个月|月累计|年累计|累计|近\d+[天日]|(?:近|过去)[一二三四五六七八九十]+[天日周月]|去年(?:同期)?|同期|本季度?|全年|今年|[一二三四五六七八九十]+月份?|\d{1,2}月份?(?!\d|\s*\d)"
    r"|第[\d一二三四五六七八九十]+周|(?<![a-z])(?:yesterday|today|(?:this|last) (?:month|quarter|year)|month to date|year to date|mtd|ytd|past \d+ days)(?![a-z])",
    re.IGNORECASE,
)
WEEKDAYS_EN = ("mo", "tu", "we", "th", "fr", "sa", "su")


@dataclass(frozen=True)
class Period:
    """Days that a piece of text names, from `start` to `end` in it; without days where they are not said exactly."""

    start: int
    end: int
    days: tuple[date, date] | None


def periods(text: str, week: date) -> list[Period]:
    """Every period that a line of text names, in its order. Days without a year are those nearest to the week."""
    found: list[Period] = []
    for each in _candidates(text, week):
        if not any(each.start < other.end and other.start < each.end for other in found):
            found.append(each)
    return sorted(found, key=lambda each: each.start)


def whole_week(week: date) -> tuple[date, date]:
    """Monday and Sunday."""
    return week, week + timedelta(days=6)


def _candidates(text: str, week: date) -> Iterator[Period]:
    for found in SPAN.finditer(text):
        if _is_value(text, found.start(), found["ay"] or "月" in found[0]):
            continue
        first = _day(found["ay"], found["am"], found["ad"], week)
        if found["last"]:
            last = first and _day(str(first.year), found["am"], found["last"], week)
        else:
            last = first and _day(found["by"] or (found["ay"] and str(first.year)), found["bm"], found["bd"], week)
        yield Period(found.start(), found.end(), (first, last) if first and last and first <= last else None)
    for found in ONE_DAY.finditer(text):
        if _is_value(text, found.start(), found["fy"] or "月" in found[0]):
            continue
        parts = (found["fy"], found["fm"] or found["m"] or found["sm"], found["fd"] or found["d"] or found["sd"])
        day = _day(*parts, week)
        yield Period(found.start(), found.end(), (day, day) if day else None)
    for pattern, start in ((THIS_WEEK, week), (LAST_WEEK, week - timedelta(days=7))):
        for found in pattern.finditer(text):
            # 本周一 is a Monday, 上周三 a Wednesday.
            weekday = re.match(r"[一二三四五六日天](?![共直般定样起次均])", text[found.end() :])
            if weekday:
                day = start + timedelta(days=_weekday(weekday[0], None))
                yield Period(found.start(), found.end() + 1, (day, day))
            else:
                yield Period(found.start(), found.end(), whole_week(start))
    for found in WEEKDAY.finditer(text):
        day = week + timedelta(days=_weekday(found["zh"], found["en"]))
        yield Period(found.start(), found.end(), (day, day))
    for found in OTHER.finditer(text):
        yield Period(found.start(), found.end(), None)


def _is_value(text: str, start: int, is_plainly_a_day: object) -> bool:
    """Whether what looks like days stands in the place of a figure's value: ROI 3.2-3.5."""
    return not is_plainly_a_day and bool(re.search(rf"(?:{word_pattern()})[\s:：=为是]*$", text[:start], re.IGNORECASE))


def _weekday(chinese: str | None, english: str | None) -> int:
    if chinese:
        return "一二三四五六日天".index(chinese) % 7 if chinese != "天" else 6
    return WEEKDAYS_EN.index((english or "")[:2].lower())


def _day(year: str | None, month: str, day: str, week: date) -> date | None:
    """A day; without a year the one nearest to the week, None where there is no such day."""
    years = [int(year)] if year else [week.year - 1, week.year, week.year + 1]
    known = []
    for each in years:
        try:
            known.append(date(each, int(month), int(day)))
        except ValueError:
            continue
    return min(known, key=lambda found: abs((found - monday(week)).days), default=None)
