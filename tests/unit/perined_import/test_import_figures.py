"""Figures and names in the cells of the import's tables."""

from perined_import.templatetags.import_figures import breakable, in_two, share_cell, without_vsv


def test_a_share_wraps_before_its_percentage_only():
    assert share_cell(12, 240) == '<span class="whole">12 van 240</span> <span class="whole">(5,0 %)</span>'
    assert share_cell(0, 0) == "–"


def test_what_has_no_bracket_stays_as_it_is():
    assert in_two("te klein") == "te klein"
    assert in_two("a<b (c>d)") == '<span class="whole">a&lt;b</span> <span class="whole">(c&gt;d)</span>'


def test_an_address_wraps_after_its_at_sign():
    assert breakable("gegevens@landelijk.example") == "gegevens@<wbr>landelijk.example"
    assert breakable("<import>") == "&lt;import&gt;"


def test_the_column_of_vsvs_needs_no_prefix():
    assert [without_vsv(name) for name in ("VSV Merelwaard", "Merelwaard", "niet toegewezen")] == [
        "Merelwaard",
        "Merelwaard",
        "niet toegewezen",
    ]
