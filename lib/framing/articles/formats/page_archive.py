"""Web archives, WARC, WARC.gz and WACZ: every page in them that was answered with HTML as one article."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from framing.articles.blobs import LARGEST, LARGEST_HTML, Blob, check_zip
from framing.articles.formats.base import Format, Read
from framing.articles.formats.page import read_page
from framing.articles.readers import Record, Unread
from framing.project import InputError

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

__all__ = ["WARC", "read_archive"]

_GZIP = b"\x1f\x8b\x08"
_START = re.compile(rb"(?:^|\n)(?=WARC/\d\.\d\r?\n)")
_INNER = re.compile(rb"\nWARC/\d\.\d\r?\n(?:WARC-|Content-)")
# Places in one archive after which it is taken for no archive any more.
_MOST_DAMAGED = 100
_HTML = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True)
class _Damage:
    """What could not be read: where it begins, in the archive as it lies on the disk, and why."""

    place: int
    why: str


@dataclass(frozen=True)
class _Capture:
    """One answer: where its record begins, from which address and when, and whether all of it is there."""

    place: int
    url: str
    when: str
    status: str
    kind: str
    data: bytes
    why: str = ""


def _fits(blob: Blob) -> bool:
    if blob.data[:2] == _GZIP[:2]:
        _, start, _, _ = next(_members(blob.head))
        return start.lstrip()[:5] == b"WARC/"
    if blob.data[:4] == b"PK\x03\x04":
        return _archives_in(blob.data) != []
    return blob.head.lstrip()[:5] == b"WARC/"


def _archives_in(data: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = packed.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return []
    return [each for each in names if re.search(r"\.warc(?:\.gz)?$", each, re.I)]


def read_archive(blob: Blob) -> Read:
    """Read the pages of a web archive.

    Every record of a response with status 200 that is HTML is a page; what else was answered (pictures, redirects) is
    none, and set aside with its kind. ``url`` is the address that was captured, ``captured`` when. Nothing is
    fetched.

    Yields
    ------
    Record or Unread
        Every page. Unread for one that is no article, and for what is damaged, with its place in the file in bytes.

    Raises
    ------
    InputError
        When a WACZ cannot be opened, or there is no page in the archive and nothing was damaged.
    """
    number = pages = 0
    for each in _captures(blob):
        if isinstance(each, _Damage):
            number += 1
            pages += 1
            yield Unread(blob.name, number, "damaged archive", f"at byte {each.place:,}: {each.why}")
            continue
        number += 1
        if (each.kind not in _HTML or each.status != "200") and not each.why:
            kind = each.kind or "of no kind"
            about = {"url": each.url, "captured": each.when, "kind": each.kind, "status": each.status}
            detail = f"at byte {each.place:,}: {kind}, status {each.status}"
            yield Unread(blob.name, number, "a capture that is no page", detail, about)
            continue
        pages += 1
        if each.kind not in _HTML:
            yield Unread(blob.name, number, "damaged archive", f"at byte {each.place:,}, {each.url}: {each.why}")
            continue
        found = _page(blob.name, number, each)
        whole = not each.why or re.search(rb"</html\s*>\s*$", each.data[-200:], re.I) is not None
        if whole:
            yield found
        if each.why:
            number += whole
            detail = f"at byte {each.place:,}, {each.url}: {each.why}" + ("; the page itself was read" if whole else "")
            yield Unread(blob.name, number, "damaged archive", detail, {} if whole else found.fields)
    if not pages:
        raise InputError(
            f"{blob.name}: expected a page of HTML with status 200 among what was captured, found none among "
            f"{number:,} answers; name the archive that holds the pages."
        )


def _page(name: str, number: int, capture: _Capture) -> Record | Unread:
    """Return the article of a capture."""
    place = {"url": capture.url, "captured": capture.when}
    place = {key: value for key, value in place.items() if value}
    try:
        found = next(iter(read_page(Blob(f"{name}, {capture.url}", capture.data), capture.url)))
    except InputError as error:
        return Unread(name, number, "no article on the page", f"at byte {capture.place:,}: {error}", place)
    if isinstance(found, Record):
        own = found.fields.get("url", "")
        other = {"canonical": own} if own and own != capture.url else {}
        return Record(name, number, {**found.fields, **other, **place})
    if not isinstance(found, Unread):
        raise TypeError("a page is one article or none")
    detail = f"at byte {capture.place:,}, {capture.url}: {found.detail}"
    return replace(found, file=name, number=number, detail=detail, fields={**found.fields, **place})


def _captures(blob: Blob) -> Iterator[_Capture | _Damage]:
    if blob.data[:4] != b"PK\x03\x04":
        yield from _records(blob.data)
        return
    packed = check_zip(blob.data, blob.name)
    for name in sorted(_archives_in(blob.data)):
        member = packed.getinfo(name)
        try:
            with packed.open(member) as file:
                data = file.read(LARGEST + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
            yield _Damage(member.header_offset, f"{name} cannot be unpacked ({error})")
            continue
        if len(data) > LARGEST:
            yield _Damage(member.header_offset, f"{name} unpacks to more than {LARGEST / 1e6:,.0f} MB; split it")
            continue
        yield from _records(data)


def _records(data: bytes) -> Iterator[_Capture | _Damage]:
    """Read the records of a WARC, gzipped one by one, gzipped as a whole, or not at all."""
    if data[:2] != _GZIP[:2]:
        yield from _plain_records(data, None)
        return
    for place, unpacked, why, _ in _members(data):
        found = list(_plain_records(unpacked, place)) if unpacked.strip() else []
        yield from found
        if why and not any(each.why for each in found):
            yield _Damage(place, why)


def _members(data: bytes) -> Iterator[tuple[int, bytes, str, int]]:
    """Yield the members of a gzip file: where each begins, what it holds, what is wrong with it, where it ends.

    After a damaged one the next that begins like a member goes on.
    """
    place = 0
    while 0 <= place < len(data):
        unpacker = zlib.decompressobj(31)
        pieces, size, at, why = [], 0, place, ""
        try:
            while at < len(data) and not unpacker.eof and size <= LARGEST:
                piece = unpacker.decompress(data[at : at + 65_536], LARGEST)
                at += 65_536
                pieces.append(piece)
                size += len(piece)
        except zlib.error as error:
            why = f"the gzip data is broken ({error})"
        if not why and size > LARGEST:
            why = f"it unpacks to more than {LARGEST / 1e6:,.0f} MB"
        elif not why and not unpacker.eof:
            why = "the file ends within the gzip data"
        end = min(at, len(data)) - len(unpacker.unused_data) if unpacker.eof else data.find(_GZIP, place + 3)
        yield place, b"".join(pieces)[:LARGEST], why, end
        if end > 0 and unpacker.eof and data[end : end + 3] != _GZIP:
            rest = data[end:].strip(b"\x00\r\n")
            end = data.find(_GZIP, end)
            if rest:
                yield place, b"", "what follows is no gzip data", end
        place = end


def _plain_records(data: bytes, offset: int | None) -> Iterator[_Capture | _Damage]:
    """Read unpacked records; where one is broken, go on at the next line that begins like a record.

    Parameters
    ----------
    data : bytes
    offset : int or None
        Where they begin in the gzipped file; None when the file is not gzipped.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    start = damaged = 0
    while start < len(data):
        records = ArchiveIterator(io.BytesIO(data[start:] if start else data))
        begins = swallowed = 0
        try:
            while True:
                # warcio writes its warnings to the screen
                with contextlib.redirect_stderr(io.StringIO()):
                    record = next(records, None)
                    if record is None:
                        rest = data[start + begins :].lstrip(b"\x00\r\n ")
                        if rest:
                            place = offset if offset is not None else len(data) - len(rest)
                            yield _Damage(place, "the file ends within the headers of a record")
                        return
                    errors, begins = records.err_count, records.offset
                    place = offset if offset is not None else start + begins
                    found = _capture(record, place)
                    following = records.get_record_offset() + records.get_record_length()
                # A length that is too large takes the records after it for the page.
                inner = _INNER.search(data, start + begins + 5, start + following)
                if found and not found.why and (inner or records.err_count > errors):
                    found = replace(found, why="the record is longer or shorter than it says")
                if found:
                    yield found
                elif _is_cut(record):
                    yield _Damage(place, "the file ends within this record")
                if inner:
                    swallowed = inner.start() + 1
                    break
                begins = following
        except (ArchiveLoadFailed, zlib.error, EOFError, ValueError, OSError, AttributeError) as error:
            begins = max(begins, 0)
            why = " ".join(str(error).split())[:200] or type(error).__name__
            yield _Damage(offset if offset is not None else start + begins, f"no record can be read there ({why})")
        damaged += 1
        if swallowed:
            start = swallowed
            continue
        again = _START.search(data, start + begins + 5)
        if again is None:
            return
        start = again.end()
        if damaged == _MOST_DAMAGED:
            yield _Damage(offset if offset is not None else start, "too much before it is damaged; no more was read")
            return


def _is_cut(record: ArcWarcRecord) -> bool:
    """Whether a record, read to its end, had less than it says, or was cut before it could say how much it has."""
    return record.length is None or getattr(record.raw_stream, "limit", 0) > 0


def _capture(record: ArcWarcRecord, place: int) -> _Capture | None:
    """Return a record as a capture, its content unpacked; None for a record of another kind."""
    if record.rec_type not in ("response", "resource"):
        while record.raw_stream.read(65_536):
            pass
        return None
    headers, http = record.rec_headers, record.http_headers
    given = (http.get_header("content-type") if http else record.content_type) or ""
    kind = given.partition(";")[0].strip().casefold()
    why, data = "", b""
    if kind in _HTML:
        data, why = _content(record)
        charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", given, re.I)
        data = _as_utf8(data, charset[1]) if charset else data
    while record.raw_stream.read(65_536):
        pass
    if _is_cut(record):
        why = "the file ends within this record"
    status = http.get_statuscode() if http else "200"
    url = (headers.get_header("WARC-Target-URI") or "").strip("<> ")
    return _Capture(place, url, headers.get_header("WARC-Date") or "", str(status), kind, data, why)


def _content(record: ArcWarcRecord) -> tuple[bytes, str]:
    """Return what a record holds, without the encodings of HTTP, and what is wrong with it."""
    coded = (record.http_headers.get_header("content-encoding") if record.http_headers else "") or "identity"
    stream, pieces, size = record.content_stream(), [], 0
    try:
        while size <= LARGEST_HTML and (piece := stream.read(65_536)):
            pieces.append(piece)
            size += len(piece)
    except (zlib.error, EOFError, ValueError, OSError) as error:
        return b"".join(pieces), f"its content cannot be unpacked ({error})"
    data = b"".join(pieces)
    if size > LARGEST_HTML:
        return b"", f"it unpacks to more than {LARGEST_HTML / 1e6:,.0f} MB"
    if data and coded.casefold() not in ("gzip", "deflate", "identity", "x-gzip") and b"<" not in data[:1000]:
        return b"", f"its content is packed as {coded}, which cannot be read"
    return data, ""


def _as_utf8(data: bytes, charset: str) -> bytes:
    """Return a text in UTF-8: what the server said of its encoding counts before what the page says."""
    name = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252"}.get(charset.casefold(), charset)
    try:
        data.decode("utf-8")
        return data
    except UnicodeDecodeError:
        pass
    try:
        return data.decode(name, "replace").encode("utf-8", "replace")
    except LookupError:
        return data


WARC = Format("warc", "Web archive, WARC or WACZ", _fits, read_archive)
