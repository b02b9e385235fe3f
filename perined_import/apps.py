"""The Perined import: what an admin uploads, and the deliveries that it comes to."""

from typing import Any

from django.apps import AppConfig


class PerinedImportConfig(AppConfig):
    """Readers, checks and linking are pure; this app stores what they find."""

    name = "perined_import"

    def ready(self) -> None:
        """Work out anew where deliveries count when the table of organisations changes."""
        from fluxus.organisations.attribution_import import attribution_changed

        attribution_changed.connect(_attribution_changed, dispatch_uid="perined_import.attribution")


def _attribution_changed(sender: Any, lvr_ids: Any = None, **_: Any) -> None:
    from perined_import.reattributing import reattribute  # models are loaded by now

    reattribute(lvr_ids)
