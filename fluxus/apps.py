"""The composition itself, as an app: home page, navigation, demo."""

from django.apps import AppConfig


class FluxusConfig(AppConfig):
    """Holds no tables."""

    name = "fluxus"
    label = "fluxus"

    def ready(self) -> None:
        """Let new data re-check the running actions, and say what a change of the table does to them."""
        from fluxus import attribution_effects, rechecking  # noqa: F401  # models are not loaded before this
