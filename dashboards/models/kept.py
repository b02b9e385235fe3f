"""Rows that are only ever added: what was measured or written down stays as it was."""

from typing import Any, NoReturn

from django.db import models


class KeptError(Exception):
    """Somebody tried to change or delete a row that is kept."""


class KeptQuerySet(models.QuerySet[Any]):
    """Reads and adds only."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise KeptError("These rows are never changed.")

    def delete(self) -> NoReturn:
        raise KeptError("These rows are never deleted.")


class Kept(models.Model):
    """A model whose rows are never changed or deleted."""

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new row; an existing one is refused."""
        if not self._state.adding:
            raise KeptError("These rows are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise KeptError("These rows are never deleted.")
