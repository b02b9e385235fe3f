"""What apps tell each other without knowing each other: births or cases came in, so figures may have changed.

Services announce inside their transaction; whoever listens (``fluxus.apps``) hears of it after the commit.
"""

from typing import Any, Literal

from django.db import transaction
from django.dispatch import Signal

from fluxus.organisations.models import Vsv

data_changed = Signal()
"""Sent with ``what`` ("import" or "case"), ``by`` (user or None) and ``vsv`` (None: several or all)."""


def announce_data_changed(what: Literal["import", "case"], *, by: Any, vsv: Vsv | None) -> None:
    """Tell, once the transaction at hand is committed, that deliveries or cases came in or went.

    A listener that fails is logged with its traceback: what is stored must not look refused.
    """
    transaction.on_commit(lambda: data_changed.send(sender=Vsv, what=what, by=by, vsv=vsv), robust=True)
