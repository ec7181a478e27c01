"""A ZIP archive → its files; a plain file is itself."""

import hashlib
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from etl.container import container
from etl.errors import (
    DamagedFile,
    EncryptedFile,
    NestedArchive,
    NoTableInArchive,
    Refused,
    TooLarge,
    TooManyFiles,
    UnpacksTooLarge,
)
from etl.table import MB, File, Limits

CHUNK = MB
RATIO_FROM = 10 * MB  # small parts may be as dense as they like
SUMMARY = re.compile(r"[(（]汇总[)）]")  # Alipay puts the totals of a bill beside the bill
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


def files_in(path: Path, name: str, workdir: Path, limits: Limits) -> list[File]:
    """The files to load: of an archive its members, unpacked into workdir, else the file itself. Raises Refused."""
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise Refused([TooLarge(fields=sizes(size, limits.file_bytes))])
    if size == 0 or not zipfile.is_zipfile(path) or container(path) != "zip":
        return [File(name, path, _sha256(path))]
    try:
        with zipfile.ZipFile(path) as archive:
            return _members(archive, name, workdir, limits)
    except BROKEN as error:
        raise Refused([DamagedFile(fields={"found": str(error) or type(error).__name__})]) from error


def sizes(found: int, limit: int) -> dict[str, str]:
    """Two sizes in bytes as people say them: the fields of a problem."""
    return {"found": _megabytes(found), "limit": _megabytes(limit)}


def _megabytes(size: int) -> str:
    return f"{size / MB:,.0f} MB" if size >= MB else f"{size:,} bytes"


def _members(archive: zipfile.ZipFile, name: str, workdir: Path, limits: Limits) -> list[File]:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > limits.members:
        raise Refused([TooManyFiles(fields={"found": f"{len(members):,}", "limit": f"{limits.members:,}"})])
    if any(member.flag_bits & 1 for member in members):
        raise Refused([EncryptedFile()])
    named = [(member, shown) for member in members if _is_wanted(shown := _name(member))]
    if not named:
        raise Refused([NoTableInArchive()])
    workdir.mkdir(parents=True, exist_ok=True)
    left, files = limits.unpacked_bytes, []
    for number, (member, shown) in enumerate(named):
        # The name inside an archive is anybody's; on the disk members are numbered.
        to = workdir / f"{_stem(archive)}-{number:04d}"
        with to.open("wb") as out:
            for chunk in unpacked(archive, member, limits):
                left -= len(chunk)
                if left < 0:
                    raise Refused([UnpacksTooLarge(fields=sizes(limits.unpacked_bytes - left, limits.unpacked_bytes))])
                out.write(chunk)
        if zipfile.is_zipfile(to) and container(to) == "zip":
            raise Refused([NestedArchive(fields={"found": shown})])
        files.append(File(f"{name}/{shown}", to, _sha256(to)))
    return files


def _stem(archive: zipfile.ZipFile) -> str:
    """A stem for the members of this archive, so that two archives can share one folder."""
    return "member-" + hashlib.sha256(str(archive.filename).encode()).hexdigest()[:12]


def unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits) -> Iterator[bytes]:
    """A member's bytes, counted as they come out: the size it declares is only a claim."""
    packed, out = max(1, member.compress_size), 0
    with archive.open(member) as file:
        while chunk := file.read(CHUNK):
            out += len(chunk)
            if out > RATIO_FROM and out > limits.ratio * packed:
                fields = {"found": f"{out // packed}:1", "limit": f"{limits.ratio}:1"}
                raise Refused([UnpacksTooLarge(fields=fields)])
            yield chunk


def _name(member: zipfile.ZipInfo) -> str:
    """Old programs write names in the system's encoding and say nothing; zipfile then reads them as cp437."""
    if member.flag_bits & 0x800:
        return member.filename
    raw = member.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def _is_wanted(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return not (parts[0] == "__MACOSX" or parts[-1].startswith(".") or not parts[-1] or SUMMARY.search(parts[-1]))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
