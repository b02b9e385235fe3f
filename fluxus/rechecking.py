"""The joint of the loop: new data came in, so every running action looks at its figures again."""

from typing import Any

from django.dispatch import receiver

from fluxus.organisations.events import data_changed
from fluxus.organisations.models import Vsv


@receiver(data_changed)
def look_again(sender: Any, what: str, by: Any, vsv: Vsv | None, **kwargs: Any) -> None:
    """Re-check the running actions of the VSVs that the new data can concern."""
    from dashboards.models import ActionItem  # models are not loaded when this module is

    # Births of one organisation can count for several VSVs, so an import always concerns all of them.
    concerned = Vsv.objects.filter(pk__in=ActionItem.objects.running().values("vsv"))
    if what == "case" and vsv is not None:
        concerned = concerned.filter(pk=vsv.pk)
    if not concerned:
        return
    # Loaded when first needed: scipy takes a second, which every command would pay at its start.
    from dashboards.services import recheck_actions

    for each in concerned:
        recheck_actions(vsv=each, by=by, trigger=what)
