"""PURE. Which layout a file has, by what is in it; a ZIP becomes its members."""

import hashlib
import stat
import struct
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, Final, Literal, cast

from perined_import.readers.source import MB, FileRefused, Limits, Source, refuse
from perined_import.readers.xml_safety import root_of

Layout = Literal["hl7v3", "ada", "fhir", "table", "spreadsheet"]

HL7_NAMESPACE: Final = "urn:hl7-org:v3"
FHIR_NAMESPACE: Final = "http://hl7.org/fhir"
ADA_ROOTS: Final = frozenset({"adaxml", "kernset_geboortezorg", "kernset_aanleverbericht"})
_FOREIGN: Final = {
    b"%PDF": "PDF",
    b"\xd0\xcf\x11\xe0": "XLS",
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "RAR",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"{\\rtf": "RTF",
}
_CHUNK: Final = 256 * 1024
_IN_MEMORY: Final = 8 * MB
_JSON_START: Final = 256 * 1024
_BOM: Final = b"\xef\xbb\xbf"
_DIRECTORY: Final = 32 * MB
"""The list of contents of a ZIP is read whole; one of a few hundred thousand members is smaller."""
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Others are rare, and some ask for gigabytes to unpack a few bytes."""
ZIP_FAULTS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    RuntimeError,
    OSError,
    ValueError,
    OverflowError,
)
"""What `zipfile` raises for a damaged archive."""


class _TooMany(Exception):
    """The list of contents is longer than any delivery's."""


class _Bounded:
    """A stream of a ZIP of which nobody reads too much at once."""

    def __init__(self, stream: BinaryIO) -> None:
        self.seek, self.tell, self._read = stream.seek, stream.tell, stream.read
        self.seekable = stream.seekable

    def read(self, size: int = -1) -> bytes:
        """Read as the stream does."""
        if size > _DIRECTORY:
            raise _TooMany
        return self._read(size)


def open_zip(source: Source, limits: Limits) -> zipfile.ZipFile:
    """Open a ZIP without trusting its list of contents. Raises FileRefused, or one of `ZIP_FAULTS`."""
    try:
        archive = zipfile.ZipFile(cast(BinaryIO, _Bounded(source.stream)))
    except _TooMany:
        raise refuse("zip_many", source, limit=limits.members) from None
    if len(archive.infolist()) > limits.members:
        raise refuse("zip_many", source, limit=limits.members)
    return archive


def sha256(stream: BinaryIO) -> str:
    """Return the SHA-256 of the whole stream, and leave it at its start."""
    digest = hashlib.sha256()
    stream.seek(0)
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
    stream.seek(0)
    return digest.hexdigest()


def layout_of(source: Source) -> Layout:
    """Return the layout by content. Raises FileRefused for what is no kernset file and no table."""
    source.stream.seek(0)
    head = source.stream.read(4096)
    source.stream.seek(0)
    if not head.strip():
        raise refuse("empty_file", source)
    for magic, name in _FOREIGN.items():
        if head.startswith(magic):
            raise refuse("not_a_table", source, name)
    if head.startswith(b"PK"):
        return "spreadsheet"
    if _looks_like_xml(head):
        return _xml_layout(source)
    if source_name(source).endswith(".xml"):
        raise refuse("not_xml", source)
    if head.removeprefix(_BOM).lstrip().startswith(b"{"):
        return _json_layout(source)
    return "table"


def _json_layout(source: Source) -> Layout:
    """Return the layout of what begins as a JSON object: a FHIR resource says its type near the start."""
    start = source.stream.read(_JSON_START)
    source.stream.seek(0)
    if b'"resourceType"' in start:
        return "fhir"
    raise refuse("not_a_table", source, "JSON")


def source_name(source: Source) -> str:
    """Return the name in lower case of the file that is really read: the member's, if there is one."""
    return (source.member or source.name).lower()


def _looks_like_xml(head: bytes) -> bool:
    text = head.removeprefix(_BOM).lstrip()
    return text.startswith(b"<") or head.startswith((b"\xff\xfe<", b"\xfe\xff\x00<"))


def _xml_layout(source: Source) -> Layout:
    namespace, name = root_of(source)
    if namespace == HL7_NAMESPACE:
        return "hl7v3"
    if namespace == FHIR_NAMESPACE:
        return "fhir"
    if name in ADA_ROOTS:
        return "ada"
    raise refuse("unknown_xml", source, name)


def is_zip_of_files(source: Source, limits: Limits) -> bool:
    """Say whether this is a ZIP of deliveries (and not an office document, which is a ZIP inside as well).

    Raises FileRefused for one with far too many members.
    """
    source.stream.seek(0)
    magic = source.stream.read(4)
    source.stream.seek(0)
    return magic in (b"PK\x03\x04", b"PK\x05\x06") and not _is_document(source, limits)


def _is_document(source: Source, limits: Limits) -> bool:
    try:
        with open_zip(source, limits) as archive:
            names = archive.NameToInfo.keys()
            return "[Content_Types].xml" in names or {"mimetype", "content.xml"} <= names
    except ZIP_FAULTS:
        return False
    finally:
        source.stream.seek(0)


def members(source: Source, limits: Limits) -> Iterator[Source]:
    """Yield the files in a ZIP, by name, each unpacked to a temporary file and closed after use.

    Raises FileRefused for a damaged, nested, encrypted, climbing or exploding ZIP.
    """
    try:
        archive = open_zip(source, limits)
        infos = _checked(archive, source, limits)
    except ZIP_FAULTS as error:
        raise refuse("bad_zip", source) from error
    with archive:
        for info in sorted(infos, key=lambda one: one.filename):
            with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as copy:
                for chunk in _unpacked(archive, info, source, limits):
                    copy.write(chunk)
                copy.seek(0)
                yield Source(source.name, cast(BinaryIO, copy), info.filename)


def refuse_bomb(infos: list[zipfile.ZipInfo], source: Source, limits: Limits) -> None:
    """Refuse a ZIP (or spreadsheet) whose stated contents are out of proportion."""
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    # XML packs well: small archives may exceed the ratio without being a danger.
    exploding = unpacked > limits.ratio * max(packed, 1) and unpacked > 10 * MB
    if unpacked > limits.unpacked_bytes or exploding:
        raise refuse("zip_bomb", source, ratio=limits.ratio, limit=limits.unpacked_bytes // MB)


def _checked(archive: zipfile.ZipFile, source: Source, limits: Limits) -> list[zipfile.ZipInfo]:
    infos = [info for info in archive.infolist() if not info.is_dir() and not _is_litter(info.filename)]
    if not infos:
        raise refuse("zip_empty", source)
    refuse_bomb(infos, source, limits)
    for info in infos:
        path = PurePosixPath(info.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
            raise refuse("zip_path", source, info.filename)
        if info.flag_bits & 1:
            raise refuse("zip_encrypted", source)
        if stat.S_ISLNK(info.external_attr >> 16):
            raise refuse("zip_link", source, info.filename)
        if info.compress_type not in _METHODS:
            raise refuse("zip_method", source, info.filename)
    double = [name for name, count in Counter(info.filename for info in infos).items() if count > 1]
    if double:
        raise refuse("zip_double", source, double[0])
    return infos


def _is_litter(name: str) -> bool:
    """Say whether a member is what desktop systems put beside the files."""
    path = PurePosixPath(name)
    return "__MACOSX" in path.parts or path.name in {".DS_Store", "Thumbs.db", "desktop.ini"}


def _unpacked(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, source: Source, limits: Limits
) -> Iterator[bytes]:
    """Yield one member piece by piece, counting real bytes: the stated size may lie."""
    read = 0
    try:
        with archive.open(info) as member:
            while chunk := member.read(_CHUNK):
                if (
                    read == 0
                    and chunk.startswith(b"PK\x03\x04")
                    and not info.filename.lower().endswith(".xlsx")
                ):
                    raise refuse("zip_nested", source, info.filename)
                read += len(chunk)
                if read > min(limits.unpacked_bytes, info.file_size + _CHUNK):
                    raise refuse("zip_bomb", source, ratio=limits.ratio, limit=limits.unpacked_bytes // MB)
                yield chunk
    except ZIP_FAULTS as error:
        raise refuse("bad_zip", source) from error


__all__ = [
    "ZIP_FAULTS",
    "FileRefused",
    "Layout",
    "is_zip_of_files",
    "layout_of",
    "members",
    "open_zip",
    "refuse_bomb",
    "sha256",
]
