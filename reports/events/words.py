"""The words of a table of events: what its columns and its kinds may be called, in both languages."""

import re
from datetime import date

COLUMNS = {
    "first": ("日期", "开始日期", "起始日期", "开始", "时间", "date", "day", "from", "start", "startdate", "firstday"),
    "last": ("结束日期", "截止日期", "结束", "至", "to", "until", "end", "enddate", "lastday"),
    "kind": ("类型", "类别", "种类", "事件类型", "kind", "type", "category"),
    "name": ("名称", "事件", "事件名称", "内容", "做了什么", "name", "event", "what", "whathappened", "description"),
    "product": (
        "商品",
        "商品编码",
        "商家编码",
        "商品id",
        "款号",
        "货号",
        "编码",
        "product",
        "productcode",
        "sku",
        "item",
    ),
    "note": ("备注", "说明", "note", "notes", "remark", "comment"),
}
KINDS = {
    "promotion": ("促销", "大促", "活动", "营销活动", "promotion", "promo", "sale", "campaign"),
    "picture": (
        "主图",
        "图片",
        "换图",
        "换主图",
        "主图更换",
        "picture",
        "newpicture",
        "image",
        "mainpicture",
        "mainimage",
    ),
    "title": ("标题", "改标题", "换标题", "标题修改", "title", "newtitle"),
    "price": ("价格", "调价", "改价", "降价", "涨价", "price", "pricechange"),
    "stock_out": ("缺货", "断货", "售罄", "stockout", "outofstock"),
    "rule": ("规则", "平台规则", "规则变化", "rule", "rulechange", "platformrule"),
    "staff": ("人员", "换人", "人员变动", "staff", "staffchange", "people"),
    "strategy": ("策略", "策略调整", "推广策略", "strategy", "strategychange"),
    "other": ("其他", "其它", "other"),
}
DAY = r"(20\d\d)\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})日?"
ONE_DAY = re.compile(rf"{DAY}(?:[ T]\d{{1,2}}:\d{{2}}(?::\d{{2}}(?:\.\d+)?)?)?")
SPAN = re.compile(rf"{DAY}\s*(?:~|～|–|—|至|到|to)\s*{DAY}")


def plain(word: str) -> str:
    """A word as it is looked up: small letters, without blanks, signs and what stands in brackets."""
    return re.sub(r"[(（\[【].*?[)）\]】]|[\s_\-/:：*]", "", word).lower()


def column(title: str) -> str | None:
    """Which column a title means."""
    return next((name for name, words in COLUMNS.items() if plain(title) in words), None)


def kind(word: str) -> str | None:
    """Which kind a word means."""
    said = plain(word)
    return next((name for name, words in KINDS.items() if said == name.replace("_", "") or said in words), None)


def days(said: str) -> tuple[date, date] | None:
    """The day, or the first and last day, that a cell names with their year; None where it names none."""
    text = said.strip()
    if found := SPAN.fullmatch(text):
        ends = _day(found.groups()[:3]), _day(found.groups()[3:])
    elif found := ONE_DAY.fullmatch(text):
        ends = (_day(found.groups()),) * 2
    else:
        return None
    return (ends[0], ends[1]) if ends[0] and ends[1] else None


def _day(parts: tuple[str, ...]) -> date | None:
    try:
        return date(*map(int, parts))
    except ValueError:
        return None
