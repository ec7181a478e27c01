"""What may be known of personal cells: keyed hashes that tell the same buyer or address again, and a few words of notes.

The hash is HMAC-SHA256 with a secret of the shop, cut to 16 bytes: without the secret nobody can try names against it.
The secret lies in the shop's folder, outside the warehouse, so that a rebuild gives the same keys and `forget` ends them.
"""

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from etl.cell import listed, quoted
from etl.names import normalised
from warehouse import Build, Shop

COLUMNS = ("buyer_key", "address_key", "memo_flags")
# The headers that each is made of, normalised, the surest first; the first filled cell counts.
BUYER = (
    *("买家会员名", "买家会员昵称", "买家昵称", "买家旺旺", "买家支付宝账号", "下单账号", "用户编号", "用户标识"),
    *("customerid", "customer_id", "email", "customer_email", "buyer-email"),
)
ADDRESS = (
    *("修改后的收货地址", "收货地址", "收货人地址", "收件人地址", "收件地址", "详细地址", "客户地址"),
    *("shippingaddress1", "shippingstreet", "shipping_address_1", "shipping_address1", "ship-address-1"),
)
MEMO = (
    *(
        "买家留言",
        "主订单买家留言",
        "买家备注",
        "用户备注",
        "订单备注",
        "商家备注",
        "商家备忘",
        "卖家备注",
        "备注标签",
        "备注",
    ),
    *("notes", "note"),
)
WORDS = ("刷", "补单", "补差", "赠品", "换货", "红包", "返现")
IGNORED = (" ", "\t", ",", "，")  # what differs between two ways to write one address
NOTHING = ("", "-", "--", "无", "null")
SECRET_BYTES, BLOCK = 32, 64  # SHA-256 works in blocks of 64 bytes


@dataclass(frozen=True)
class Keyed:
    """The columns that a header's personal cells leave, and their SQL; empty where the header has none of them."""

    names: tuple[str, ...] = ()
    steps: tuple[tuple[str, ...], ...] = ()  # select lists one inside the other, so that DuckDB does nothing twice
    expressions: tuple[str, ...] = ()

    def of(self, source: str) -> str:
        """The source with what the expressions ask of it."""
        for step in self.steps:
            source = f"(select *, {', '.join(step)} from {source})"
        return source


def keyed(build: Build, header: Sequence[str]) -> Keyed:
    """How the keyed columns of a header are made. The secret is in variables of the connection and in no statement."""
    names = [normalised(name) for name in header]
    wanted = {
        column: cells
        for column, known in (("buyer_key", BUYER), ("address_key", ADDRESS), ("memo_flags", MEMO))
        if (cells := [f"c{names.index(name)}" for name in known if name in names])
    }
    if not wanted:
        return Keyed()
    if {"buyer_key", "address_key"} & set(wanted):
        key = secret(build.shop).ljust(BLOCK, b"\0")
        build.execute("set variable inner_key = $1::blob", [bytes(byte ^ 0x36 for byte in key)])
        build.execute("set variable outer_key = $1::blob", [bytes(byte ^ 0x5C for byte in key)])
    return Keyed(
        names=tuple(wanted),
        steps=(tuple(f"{_text(column, cells)} as text_of_{column}" for column, cells in wanted.items()),),
        expressions=tuple(f"{_said(column)} as {column}" for column in wanted),
    )


def secret(shop: Shop) -> bytes:
    """The shop's secret, made at the first call; only its owner may read it. The shop's lock must be held."""
    path = shop.folder / "personal.key"
    if path.exists():
        return path.read_bytes()
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    made = secrets.token_bytes(SECRET_BYTES)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(made)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    return made


def _text(column: str, cells: Sequence[str]) -> str:
    """What is hashed or searched: the first filled cell as everybody would write it, or all the notes."""
    if column == "memo_flags":
        return f"concat_ws(' ', {', '.join(cells)})"
    filled = ", ".join(f"nullif({cell}, '')" for cell in cells)
    text = f"lower({cells[0] if len(cells) == 1 else f'coalesce({filled})'})"
    for each in IGNORED:
        text = f"replace({text}, {quoted(each)}, '')"
    return text


def _said(column: str) -> str:
    """What is kept of the text: a keyed hash, null where the platform masked it, or the words of the list that it holds."""
    text = f"text_of_{column}"
    if column == "memo_flags":
        words = ", ".join(f"case when contains({text}, {quoted(word)}) then {quoted(word)} end" for word in WORDS)
        return f"case when {text} <> '' then nullif(concat_ws(',', {words}), '') end"
    inner = f"unhex(sha256(getvariable('inner_key') || encode({text})))"
    digest = f"sha256(getvariable('outer_key') || {inner})"  # HMAC by its definition; DuckDB has no function for it
    return f"case when not contains({text}, '*') and {text} not in ({listed(NOTHING)}) then left({digest}, 32) end"
