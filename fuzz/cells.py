"""What one cell means: nothing, an amount of money."""

import re
from decimal import Decimal

BLANKS = " \t\r\n\u00a0\u3000\ufeff\u200b"
WRAPPERS = BLANKS + "\"=`'"
NOTHING = {"", "-", "--", "—", "NULL", "null", "#NULL!", "无", "None", "nan", "NaT", "/", "0000-00-00 00:00:00"}
FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－＋（）−", "0123456789.,-+()-")
AMOUNT = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", re.ASCII)
TIME = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}.*|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}.*", re.ASCII | re.DOTALL)


class Wrong(Exception):
    """Something that no loader may accept."""


def amount(text: str) -> Decimal:
    """What an amount of money means: ¥, 元, thousands commas, full-width digits, (1.00) and 1.00- included. Raises Wrong."""
    bare = text.translate(FULL_WIDTH)
    bare = re.sub(r"^([-+]?) *(¥|￥|\$|CNY|RMB) *", r"\1", bare)
    bare = re.sub(r" *元$", "", bare)
    is_negative = bool(re.fullmatch(r"\(.+\)", bare) or re.fullmatch(r"[^-].*-", bare))
    bare = bare.strip("()").removesuffix("-") if is_negative else bare.removeprefix("+")
    bare = re.sub(r"^(-?) *(¥|￥|\$) *", r"\1", bare)
    if not AMOUNT.fullmatch(bare):
        raise Wrong(f"{text!r} is no amount")
    value = Decimal(bare.replace(",", ""))
    return -value if is_negative else value
