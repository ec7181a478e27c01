"""The register: append-only, read after any crash, and the only truth besides the files."""

import json
from decimal import Decimal

import pytest

import warehouse
from etl import register
from etl.pipeline import load, rebuild_all, undo, undone
from reports.effect import effect
from tests.made import Desk, sheet, taobao_order, wanxiangtai_day


def file(number: int) -> tuple[str, str]:
    return f"{number}.csv", sheet([taobao_order(str(number), f"{number}.00")])


def test_every_upload_and_every_undo_is_one_line(desk: Desk) -> None:
    desk.accept(file(1), file(2))
    undo(desk.shop, 1)
    lines = [json.loads(line) for line in desk.shop.register.read_text("utf-8").splitlines()]
    assert [(line.get("upload"), line.get("undo")) for line in lines] == [(1, None), (2, None), (None, 1)]
    assert lines[0]["sum"] == "1.00"
    assert [entry.undone_at is None for entry in register.entries(desk.shop)] == [False, True]
    assert desk.one("sum(gross_sales)", "marts.daily") == 2


def test_a_last_line_that_was_cut_short_is_no_line(desk: Desk) -> None:
    desk.accept(file(1), file(2))
    whole = desk.shop.register.read_bytes()
    first_line = whole.index(b"\n") + 1
    for cut in (first_line + 1, len(whole) // 2 + 50, len(whole) - 2):
        desk.shop.register.write_bytes(whole[:cut])
        assert [each.upload for each in register.active(desk.shop)] == [1]
    desk.shop.register.write_bytes(whole[:-1])
    assert [each.upload for each in register.active(desk.shop)] == [1, 2], "all of the line is there"


def test_what_a_crash_left_of_a_line_is_set_aside_and_the_next_load_mends_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.accept(file(1))
    before = desk.shop.register.read_bytes()
    builds = desk.shop.builds()
    desk.accept(file(2))
    torn = desk.shop.register.read_bytes()[: len(before) + 40]
    desk.shop.builds()[-1].unlink()  # the crash came before the build
    desk.shop.register.write_bytes(torn)
    assert desk.shop.builds() == builds
    assert desk.accept(file(3)) == [2]
    assert (desk.shop.inbox / "register.torn-1").read_bytes() == torn[len(before) :]
    assert desk.one("sum(gross_sales)", "marts.daily") == 4
    assert [each.file for each in register.active(desk.shop)] == ["1.csv", "3.csv"]


def test_a_register_that_lost_its_end_takes_nothing_out_of_the_figures_silently(desk: Desk) -> None:
    desk.accept(file(1), file(2))
    whole = desk.shop.register.read_bytes()
    desk.shop.register.write_bytes(whole[: whole.index(b"\n") + 1])
    with pytest.raises(register.RegisterShort):
        desk.load(file(3))
    assert desk.one("sum(gross_sales)", "marts.daily") == 3
    rebuild_all(desk.shop)  # said so: what is listed is what counts
    assert desk.one("sum(gross_sales)", "marts.daily") == 1
    assert desk.accept(file(3)) == [2]
    assert desk.one("sum(gross_sales)", "marts.daily") == 4


@pytest.mark.parametrize("line", [0, 1, 2])
def test_every_byte_of_every_line_is_sealed(desk: Desk, line: int) -> None:
    desk.accept(file(1), file(2))
    undo(desk.shop, 1)
    whole = desk.shop.register.read_bytes()
    lines = whole.splitlines(keepends=True)
    begin = sum(map(len, lines[:line]))
    said = register.entries(desk.shop)
    for place in range(begin, begin + len(lines[line])):
        desk.shop.register.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        try:
            found = register.entries(desk.shop)
        except register.RegisterBroken:
            continue
        assert (line, place, found) == (2, len(whole) - 1, said), "only the end of the last line tells nothing"


def test_lines_of_earlier_versions_are_the_past_and_the_next_line_seals_them(desk: Desk) -> None:
    desk.accept(file(1), file(2))
    lines = [json.loads(line) for line in desk.shop.register.read_text("utf-8").splitlines()]
    old = [{name: value for name, value in line.items() if name not in ("hash", "raw_sha256", "controls")} for line in lines]  # fmt: skip
    desk.shop.register.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in old), "utf-8")
    rebuild_all(desk.shop)
    assert (register.chain(desk.shop).sealed, len(register.active(desk.shop))) == (0, 2)
    desk.accept(file(3))
    assert register.chain(desk.shop).sealed == 1
    text = desk.shop.register.read_text("utf-8")
    desk.shop.register.write_text(text.replace("1.00", "9.00", 1), "utf-8")
    with pytest.raises(register.RegisterBroken, match="line 3"):
        register.active(desk.shop)


def test_an_upload_that_was_written_down_but_not_built_is_built_by_the_next_load(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from warehouse import Build

    desk.accept(file(1))

    def crash(build: Build) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Build, "publish", crash)
        with pytest.raises(KeyboardInterrupt):
            desk.load(file(2))
    assert desk.one("sum(gross_sales)", "marts.daily") == 1
    assert desk.accept(file(3)) == [3]
    assert desk.one("sum(gross_sales)", "marts.daily") == 6


def test_an_undone_file_may_be_loaded_again_under_a_new_number(desk: Desk) -> None:
    path = desk.write(*file(1))
    assert [each.upload for each in load(desk.shop, [(path, "1.csv")])[0]] == [1]
    undo(desk.shop, 1)
    assert [(each.status, each.upload) for each in load(desk.shop, [(path, "1.csv")])[0]] == [("loaded", 2)]
    with pytest.raises(register.NoSuchUpload):
        undo(desk.shop, 1)
    with pytest.raises(register.NoSuchUpload):
        undo(desk.shop, 99)


def test_the_same_content_under_another_name_is_already_loaded(desk: Desk) -> None:
    name, text = file(1)
    results = desk.load((name, text), ("copy.csv", text))
    assert [(each.status, each.upload) for each in results] == [("loaded", 1), ("already loaded", 1)]


def test_undoing_the_only_upload_leaves_an_empty_shop(desk: Desk) -> None:
    desk.accept(file(1))
    undo(desk.shop, 1)
    assert desk.weekly().weeks == ()


def test_files_are_kept_as_they_came_and_a_build_needs_nothing_else(desk: Desk) -> None:
    name, text = file(1)
    desk.accept((name, text))
    [upload] = register.active(desk.shop)
    assert (desk.shop.inbox / f"{upload.sha256}.csv").read_bytes() == text.encode()
    before = desk.figures()
    for path in desk.shop.builds():
        path.unlink()
    rebuild_all(desk.shop)
    assert desk.figures() == before


def test_what_an_undo_would_change_is_what_it_changes(desk: Desk) -> None:
    desk.accept(("orders.csv", sheet([taobao_order("1", "10.00"), taobao_order("2", "7.00", day="2026-06-09")])))
    desk.accept(("more.csv", sheet([taobao_order("3", "5.50", "1.00", day="2026-06-09")])))
    desk.accept(("ads.csv", sheet([wanxiangtai_day("2.20", "2026-06-01")])))
    before, build = desk.figures(), warehouse.reader(desk.shop).build
    with undone(desk.shop, 2) as without:
        change = effect(desk.shop, without)
    assert (desk.figures(), warehouse.reader(desk.shop).build) == (before, build), "nothing is changed by looking"
    assert len(register.active(desk.shop)) == 3
    undo(desk.shop, 2)
    after = desk.weekly()
    [(week, old, new)] = change.weeks
    assert week.isoformat() == "2026-06-08"
    assert (old["gross_sales"], new["gross_sales"]) == (Decimal("13.50"), Decimal("7.00"))
    assert (old["refunds"], new["refunds"]) == (Decimal("1.00"), Decimal("0.00"))
    assert change.after == {name: after.total[name] for name in change.after}
    assert new == {name: after.weeks[1].figures[name] for name in new}


def test_the_days_that_lose_their_source_are_named(desk: Desk) -> None:
    desk.accept(("orders.csv", sheet([taobao_order("1", day="2026-06-01"), taobao_order("2", day="2026-06-04")])))
    desk.accept(("more.csv", sheet([taobao_order("3", day="2026-06-03"), taobao_order("4", day="2026-06-06")])))
    with undone(desk.shop, 2) as without:
        [gap] = effect(desk.shop, without).lost
    assert (gap.source, gap.platform, [day.day for day in gap.days]) == ("orders", "taobao", [5, 6])


def test_an_upload_that_is_not_there_cannot_be_looked_away(desk: Desk) -> None:
    desk.accept(file(1))
    with pytest.raises(register.NoSuchUpload), undone(desk.shop, 2):
        pass
