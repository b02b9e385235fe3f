"""What every request knows: the VSV at hand, and that its person has shown a second factor."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from fluxus.organisations import access

Handler = Callable[[HttpRequest], HttpResponse]

# A person without a second factor can reach only what is needed to get one, or to leave.
OPEN_WITHOUT_SECOND_FACTOR = ("/accounts/", "/static/", "/i18n/")


def current_vsv(get_response: Handler) -> Handler:
    """Put ``request.vsv`` in place: the VSV chosen in the top bar, or None."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.vsv = access.current_vsv(request) if request.user.is_authenticated else None  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def require_second_factor(get_response: Handler) -> Handler:
    """Send whoever has no second factor yet to the page where one is set up (setting MFA_REQUIRED)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if (
            settings.MFA_REQUIRED
            and request.user.is_authenticated
            and not request.path.startswith(OPEN_WITHOUT_SECOND_FACTOR)
            and not is_mfa_enabled(request.user)
        ):
            return redirect("mfa_index")
        return get_response(request)

    return middleware
