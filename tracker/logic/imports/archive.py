"""A zip looked through before anything in it is unpacked.  [pure]

Nothing is written to a disk, so paths in it lead nowhere; an archive within an archive is not opened.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass

from tracker.logic.imports.found import Unreadable, Why

MOST_ENTRIES = 200
MOST_DEPTH = 4
MOST_UNPACKED = 50 * 1024 * 1024
MOST_RATIO = 100
SMALL = 64 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """`folder` is the name of the folder it lies in, "" at the top."""

    folder: str
    name: str
    data: bytes


def entries(data: bytes, *, wanted: tuple[str, ...]) -> list[Entry]:
    """The files of the zip with one of these names, whichever folder they lie in; ".csv" is every name ending so.

    Raises Unreadable where it is no zip, or larger inside than the limits, by what it says of itself or in truth.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            listed = archive.infolist()
            _check(listed, len(data))
            files = [one for one in listed if not one.is_dir() and one.filename.lower().endswith(wanted)]
            return [Entry(*_placed(one.filename), _unpacked(archive, one)) for one in files]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(Why.NOT_A_ZIP) from None


def _check(listed: list[zipfile.ZipInfo], size: int) -> None:
    inside = sum(one.file_size for one in listed)
    if len(listed) > MOST_ENTRIES:
        raise Unreadable(Why.TOO_MANY_FILES)
    if any(one.filename.strip("/").count("/") >= MOST_DEPTH for one in listed):
        raise Unreadable(Why.TOO_DEEP)
    if any(one.flag_bits & 1 for one in listed):
        raise Unreadable(Why.LOCKED)
    if inside > MOST_UNPACKED or inside > max(size * MOST_RATIO, SMALL):
        raise Unreadable(Why.TOO_MUCH_INSIDE)


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as file:
        data = file.read(info.file_size + 1)
    if len(data) > info.file_size:
        raise Unreadable(Why.TOO_MUCH_INSIDE)
    return data


def _placed(path: str) -> tuple[str, str]:
    parts = path.replace("\\", "/").split("/")
    return (parts[-2] if len(parts) > 1 else "", parts[-1])
