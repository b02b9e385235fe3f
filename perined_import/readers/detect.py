"""PURE. Which layout a file has, by what is in it; a ZIP becomes its members."""

import hashlib
import tempfile
import zipfile
import zlib
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


def is_zip_of_files(source: Source) -> bool:
    """Say whether this is a ZIP of deliveries (and not a spreadsheet, which is a ZIP inside as well)."""
    source.stream.seek(0)
    magic = source.stream.read(4)
    source.stream.seek(0)
    if magic not in (b"PK\x03\x04", b"PK\x05\x06"):
        return False
    return not _is_spreadsheet(source)


def _is_spreadsheet(source: Source) -> bool:
    try:
        with zipfile.ZipFile(source.stream) as archive:
            return "[Content_Types].xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    finally:
        source.stream.seek(0)


def members(source: Source, limits: Limits) -> Iterator[Source]:
    """Yield the files in a ZIP, by name, each unpacked to a temporary file and closed after use.

    Raises FileRefused for a damaged, nested, encrypted, climbing or exploding ZIP.
    """
    try:
        with zipfile.ZipFile(source.stream) as archive:
            infos = _checked(archive, source, limits)
            for info in sorted(infos, key=lambda one: one.filename):
                with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as copy:
                    _unpack(archive, info, copy, source, limits)
                    yield Source(source.name, cast(BinaryIO, copy), info.filename)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise refuse("bad_zip", source) from error


def check_unpacked_size(source: Source, limits: Limits) -> None:
    """Refuse a ZIP (or spreadsheet) whose stated contents are out of proportion."""
    try:
        with zipfile.ZipFile(source.stream) as archive:
            _refuse_bomb(archive.infolist(), source, limits)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise refuse("bad_zip", source) from error
    finally:
        source.stream.seek(0)


def _refuse_bomb(infos: list[zipfile.ZipInfo], source: Source, limits: Limits) -> None:
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    # XML packs well: small archives may exceed the ratio without being a danger.
    exploding = unpacked > limits.ratio * max(packed, 1) and unpacked > 10 * MB
    if unpacked > limits.unpacked_bytes or exploding or len(infos) > limits.members:
        raise refuse("zip_bomb", source, ratio=limits.ratio, limit=limits.unpacked_bytes // MB)


def _checked(archive: zipfile.ZipFile, source: Source, limits: Limits) -> list[zipfile.ZipInfo]:
    infos = [info for info in archive.infolist() if not info.is_dir() and not _is_litter(info.filename)]
    if not infos:
        raise refuse("zip_empty", source)
    _refuse_bomb(infos, source, limits)
    for info in infos:
        path = PurePosixPath(info.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
            raise refuse("zip_path", source, info.filename)
        if info.flag_bits & 1:
            raise refuse("zip_encrypted", source)
    return infos


def _is_litter(name: str) -> bool:
    """Say whether a member is what desktop systems put beside the files."""
    path = PurePosixPath(name)
    return "__MACOSX" in path.parts or path.name in {".DS_Store", "Thumbs.db", "desktop.ini"}


def _unpack(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    copy: "tempfile.SpooledTemporaryFile[bytes]",
    source: Source,
    limits: Limits,
) -> None:
    """Copy one member, counting real bytes: the stated size may lie."""
    read = 0
    with archive.open(info) as member:
        while chunk := member.read(_CHUNK):
            if read == 0 and chunk.startswith(b"PK\x03\x04") and not info.filename.lower().endswith(".xlsx"):
                raise refuse("zip_nested", source)
            read += len(chunk)
            if read > min(limits.unpacked_bytes, info.file_size + _CHUNK):
                raise refuse("zip_bomb", source, ratio=limits.ratio, limit=limits.unpacked_bytes // MB)
            copy.write(chunk)
    copy.seek(0)


__all__ = [
    "FileRefused",
    "Layout",
    "check_unpacked_size",
    "is_zip_of_files",
    "layout_of",
    "members",
    "sha256",
]
