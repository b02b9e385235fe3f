"""The measured table is put between its marks, and only there."""

import pytest

from fluxus.bench.table import BEGIN, END, Line, write_into


def test_the_table_takes_the_place_of_the_old_one(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    lines = [Line("one", "1.00 s", "2 ×", "≤ 3 ×", 120), Line("two", "2.00 s")]
    write_into(page, "Measured here.", lines)
    once = page.read_text(encoding="utf-8")
    write_into(page, "Measured here.", lines)
    assert page.read_text(encoding="utf-8") == once
    assert "old" not in once and once.startswith("before\n") and once.endswith("\nafter\n")
    assert "| one | 1.00 s | 2 × | ≤ 3 × | 120 MB |\n| two | 2.00 s |  |  |  |" in once


def test_a_page_without_marks_is_left_alone(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("nothing", encoding="utf-8")
    with pytest.raises(ValueError, match=r"page\.md has no"):
        write_into(page, "", [])
    assert page.read_text(encoding="utf-8") == "nothing"
