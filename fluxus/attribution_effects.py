"""The joint between the table of organisations and the actions: what rests on figures that will change."""

from collections.abc import Collection
from typing import Any

from django.dispatch import receiver
from django.utils.translation import ngettext

from fluxus.periods import PeriodError, parse
from perined_import.attributing.effect import consequences_asked


@receiver(consequences_asked)
def of_actions(sender: Any, vsv_ids: Collection[int], years: Collection[int], **kwargs: Any) -> list[str]:
    """Return in words which checks of running actions change; numbers only, for titles belong to the VSV."""
    from dashboards.models import ActionItem, MeasureKind  # models are loaded by now

    running = ActionItem.objects.running().filter(vsv_id__in=list(vsv_ids), measure_kind=MeasureKind.OUTCOME)
    periods = list(running.values_list("baseline_period", flat=True))
    if not periods or not years:
        return []
    said = [
        ngettext(
            "The check of %(number)d running action that measures births is worked out again, "
            "unless it gave its verdict.",
            "The checks of %(number)d running actions that measure births are worked out again, "
            "unless they gave their verdict.",
            len(periods),
        )
        % {"number": len(periods)}
    ]
    older = sum(_rests_on(period, years) for period in periods)
    if older:
        said.append(
            ngettext(
                "The baseline of %(number)d of them was frozen with figures that now change: "
                "it stays as it was, so before and after no longer count quite the same births.",
                "The baselines of %(number)d of them were frozen with figures that now change: "
                "they stay as they were, so before and after no longer count quite the same births.",
                older,
            )
            % {"number": older}
        )
    return said


def _rests_on(period: str, years: Collection[int]) -> bool:
    try:
        found = parse(period)
    except PeriodError:
        return False
    return any(found.start.year <= year <= found.end.year for year in years)
