"""Text files and archives → tables of text."""

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from etl.errors import (
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    LineTooLong,
    MixedEncoding,
    NestedArchive,
    NoTableInArchive,
    NotATable,
    Refused,
    TooLarge,
    TooManyColumns,
    TooManyFiles,
    UnclosedQuote,
    UnknownArchive,
    UnpacksTooLarge,
    WebPage,
)
from etl.sheet import COMMAND_LINE, PAGE, File, Limits, Table, count_records, files_in, tables_in
from tests.etl import making

HEAD = (making.HEADER, *making.ROWS)


def load(folder: Path, data: bytes, name: str = "a.csv", limits: Limits = PAGE) -> Table:
    path = folder / name
    path.write_bytes(data)
    [file] = files_in(path, name, folder / "work", limits)
    [table] = tables_in(file, folder / "work", limits)
    return table


def problems(folder: Path, data: bytes, name: str = "a.csv", limits: Limits = PAGE) -> list[object]:
    with pytest.raises(Refused) as refused:
        load(folder, data, name, limits)
    return list(refused.value.problems)


def only(folder: Path, data: bytes, kind: type, name: str = "a.csv", limits: Limits = PAGE) -> object:
    [problem] = problems(folder, data, name, limits)
    assert type(problem) is kind
    return problem


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
    ],
)
def test_each_encoding_reads_the_same(tmp_path: Path, codec: str, encoding: str) -> None:
    table = load(tmp_path, making.TEXT.encode(codec))
    assert (table.kind, table.sheet, table.delimiter, table.encoding) == ("text", "", ",", encoding)
    assert table.head == HEAD
    assert table.head_rows == (1, 2, 3)
    assert table.path.read_text("utf-8") == making.TEXT


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_with_tabs(tmp_path: Path, codec: str) -> None:
    table = load(tmp_path, ("\ufeff" + making.TEXT.replace(",", "\t")).encode(codec))
    assert (table.encoding, table.delimiter, table.head) == (codec, "\t", HEAD)


def test_four_byte_characters_of_gb18030(tmp_path: Path) -> None:
    table = load(tmp_path, "名称,店\n㐂店😀,甲\n".encode("gb18030"))
    assert table.head[1] == ("㐂店😀", "甲")


def test_a_utf8_file_is_not_copied_and_keeps_its_line_ends(tmp_path: Path) -> None:
    table = load(tmp_path, making.TEXT.replace("\n", "\r\n").encode())
    assert table.path == tmp_path / "a.csv"
    assert table.head == HEAD
    assert count_records(table, 1) == (2, [])


def test_returns_alone_end_lines_too(tmp_path: Path) -> None:
    table = load(tmp_path, making.TEXT.replace("\n", "\r").encode())
    assert (table.head, table.head_rows) == (HEAD, (1, 2, 3))
    assert count_records(table, 1) == (2, [])


def test_a_return_between_two_chunks(tmp_path: Path) -> None:
    filler = "甲" * 11 + "\r\n"
    text = filler * ((1 << 20) // len(filler.encode()) * 2)
    for shift in range(3):
        data = ("x" * shift + "\r\n" + text).encode()
        assert load(tmp_path, data).path == tmp_path / "a.csv", "no return stands alone, so no copy"


def test_quoted_line_breaks_and_blank_lines(tmp_path: Path) -> None:
    table = load(tmp_path, '#标题\n\nid,备注\n1,"两\n行, ""好"""\n\n2,x\n3,y'.encode())
    assert table.head == (("#标题",), (), ("id", "备注"), ("1", '两\n行, "好"'), (), ("2", "x"), ("3", "y"))
    assert table.head_rows == (1, 2, 3, 5, 6, 7, 8)
    assert [count_records(table, line) for line in (0, 3, 5, 7, 8)] == [
        (5, [2, 5]),
        (3, [2]),
        (2, [1]),
        (1, []),
        (0, []),
    ]


@pytest.mark.parametrize(
    ("text", "records"),
    [
        ("h\n1\n2\n", 2),
        ("h\n1\n2", 2),
        ("h\n\n\n1\n\n2\n\n", 2),
        ("h\r\n\r\n1\r\n\r\n\r\n2\r\n", 2),
        ('h\n"a,b",1\n"c ""d""",2\n', 2),
        ('h\n5" pipe,1\n7,2\n', 2),
        ('h\n5" pipe,1\n7" pipe,2\n\n', 2),
        ('h\n"a\n\nb"\n2\n', 2),
        ("h\n", 0),
        ("h", 0),
    ],
)
def test_records_are_counted_exactly(tmp_path: Path, text: str, records: int) -> None:
    assert count_records(load(tmp_path, text.encode()), 1)[0] == records


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a;b;c\n1;2,5;3\n", ";"),
        ("a\tb\tc\n1\t2,5,6\t3\n", "\t"),
        ("账号\t,时间\t\n2088\t,2026-07-20\t\n", ","),
        ('id,title\n1,"红;蓝;绿;白"\n', ","),
        ("only\n1\n", ","),
    ],
)
def test_the_delimiter(tmp_path: Path, text: str, delimiter: str) -> None:
    assert load(tmp_path, text.encode()).delimiter == delimiter


def test_cells_stand_as_they_are(tmp_path: Path) -> None:
    table = load(tmp_path, b'="0012",\t4012345678901234567, x ,`9\n1,2\n')
    assert table.head == (('="0012"', "\t4012345678901234567", " x ", "`9"), ("1", "2"))


def test_text_named_xls(tmp_path: Path) -> None:
    table = load(tmp_path, making.TEXT.replace(",", "\t").encode("gbk"), "a.xls")
    assert (table.kind, table.head, table.notes) == ("text", HEAD, ("text_as_xls",))


@pytest.mark.parametrize(("first", "second"), [("utf-8", "gbk"), ("gbk", "utf-8")])
@pytest.mark.parametrize("shop", ["杭州分店", "杭州分店二"])  # the bytes of the first are right in both encodings
def test_two_encodings_in_one_file(tmp_path: Path, first: str, second: str, shop: str) -> None:
    data = making.TEXT.encode(first) + f"4012345678901234569,{shop},5\n9,{shop},5\n".encode(second)
    assert only(tmp_path, data, MixedEncoding).row == 4  # type: ignore[attr-defined]


def test_a_download_that_stopped_within_a_character(tmp_path: Path) -> None:
    only(tmp_path, (making.TEXT + "1,店").encode()[:-1], DamagedFile)
    only(tmp_path, "订单编号,店".encode("gbk")[:-1], DamagedFile)


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 ...",
        b"\x89PNG\r\n\x1a\n" + bytes(50),
        b"MZ" + bytes(50),
        b"a,b\n1,x\0y\n",
        bytes(range(1, 256)) * 20,
        b'<?xml version="1.0"?><a/>',
    ],
)
def test_no_table(tmp_path: Path, data: bytes) -> None:
    problem = only(tmp_path, data, NotATable)
    assert problem.fields["found"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"7z\xbc\xaf\x27\x1c" + bytes(9), UnknownArchive),
        (b"Rar!\x1a\x07\x00" + bytes(9), UnknownArchive),
        (b"<html><body><form>please log in</form></body></html>", WebPage),
    ],
)
def test_files_that_are_no_table_but_have_a_way_out(tmp_path: Path, data: bytes, kind: type) -> None:
    only(tmp_path, data, kind)


def test_a_header_may_begin_like_a_program(tmp_path: Path) -> None:
    assert load(tmp_path, b"MZ,BM\n1,2\n").head == (("MZ", "BM"), ("1", "2"))


def test_empty(tmp_path: Path) -> None:
    only(tmp_path, b"", EmptyFile)
    only(tmp_path, b"\xef\xbb\xbf", EmptyFile)


@pytest.mark.parametrize(("text", "row"), [('a,b\n1,"x\n2,y\n', 2), ('a,b\n1,"x\ny"\n"2,y', 4), ('"a,b\n1,2\n', 1)])
def test_an_unclosed_quote(tmp_path: Path, text: str, row: int) -> None:
    assert only(tmp_path, text.encode(), UnclosedQuote).row == row  # type: ignore[attr-defined]


def test_all_problems_at_once(tmp_path: Path) -> None:
    found = problems(tmp_path, ("a," * 600 + '\n1,"x\n').encode())
    assert {type(problem) for problem in found} == {UnclosedQuote, TooManyColumns}


def test_limits_of_text(tmp_path: Path) -> None:
    small = replace(PAGE, line_bytes=1000, rows=5, file_bytes=100_000)
    only(tmp_path, b"a,b\n" + b"x" * 1001 + b"\n", LineTooLong, limits=small)
    only(tmp_path, b"a,b\n" + b"x" * 5001, LineTooLong, limits=small)
    only(tmp_path, b"a\n" * 6, TooLarge, limits=small)
    only(tmp_path, b"a,b\n" * 30_000, TooLarge, limits=small)
    only(tmp_path, ",".join("a" * 513).encode(), TooManyColumns)
    assert load(tmp_path, b"a,b\n" + b"x" * 1000 + b"\n" + b"y" * 999, limits=small).head_rows == (1, 2, 3)
    assert COMMAND_LINE.rows > 1_048_576
    assert COMMAND_LINE.file_bytes > 259 << 20


def test_an_archive_gives_its_members(tmp_path: Path) -> None:
    names = ["20887_账务明细.csv", "20887_账务明细(汇总).csv", "__MACOSX/._x.csv", ".DS_Store", "月/账单.csv"]
    (tmp_path / "a.zip").write_bytes(making.zip_with_gbk_names({name: making.TEXT.encode("gbk") for name in names}))
    files = files_in(tmp_path / "a.zip", "a.zip", tmp_path / "work", PAGE)
    assert [file.name for file in files] == ["a.zip/20887_账务明细.csv", "a.zip/月/账单.csv"]
    assert all(tables_in(file, tmp_path / "work", PAGE)[0].head == HEAD for file in files)


def test_a_member_cannot_leave_the_folder(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(making.zipped({"../../evil.csv": b"a,b\n1,2\n"}))
    [file] = files_in(tmp_path / "a.zip", "a.zip", tmp_path / "work", PAGE)
    assert file.path.parent == tmp_path / "work"


def test_a_plain_file_is_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"abc")
    sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert files_in(path, "a.csv", tmp_path / "work", PAGE) == [File("a.csv", path, sha256)]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (making.with_password(making.zipped({"a.csv": b"a,b\n"})), EncryptedFile),
        (making.zipped({"a.zip": making.zipped({"a.csv": b"a,b\n"})}), NestedArchive),
        (making.zipped({"x(汇总).csv": b"a,b\n"}), NoTableInArchive),
        (making.zipped({"a.csv": b"a,b\n"})[:-30], DamagedFile),
        (making.zipped({"word/document.xml": b"<a/>", "[Content_Types].xml": b"<a/>"}), NotATable),
    ],
    ids=["password", "zip in zip", "summary only", "cut short", "document"],
)
def test_archives_that_are_refused(tmp_path: Path, data: bytes, kind: type) -> None:
    only(tmp_path, data, kind, "a.zip")


def test_an_archive_that_unpacks_to_too_much(tmp_path: Path) -> None:
    bomb = making.zipped({"a.csv": bytes(11 << 20)})
    only(tmp_path, bomb, UnpacksTooLarge, "a.zip", replace(PAGE, ratio=100))
    only(tmp_path, bomb, UnpacksTooLarge, "a.zip", replace(PAGE, unpacked_bytes=10 << 20, ratio=10_000))
    only(tmp_path, making.zipped({f"{n}.csv": b"a" for n in range(5)}), TooManyFiles, "a.zip", replace(PAGE, members=4))


def test_a_member_with_a_wrong_checksum(tmp_path: Path) -> None:
    data = bytearray(making.zipped({"a.csv": making.TEXT.encode()}))
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as stored:
        stored.writestr("a.csv", making.TEXT)
    data = bytearray((tmp_path / "b.zip").read_bytes())
    data[60] ^= 1
    only(tmp_path, bytes(data), DamagedFile, "a.zip")
