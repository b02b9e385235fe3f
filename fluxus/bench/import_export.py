"""The same rows through django-import-export: a model of 40 text columns, worked as the package does."""

import csv
from pathlib import Path
from time import perf_counter
from typing import Any

import tablib
from django.db import connection, models
from import_export import resources


def load(path: Path, rows: int, *, bulk: bool) -> float:
    """Import the first ``rows`` rows into a scratch table; return seconds. Raises ValueError on errors."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, delimiter=";")
        names = next(reader)
        numbered = ((str(number), *row) for number, row in zip(range(rows), reader, strict=False))
        data = tablib.Dataset(*numbered, headers=["id", *names])
    model = _model(names)
    resource = _resource(model, bulk)
    with connection.schema_editor() as editor:
        editor.create_model(model)
    try:
        begin = perf_counter()
        result = resource().import_data(data, raise_errors=True)
        took = perf_counter() - begin
        if model._default_manager.count() != rows or result.has_errors():
            raise ValueError(f"django-import-export stored {model._default_manager.count()} of {rows} rows")
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(model)
    return took


def _model(names: list[str]) -> type[models.Model]:
    fields: dict[str, Any] = {name: models.CharField(max_length=40, blank=True) for name in names}
    meta = type("Meta", (), {"app_label": "fluxus", "db_table": "bench_import_export"})
    return type("BenchRow", (models.Model,), {"__module__": __name__, "Meta": meta, **fields})


def _resource(model: type[models.Model], bulk: bool) -> Any:
    options: dict[str, Any] = {"model": model}
    if bulk:
        options |= {"use_bulk": True, "batch_size": 1000, "skip_diff": True}
    meta = type("Meta", (), options)
    return type("BenchResource", (resources.ModelResource,), {"Meta": meta})
