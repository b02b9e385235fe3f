"""Uploaded files wait here until they are read: one folder per upload, readable by this process only.

They hold data on people, so they are written as they stream in, never logged, and removed by whoever ends
the check. ``IMPORT_SPOOL/<upload id>/`` holds the files as ``0``, ``1`` … and their names in a manifest.
"""

import hashlib
import json
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from django.conf import settings

_MANIFEST: Final = "manifest.json"
_ARRIVING: Final = "arriving-"
_PIECE: Final = 1024 * 1024


@dataclass(frozen=True)
class IncomingFile:
    """A file as it comes in: its name, its size in bytes and a stream that can be read from the start."""

    name: str
    size: int
    stream: BinaryIO


@dataclass(frozen=True)
class SpooledFile:
    """A file that waits: its name as it came in, its size in bytes and the SHA-256 of its content."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Spooled:
    """Files that were received and belong to no upload yet."""

    folder: Path
    files: tuple[SpooledFile, ...]

    def give_to(self, upload_id: int) -> None:
        """Make these the files of an upload."""
        target = folder_of(upload_id)
        shutil.rmtree(target, ignore_errors=True)
        self.folder.rename(target)

    def remove(self) -> None:
        """Forget them."""
        shutil.rmtree(self.folder, ignore_errors=True)


def folder_of(upload_id: int) -> Path:
    """Return where the files of an upload wait."""
    return settings.IMPORT_SPOOL / str(upload_id)


def receive(files: Iterable[IncomingFile]) -> Spooled:
    """Write files down piece by piece. Raises OSError when there is no room; nothing is left then."""
    root = settings.IMPORT_SPOOL
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = root / f"{_ARRIVING}{secrets.token_hex(8)}"
    folder.mkdir(mode=0o700)
    try:
        kept = tuple(_write(file, folder / str(number)) for number, file in enumerate(files))
        _create(folder / _MANIFEST).write_text(json.dumps([vars(file) for file in kept]), encoding="utf-8")
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Spooled(folder, kept)


def _create(path: Path) -> Path:
    path.touch(mode=0o600, exist_ok=False)
    return path


def _write(file: IncomingFile, path: Path) -> SpooledFile:
    digest, size = hashlib.sha256(), 0
    file.stream.seek(0)
    with _create(path).open("wb") as out:
        while piece := file.stream.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            out.write(piece)
    return SpooledFile(file.name, size, digest.hexdigest())


def files_of(upload_id: int) -> list[SpooledFile]:
    """Return what waits for an upload; nothing when its files are gone."""
    try:
        stored = json.loads((folder_of(upload_id) / _MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    return [SpooledFile(**one) for one in stored]


@contextmanager
def opened(upload_id: int) -> Iterator[list[IncomingFile]]:
    """Open the files of an upload for reading. Raises FileNotFoundError when they are gone."""
    folder = folder_of(upload_id)
    known = files_of(upload_id)
    if not known:
        raise FileNotFoundError(folder)
    with ExitStack() as stack:
        yield [
            IncomingFile(file.name, file.size, stack.enter_context((folder / str(number)).open("rb")))
            for number, file in enumerate(known)
        ]


def exists(upload_id: int) -> bool:
    """Say whether the files of an upload still wait."""
    return (folder_of(upload_id) / _MANIFEST).exists()


def remove(upload_id: int) -> None:
    """Remove the files of an upload, if any."""
    shutil.rmtree(folder_of(upload_id), ignore_errors=True)


def upload_ids(older_than: float = 0) -> set[int]:
    """Return the ids of the uploads of which files wait that came in so many seconds ago or earlier."""
    return {int(path.name) for path in _aged("[0-9]*", older_than)}


def remove_arriving(older_than: float) -> int:
    """Remove what stopped arriving so many seconds ago or earlier; return how many folders."""
    stopped = _aged(f"{_ARRIVING}*", older_than)
    for path in stopped:
        shutil.rmtree(path, ignore_errors=True)
    return len(stopped)


def _aged(pattern: str, seconds: float) -> list[Path]:
    latest = time.time() - seconds
    return [path for path in settings.IMPORT_SPOOL.glob(pattern) if path.stat().st_mtime <= latest]
