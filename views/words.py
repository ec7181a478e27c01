"""The words for what the loader and the reports call by name."""

from html import escape

from views.language import _


def platform_name(platform: str) -> str:
    """A platform as people call it."""
    names = {
        "taobao": _("Taobao/Tmall"),
        "pinduoduo": _("Pinduoduo"),
        "douyin": _("Douyin"),
        "jd": _("JD"),
        "kuaishou": _("Kuaishou"),
        "xiaohongshu": _("Xiaohongshu"),
        "wechat": _("WeChat shop"),
        "wechatpay": _("WeChat Pay"),
        "1688": "1688",
        "shopify": "Shopify",
        "woocommerce": "WooCommerce",
        "amazon": "Amazon",
        "tiktok": "TikTok Shop",
        "google": "Google Ads",
        "meta": "Meta Ads",
        "jushuitan": _("Jushuitan (warehouse system)"),
        "wangdiantong": _("Wangdiantong (warehouse system)"),
        "wanliniu": _("Wanliniu (warehouse system)"),
        "sf": _("SF Express"),
        "zto": _("ZTO Express"),
        "any": _("Your own tables"),
        "typed": _("Typed in"),
        "other": _("Other"),
        "": _("the shop"),
    }
    return names.get(platform, platform)


def entity_name(entity: str) -> str:
    """What an export tells."""
    names = {
        "orders": _("orders"),
        "order_lines": _("order lines"),
        "order_subsidies": _("who bore discounts"),
        "ad_spend": _("ad spend"),
        "unit_costs": _("unit costs"),
        "cost_entries": _("other costs"),
        "refunds": _("refunds"),
        "settlements": _("settlement"),
        "traffic": _("traffic"),
        "shipments": _("parcels"),
        "brushing": _("brushing list"),
        "purchases": _("purchases"),
        "stock": _("stock"),
        "reviews": _("reviews"),
        "bundles": _("bundles"),
        "day_totals": _("day totals"),
    }
    return names.get(entity, entity)


def source_name(source: str) -> str:
    """A source of figures."""
    names = {
        "orders": _("orders"),
        "ads": _("ad spend"),
        "ad_spend": _("ad spend"),
        "refunds": _("refunds"),
        "settlement": _("settlement"),
        "traffic": _("traffic"),
        "costs": _("unit costs"),
        "platform_fees": _("platform fees"),
        "fulfilment_cost": _("shipping and packing"),
        "service_fee": _("service fee"),
        "other_costs": _("other costs"),
    }
    return names.get(source, source)


def step_name(step: str) -> str:
    """A step on the way to an export; the platforms' own menus are Chinese in every language."""
    names = {
        "your own spreadsheet": _("your own spreadsheet"),
        "columns: 商家编码, 成本价, 生效日期": _("columns: 商家编码, 成本价, 生效日期"),
    }
    return names.get(step, step)


def grade_name(grade: str) -> str:
    """How the header of an export is known."""
    names = {
        "real file": _("a real file"),
        "code": _("code written against real files, not yet a real file"),
        "manual": _("a manual, not yet a real file"),
        "guess": _("a guess"),
        "typed": _("this program"),
        "map": _("your own column map"),
    }
    return names.get(grade, grade)


def grade_mark(grade: str) -> str:
    """The same as a sign: ● seen in a real file, ◐ in code, ○ in a manual or guessed."""
    return {"real file": "●", "code": "◐"}.get(grade, "○")


def origin_name(origin: str) -> str:
    """Where an upload came from."""
    names = {
        "merchant": _("downloaded by the merchant"),
        "agency": _("sent by the agency"),
        "typed": _("typed"),
    }
    return names.get(origin, _("uploaded"))


def state_name(state: str) -> str:
    """Whether days are covered."""
    return {"present": _("present"), "partial": _("partly"), "missing": _("missing")}.get(state, state)


def note_name(note: str) -> str:
    """What a file had that the reader should know of."""
    name, _colon, number = note.partition(":")
    names = {
        "macros_ignored": _("Its macros were ignored."),
        "hidden_rows": _("It has {number} hidden rows; they are counted."),
        "hidden_sheet": _("A hidden sheet was read too."),
        "hidden_columns": _("It has {number} hidden columns; they are read."),
        "html_as_xls": _("It is a web page named .xls; it was read as a table."),
        "text_as_xls": _("It is a text table named .xls; it was read as a table."),
        "future_dates": _("It has {number} rows of days still to come; they are counted."),
        "negative_amounts": _("It has {number} rows with a negative amount; please check them."),
        "total_differs": _("Its total row differs from its rows by {number}."),
        "xml_as_xls": _("It is an XML table named .xls; it was read as a table."),
    }
    return names.get(name, note).format(number=number)


def name_refused(name: str) -> str:
    """Why a shop cannot have this name."""
    said = _(
        "“{name}” cannot be the name of a shop: up to 80 letters, digits, blanks and - ( ) · &, beginning with a letter or digit."
    )
    return said.format(name=escape(name))
