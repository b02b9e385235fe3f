"""The Perined import: what an admin uploads, and the deliveries that it comes to."""

from django.apps import AppConfig


class PerinedImportConfig(AppConfig):
    """Readers, checks and linking are pure; this app stores what they find."""

    name = "perined_import"
