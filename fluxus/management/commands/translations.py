"""``manage.py translations update|check|compile|merge FILE``: keep the catalogues complete."""

import fcntl
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from fluxus import translations


class Command(BaseCommand):
    """Update, check, compile or merge."""

    help = "update: take texts from the code; check: fail when incomplete; compile; merge FILE: add Dutch."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["update", "check", "compile", "merge"])
        parser.add_argument("file", nargs="?")

    def handle(self, *args: Any, **options: Any) -> None:
        root = Path(settings.BASE_DIR)
        if options["action"] == "compile":
            translations.compile_all(root)
            return
        wanted = translations.messages_of_project(root)
        with (root / "locale" / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for language, _name in settings.LANGUAGES:
                self._one(root, language, wanted, options)

    def _one(
        self, root: Path, language: str, wanted: set[translations.Message], options: dict[str, Any]
    ) -> None:
        path = translations.catalogue_path(root, language)
        catalogue = translations.open_catalogue(path, language)
        if options["action"] == "check":
            found = translations.problems(catalogue, wanted)
            if found:
                raise CommandError(f"{language}: {len(found)} to mend:\n" + "\n".join(found))
            return
        translations.update(catalogue, wanted, source_language=language == "en")
        if options["action"] == "merge" and language == "nl":
            if not options["file"]:
                raise CommandError("Name the file to merge.")
            changed = translations.merge(catalogue, polib.pofile(options["file"]))
            self.stdout.write(f"{changed} translations taken over.")
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(path))
        catalogue.save_as_mofile(str(path.with_suffix(".mo")))
        untranslated = [entry.msgid for entry in catalogue.untranslated_entries()]
        self.stdout.write(f"{language}: {len(catalogue)} texts, {len(untranslated)} untranslated.")
        for text in untranslated:
            self.stdout.write(f"  {text!r}")
