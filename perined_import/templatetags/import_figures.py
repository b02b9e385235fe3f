"""Figures on the import's pages: a share with its numerator and denominator, a difference with its sign."""

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()
_MINUS = "−"


@register.simple_tag
def share(events: float, total: float) -> str:
    """Return "12 of 240 (5,0 %)" in the language at hand; without a denominator a dash."""
    if not total:
        return "–"
    return _("%(events)s of %(total)s (%(percentage)s %%)") % {
        "events": _count(events),
        "total": _count(total),
        "percentage": number_format(round(100 * events / total, 1), decimal_pos=1, use_l10n=True),
    }


@register.simple_tag
def share_cell(events: float, total: float) -> SafeString:
    """Return the same for a narrow cell: it may wrap before its percentage, and nowhere else."""
    return in_two(share(events, total))


@register.filter
def in_two(text: str) -> SafeString:
    """Return "12 of 240 (5 %)" so that it wraps before its bracket, and nowhere else."""
    before, bracket, within = text.partition(" (")
    if not bracket:
        return format_html("{}", before)
    return format_html('<span class="whole">{}</span> <span class="whole">({}</span>', before, within)


@register.filter
def signed(difference: float) -> str:
    """Return a difference with its sign, or "=" when there is none."""
    if not difference:
        return "="
    return f"{'+' if difference > 0 else _MINUS}{_count(abs(difference))}"


@register.filter
def without_vsv(name: str) -> str:
    """Return the name of a VSV in a column of VSVs: "VSV Merelwaard" is "Merelwaard" there."""
    return name.removeprefix("VSV ")


@register.filter
def breakable(address: str) -> SafeString:
    """Return an e-mail address that may wrap after its @ rather than within a word."""
    person, at, host = address.partition("@")
    return format_html("{}{}<wbr>{}", person, at, host) if at else format_html("{}", address)


def _count(number: float) -> str:
    """Return a count, which is whole or (in shares) has one decimal."""
    places = 0 if float(number).is_integer() else 1
    return str(number_format(round(number, 1), decimal_pos=places, use_l10n=True, force_grouping=True))
