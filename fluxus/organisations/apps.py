"""The kernel app: who exists, who belongs where, who may do what, and what was done."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Every other app stands on this one; it imports none of them."""

    name = "fluxus.organisations"
    label = "organisations"

    def ready(self) -> None:
        """Listen for people coming in."""
        from fluxus.organisations import signals  # noqa: F401  # models are not loaded before this
