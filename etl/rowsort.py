"""Which rows of a table are data, and which an export puts around them."""

from collections.abc import Mapping, Sequence

from etl import cell
from etl.condition import either
from etl.entity import entities
from etl.format import Format
from etl.raw import Raw

Tests = Sequence[tuple[str, str, str]]
TOTAL_WORDS = ("总计", "合计", "汇总", "小计", "total", "grand total", "总和")


def row_sort(
    raw: Raw, format: Format, places: Mapping[str, Sequence[int]], ignored_rows: Tests, total_rows: Tests
) -> str:
    """SQL of a row's sort: data, blank, total, comment, or header (repeated where files were joined by hand)."""
    entity = entities()[format.entity]
    all_blank = " and ".join(f"coalesce(trim(c{i}), '') = ''" for i in raw.kept)
    around = f"[{cell.BLANKS}:：]*"
    word = f"(?i){around}({'|'.join(TOTAL_WORDS)})"
    labels = f"e'{word}(?:{around}[¥￥]?[0-9.,]*[元笔条单]?{around}|[:：].*)'"  # "合计", "合计12笔", "合计：…"
    first = raw.kept[0]
    clock = list(places.get(entity.clock or "", ()))[:1]
    front = [i for i in raw.kept if i < 3] + clock
    # Most keys and times begin with a digit, and then there is nothing to look for.
    total = " or ".join(
        [
            *(f"({_is_word(i)} and regexp_full_match(c{i}, {labels}))" for i in dict.fromkeys(front)),
            f"({_is_word(first)} and regexp_full_match(c{first}, e'{word}[:：].*'))",  # Total: Campaigns
            *([either(total_rows, bare=True)] if total_rows else []),
        ]
    )
    wanted = [column for choice in entity.required for column in choice]
    key = places[next((c for c in wanted if c in places), next(iter(places)))][0]
    repeated = f"{cell.unwrapped(f'c{key}')} = {cell.quoted(raw.header[key].strip(f'{cell.BOM} '))}"
    # "#1001" and "#PK1001" are order numbers, "#支出合计" is not.
    comment = f"(c{first}[1:1] = '#' and not regexp_matches(c{first}[2:2], '[0-9A-Za-z]')) or c{first}[1:3] = '---'"
    ignored = f"when {either(ignored_rows, bare=True)} then 'ignored' " if ignored_rows else ""
    if format.endings:  # a summary with columns of its own
        starts = f"starts_with({cell.unwrapped(f'c{first}')}, {{}})"
        ended = " or ".join(starts.format(cell.quoted(text)) for text in format.endings)
        ignored += f"when row >= (select min(row) from read_parquet({cell.quoted(str(raw.path))}) where {ended}) then 'comment' "
    if format.rows.get("explained") and clock:  # the row below the header tells what the columns mean
        is_time = cell.read(cell.unwrapped(f"c{clock[0]}", is_id=True), "timestamp", date_order=format.date_order)
        ignored += f"when row = (select min(row) from read_parquet({cell.quoted(str(raw.path))})) and {is_time} is null then 'comment' "
    # The cheap tests run first: a row whose key is filled is neither blank nor, as a rule, anything but data.
    return (
        f"case when {total} then 'total' when {comment} then 'comment' when {repeated} then 'header' "
        f"{ignored}when coalesce(trim(c{key}), '') = '' and {all_blank} then 'blank' else 'data' end"
    )


def _is_word(place: int) -> str:
    return f"(c{place} < '0' or c{place} >= ':')"
