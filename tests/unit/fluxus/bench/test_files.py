"""What is measured with is what the import really gets: every row and message can be read."""

import csv
import io
from datetime import date

import pytest

from fluxus.bench import files
from perined_import.intake import Intake
from perined_import.readers.source import Context, Source

CONTEXT = Context(key=b"k" * 32, today=date(2026, 1, 1))


def read(name, content):
    intake = Intake(CONTEXT)
    intake.add(Source(name, io.BytesIO(content)), len(content))
    return intake.finish()


@pytest.mark.parametrize("rows", [60, 250])
def test_the_table_has_so_many_rows_of_forty_columns(tmp_path, monkeypatch, rows):
    monkeypatch.setattr(files, "BASE_ROWS", 100)
    path = tmp_path / "table.csv"
    files.write_table(path, rows)
    table = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8")), delimiter=";"))
    assert len(table) == rows + 1 and {len(row) for row in table} == {files.COLUMNS}
    batch = read("table.csv", path.read_bytes())
    assert (batch.rows, batch.rejected_units, batch.refusals) == (rows, 0, [])
    years = {born.year for born in batch.frame["birth_date"]}
    assert years == {2024 - back for back in range(-(-rows // 100))}


def test_every_message_is_a_delivery(tmp_path):
    path = tmp_path / "messages.zip"
    files.write_messages(path, files.messages(25))
    batch = read("messages.zip", path.read_bytes())
    assert (batch.messages, batch.rejected_units, batch.set_aside, batch.refusals) == (25, 0, 0, [])
    assert batch.frame["link_key"].nunique() == 25 and batch.frame["blood_loss_ml"].notna().all()
