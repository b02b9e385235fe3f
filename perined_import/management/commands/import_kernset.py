"""Import kernset deliveries from the command line: messages (HL7v3, ADA) and tables."""

import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Mapping
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils.translation import get_language

from fluxus.organisations import access
from fluxus.organisations.models import Vsv
from fluxus.organisations.permissions import Permission
from fluxus.periods import Period, PeriodError, parse
from perined_import.jobs.at_once import InterruptedAfterwards
from perined_import.problems import Problem
from perined_import.progress import QUIET, Phase
from perined_import.services import IncomingFile, Received, UploadRefused, import_files

REFUSED = 2
INTERRUPTED = 130


class Command(BaseCommand):
    """Exit 0: stored (or valid on a dry run, or all known). 2: refused, 130: stopped; nothing written."""

    help = "Import kernset deliveries: HL7v3, ADA, CSV, XLSX, or a ZIP of those."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--vsv", metavar="CODE", help="the VSV for which the deliveries count")
        parser.add_argument("--period", help="what a table is a whole picture of: 2021 or 2021-03..2021-08")
        parser.add_argument("--reference-date", metavar="DATE", help="what T means in test material")
        parser.add_argument("--dry-run", action="store_true", help="check and count, write nothing")
        parser.add_argument("--format", choices=("text", "json"), default="text")
        parser.add_argument("--user", metavar="NAME", help="in whose name: user name or e-mail address")

    def handle(self, *args: Any, **options: Any) -> None:
        user, own = self._user(options["user"])
        arguments = {
            "by": user,
            "vsv": own,
            "given_vsv": self._vsv(options["vsv"], user),
            "period": self._period(options["period"]),
            "reference_date": self._reference_date(options["reference_date"]),
            "dry_run": options["dry_run"],
        }
        with ExitStack() as stack:
            progress = stack.enter_context(closing(OnTerminal())) if sys.stderr.isatty() else QUIET
            files = [self._open(name, stack) for name in options["files"]]
            try:
                received = import_files(files=files, progress=progress, **arguments)
            except UploadRefused as refused:
                self._print(Received(refused.batch, None, warnings=refused.batch.warnings), options, True)
                raise SystemExit(REFUSED) from refused
            except KeyboardInterrupt as interrupted:
                stored = isinstance(interrupted, InterruptedAfterwards)
                self.stderr.write(
                    "Stopped when all was stored." if stored else "Stopped; nothing was written."
                )
                raise SystemExit(INTERRUPTED) from interrupted
        self._print(received, options, False)

    # --- what was asked --------------------------------------------------------------------------------
    def _user(self, name: str | None) -> tuple[Any, Vsv | None]:
        """Return the user, and the VSV whose upload this is (None: national)."""
        if name is None:
            return None, None
        user = get_user_model().objects.filter(Q(username__iexact=name) | Q(email__iexact=name)).first()
        if user is None or not access.has_permission(user, Permission.IMPORT):
            raise CommandError(f"'{name}' is nobody who may import: name a data manager.", returncode=REFUSED)
        if access.is_national(user, Permission.IMPORT):
            return user, None
        return user, access.vsvs_with(user, Permission.IMPORT).first()

    def _vsv(self, code: str | None, user: Any) -> Vsv | None:
        if code is None:
            return None
        allowed = access.vsvs_with(user, Permission.IMPORT) if user is not None else Vsv.objects.all()
        found = allowed.filter(code=code).first()
        if found is None:
            raise CommandError(f"There is no VSV with the code '{code}' to import for.", returncode=REFUSED)
        return found

    def _period(self, text: str | None) -> Period | None:
        try:
            return parse(text) if text else None
        except PeriodError as error:
            raise CommandError(error.text.in_language(get_language()), returncode=REFUSED) from error

    def _reference_date(self, text: str | None) -> date | None:
        try:
            return date.fromisoformat(text) if text else None
        except ValueError as error:
            raise CommandError(f"'{text}' is no date: write 2022-01-01.", returncode=REFUSED) from error

    def _open(self, name: str, stack: ExitStack) -> IncomingFile:
        path = Path(name)
        try:
            return IncomingFile(path.name, path.stat().st_size, stack.enter_context(path.open("rb")))
        except OSError as error:
            raise CommandError(f"'{name}' cannot be read: {error.strerror}.", returncode=REFUSED) from error

    # --- what came of it -------------------------------------------------------------------------------
    def _print(self, received: Received, options: dict[str, Any], refused: bool) -> None:
        if options["format"] == "json":
            self.stdout.write(json.dumps(as_dict(received, refused), ensure_ascii=False, indent=2))
            return
        for line in as_text(received, refused, options["dry_run"]):
            self.stdout.write(line)


def as_dict(received: Received, refused: bool = False) -> dict[str, Any]:
    """Return the one object that ``--format json`` prints."""
    batch, upload = received.batch, received.upload
    language = get_language()
    return {
        "files": len(batch.files),
        "messages": batch.messages,
        "rows": batch.rows,
        "read": batch.read,
        "accepted": upload.accepted if upload else 0,
        "merged": upload.merged if upload else 0,
        "set_aside": batch.set_aside,
        "rejected_units": batch.rejected_units,
        "rejected_files": batch.rejected_files,
        "deliveries": upload.deliveries if upload else 0,
        "pph": upload.pph if upload else 0,
        "unknown_blood_loss": upload.unknown_blood_loss if upload else 0,
        "rejected": [problem.as_dict(language) for problem in batch.problems],
        "warnings": [problem.as_dict(language) for problem in received.warnings],
        "committed": received.committed,
        "already_received": received.already_received and not refused,
    }


def as_text(received: Received, refused: bool, dry_run: bool) -> list[str]:
    """Return the same for people."""
    language = get_language()
    figures = as_dict(received, refused)
    names = (
        "read",
        "accepted",
        "merged",
        "set_aside",
        "rejected_units",
        "deliveries",
        "pph",
        "unknown_blood_loss",
    )
    lines = ["  ".join(f"{name} {figures[name]}" for name in names)]
    lines.extend(_line(problem, language) for problem in received.batch.problems)
    lines.extend(f"({_line(problem, language)})" for problem in received.warnings)
    if refused:
        lines.append("Refused; nothing was written.")
    elif received.already_received:
        lines.append("Everything was received before; nothing was written.")
    else:
        lines.append("Valid; nothing was written (dry run)." if dry_run else "Stored.")
    return lines


def _line(problem: Problem, language: str | None) -> str:
    place = [problem.file, problem.member]
    place.append(f"row {problem.row}" if problem.row else "")
    place.append(f"message {problem.message}" if problem.message else "")
    where = " ".join(part for part in (*place, problem.column) if part)
    text = f"{problem.problem.in_language(language)} {problem.remedy.in_language(language)}"
    return f"{where}: {text}" if where else text


class OnTerminal:
    """Progress on one line of the terminal, a few times a second; wiped when the import is done."""

    _EVERY = 0.2
    _WORDS: Final[Mapping[Phase, str]] = {
        "read": "reading",
        "judge": "checking",
        "store": "storing",
        "settle": "linking",
        "count": "counting",
    }

    def __init__(self) -> None:
        self._phase, self._total, self._next = "", 0, 0.0

    def begin(self, phase: Phase, total: int) -> None:
        """A phase begins."""
        self._phase, self._total, self._next = self._WORDS[phase], total, 0.0
        self.at(0)

    def at(self, done: int) -> None:
        """So much of it is done."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + self._EVERY
        share = f" {min(done * 100 // self._total, 100)} %" if self._total else ""
        self._show(f"{self._phase}{share}")

    def close(self) -> None:
        """Wipe the line."""
        self._show("")

    def _show(self, text: str) -> None:
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()
