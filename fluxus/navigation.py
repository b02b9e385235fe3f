"""What stands on every page: the rail on the left and the bar on top."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fluxus.organisations import access
from fluxus.organisations.permissions import Permission

# No styles and no code from attributes (the policy refuses both); a request that hangs is sent again; no page
# of a case is left in the browser's storage for "back".
HTMX_CONFIG = '{"includeIndicatorStyles":false,"allowEval":false,"timeout":20000,"historyCacheSize":0}'


@dataclass(frozen=True)
class Entry:
    """One line of the rail; shown to whoever holds one of ``permissions`` (empty: everybody).

    ``unless``: not to who holds this one, who gets there from another page.
    """

    url_name: str
    label: Any
    icon: str
    permissions: tuple[Permission, ...] = ()
    unless: Permission | None = None


ENTRIES = (
    Entry("home", gettext_lazy("Home"), "home"),
    Entry(
        "cases:list",
        gettext_lazy("Cases"),
        "cases",
        (Permission.SEE_OWN_CASES, Permission.SEE_ALL_CASES),
    ),
    Entry("dashboards:patterns", gettext_lazy("Patterns"), "patterns", (Permission.SEE_PATTERNS,)),
    Entry("dashboards:benchmark", gettext_lazy("Benchmark"), "benchmark", (Permission.SEE_BENCHMARK,)),
    Entry("dashboards:actions", gettext_lazy("Improve"), "improve", (Permission.SEE_ACTIONS,)),
    Entry("perined_import:upload", gettext_lazy("Import"), "import", (Permission.IMPORT,)),
    Entry(
        "dashboards:quality",
        gettext_lazy("Data quality"),
        "quality",
        (Permission.SEE_DATA_QUALITY,),
        unless=Permission.SEE_ALL_CASES,  # a board gets there from the benchmark
    ),
    Entry(
        "cases:rule_sets",
        gettext_lazy("Rule sets"),
        "patterns",
        (Permission.SEE_RULE_SETS,),
        unless=Permission.REVIEW_CASE,
    ),
    Entry(
        "perined_import:organisations",
        gettext_lazy("Organisations"),
        "import",
        (Permission.MANAGE_ATTRIBUTION,),
        unless=Permission.IMPORT,  # who imports gets there from the import page
    ),
    Entry("organisations:people", gettext_lazy("People"), "people", (Permission.MANAGE_USERS,)),
    Entry("organisations:audit_log", gettext_lazy("Log"), "log", (Permission.SEE_AUDIT,)),
)


def rail(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the lines of the rail that this person may use, the one at hand marked."""
    held = access.permissions_in(request.user, request.vsv)  # type: ignore[attr-defined]
    lines = []
    for entry in ENTRIES:
        if entry.permissions and not held.intersection(entry.permissions):
            continue
        if entry.unless in held:
            continue
        url = reverse(entry.url_name)
        here = request.path == url if entry.url_name == "home" else request.path.startswith(url)
        lines.append({"url": url, "label": entry.label, "icon": f"icons/{entry.icon}.svg", "current": here})
    return lines


def page(request: HttpRequest) -> dict[str, Any]:
    """Context for every template. Error pages are made for requests that have no user yet."""
    user = getattr(request, "user", None)
    context: dict[str, Any] = {
        "vim_banner": settings.VIM_BANNER or _("VIM material (Wkkgz art. 9) · for learning afterwards"),
        "htmx_config": HTMX_CONFIG,
    }
    if user is None or not user.is_authenticated or not hasattr(request, "vsv"):
        return context
    memberships = access.active_memberships(user)
    return context | {
        "rail": rail(request),
        "vsv": request.vsv,
        "vsvs": list(access.selectable_vsvs(user)),
        "roles": sorted(
            {
                membership.label
                for membership in memberships
                if membership.vsv_id is None or request.vsv is None or membership.vsv_id == request.vsv.pk
            }
        ),
    }
