"""PURE. A sentence in both languages, for modules that know no Django."""

from typing import NamedTuple


class Text(NamedTuple):
    """The same words in Dutch and in English."""

    nl: str
    en: str

    def in_language(self, language: str | None) -> str:
        """Return the English words for any code that starts with ``en``, else the Dutch ones."""
        return self.en if language is not None and language.lower().startswith("en") else self.nl

    def format(self, **values: object) -> "Text":
        """Return a Text with the same named values filled in both languages."""
        return Text(self.nl.format(**values), self.en.format(**values))
