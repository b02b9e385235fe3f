from pathlib import Path

import polib
import pytest
from django.conf import settings

from fluxus import translations
from fluxus.translations import Message

ROOT = Path(settings.BASE_DIR)


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_the_catalogue_is_complete_and_holds_nothing_stale(language):
    catalogue = translations.open_catalogue(translations.catalogue_path(ROOT, language), language)
    assert translations.problems(catalogue, translations.messages_of_project(ROOT)) == []


def test_texts_are_found_in_python():
    source = '_("one"); gettext_lazy("two"); ngettext("a", "b", n); pgettext("c", "three"); f("no"); _(x)'
    assert set(translations.messages_in_python(source)) == {
        Message("one"),
        Message("two"),
        Message("a", "b"),
        Message("three", "", "c"),
    }


def test_texts_are_found_in_templates():
    source = (
        '{% load i18n %}{% translate "it\'s" %}{% blocktranslate %}Hi {{ name }}{% endblocktranslate %}'
        "{% blocktranslate count n=k %}one{% plural %}{{ n }} more{% endblocktranslate %}"
        '{% translate "May" context "month" %}{% include "x.html" with title=_("in a tag") %}'
    )
    assert set(translations.messages_in_template(source)) == {
        Message("it's"),
        Message("Hi %(name)s"),
        Message("one", "%(n)s more"),
        Message("May", "", "month"),
        Message("in a tag"),
    }


def test_update_adds_drops_and_keeps():
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="kept", msgstr="gehouden"))
    catalogue.append(polib.POEntry(msgid="gone", msgstr="weg"))
    wanted = {Message("kept"), Message("new %(x)s"), Message("one", "more")}
    assert len(translations.problems(catalogue, wanted)) == 3
    translations.update(catalogue, wanted, source_language=False)
    assert [entry.msgid for entry in catalogue] == ["kept", "new %(x)s", "one"]
    assert catalogue.find("kept").msgstr == "gehouden"
    assert len(translations.problems(catalogue, wanted)) == 2
    other = [
        polib.POEntry(msgid="new %(x)s", msgstr="nieuw %(y)s"),
        polib.POEntry(msgid="one", msgid_plural="more", msgstr_plural={0: "een", 1: "meer"}),
        polib.POEntry(msgid="unasked", msgstr="ongevraagd"),
    ]
    assert translations.merge(catalogue, other) == 2
    assert translations.problems(catalogue, wanted) == [
        "unknown placeholder in the translation of 'new %(x)s'"
    ]


def test_english_repeats_the_source():
    catalogue = polib.POFile()
    translations.update(catalogue, {Message("a"), Message("one", "more")}, source_language=True)
    assert translations.problems(catalogue, {Message("a"), Message("one", "more")}) == []
