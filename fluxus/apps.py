"""The composition itself, as an app: home page, navigation, demo."""

from django.apps import AppConfig


class FluxusConfig(AppConfig):
    """Holds no tables."""

    name = "fluxus"
    label = "fluxus"
