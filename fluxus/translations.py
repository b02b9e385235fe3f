"""The Dutch and English catalogues: what the code asks for, what they hold, and the compiled form.

Done with polib and Python's own parser, so that neither users nor tests need the system's gettext.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.utils.translation.template import templatize

NAMES = {
    "_": 1,
    "gettext": 1,
    "gettext_lazy": 1,
    "gettext_noop": 1,
    "ngettext": 2,
    "ngettext_lazy": 2,
    "pgettext": 1,
    "pgettext_lazy": 1,
}
CODE = ("fluxus", "cases", "dashboards", "perined_import")


@dataclass(frozen=True, order=True)
class Message:
    """One text that the code asks for; ``plural`` and ``context`` may be empty."""

    singular: str
    plural: str = ""
    context: str = ""


def messages_in_python(source: str) -> Iterator[Message]:
    """Yield every constant text that is passed to a gettext function."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name not in NAMES:
            continue
        texts = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        texts = [text for text in texts if isinstance(text, str)]
        context = texts.pop(0) if name.startswith("pgettext") and texts else ""
        if len(texts) >= NAMES[name]:
            yield Message(texts[0], texts[1] if NAMES[name] == 2 else "", context)


CALL = re.compile(
    r"(?P<name>\b_|\bn?p?gettext)\((?P<arguments>\s*u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
    r"(?:\s*,\s*u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"))?)"
)


def messages_in_template(source: str) -> Iterator[Message]:
    """Yield every text of translate and blocktranslate tags."""
    for match in CALL.finditer(templatize(source)):
        arguments = ast.literal_eval(f"({match['arguments']},)")
        if match["name"] == "ngettext":
            yield Message(arguments[0], arguments[1])
        elif match["name"] == "pgettext":
            yield Message(arguments[1], "", arguments[0])
        else:
            yield Message(arguments[0])


def messages_of_project(root: Path) -> set[Message]:
    """Return all texts of the code and the templates below ``root``."""
    found: set[Message] = set()
    for folder in CODE:
        for path in (root / folder).rglob("*.py"):
            if "migrations" not in path.parts:
                found.update(messages_in_python(path.read_text()))
    for path in (root / "templates").rglob("*"):
        if path.suffix in {".html", ".txt"}:
            found.update(messages_in_template(path.read_text()))
    return found


def catalogue_path(root: Path, language: str) -> Path:
    """Return where the catalogue of a language stands."""
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def open_catalogue(path: Path, language: str) -> polib.POFile:
    """Return the catalogue, an empty one when there is none yet."""
    if path.exists():
        return polib.pofile(str(path), wrapwidth=100)
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = {
        "Language": language,
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    return catalogue


def key(entry: polib.POEntry) -> Message:
    """Return the message that an entry translates."""
    return Message(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "")


def update(catalogue: polib.POFile, wanted: Iterable[Message], *, source_language: bool) -> None:
    """Add what is asked for, drop what is not, and sort; English entries repeat their own text."""
    wanted = set(wanted)
    kept = {key(entry): entry for entry in catalogue if key(entry) in wanted}
    for message in wanted - kept.keys():
        entry = polib.POEntry(msgid=message.singular, msgctxt=message.context or None)
        if message.plural:
            entry.msgid_plural = message.plural
            entry.msgstr_plural = {0: "", 1: ""}
        kept[message] = entry
    for message, entry in kept.items():
        if source_language and message.plural:
            entry.msgstr_plural = {0: message.singular, 1: message.plural}
        elif source_language:
            entry.msgstr = message.singular
        entry.flags = ["python-format"] if re.search(r"%\(\w+\)[sd]", message.singular) else []
    catalogue[:] = [kept[message] for message in sorted(kept)]


def merge(catalogue: polib.POFile, other: Iterable[polib.POEntry]) -> int:
    """Take over translations that ``other`` has and ``catalogue`` lacks or has otherwise; return how many."""
    own = {key(entry): entry for entry in catalogue}
    changed = 0
    for entry in other:
        target = own.get(key(entry))
        if target is None or not entry.translated():
            continue
        if (target.msgstr, target.msgstr_plural) != (entry.msgstr, entry.msgstr_plural):
            target.msgstr, target.msgstr_plural = entry.msgstr, entry.msgstr_plural
            changed += 1
    return changed


def problems(catalogue: polib.POFile, wanted: set[Message]) -> list[str]:
    """Return what keeps this catalogue incomplete: missing, untranslated, stale, unknown placeholders."""
    held = {key(entry): entry for entry in catalogue}
    found = [f"missing: {message.singular!r}" for message in sorted(wanted - held.keys())]
    found += [f"stale: {message.singular!r}" for message in sorted(held.keys() - wanted)]
    for message, entry in held.items():
        if not entry.translated():
            found.append(f"untranslated: {message.singular!r}")
            continue
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            if text and _placeholders(text) - _placeholders(message.singular + message.plural):
                found.append(f"unknown placeholder in the translation of {message.singular!r}")
    return found


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)", text))


def compile_all(root: Path) -> list[Path]:
    """Write the compiled form beside every catalogue and return those paths."""
    written = []
    for path in sorted((root / "locale").rglob("*.po")):
        target = path.with_suffix(".mo")
        polib.pofile(str(path)).save_as_mofile(str(target))
        written.append(target)
    return written
