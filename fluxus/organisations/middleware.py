"""What every request knows: the VSV at hand, and that its person has shown a second factor."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

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
            return access.refusal_for_htmx(request, allowed=False) or redirect("mfa_index")
        return get_response(request)

    return middleware


def without_null_characters(get_response: Handler) -> Handler:
    """Refuse the one character that nobody types and that PostgreSQL can neither store nor look up."""

    def middleware(request: HttpRequest) -> HttpResponse:
        sent = [request.path_info]
        for given in (request.GET, request.POST):
            sent += [text for name, texts in given.lists() for text in (name, *texts)]
        if any("\x00" in text for text in sent):
            sentence = _("A null character cannot be kept: remove it and send what you typed again.")
            return HttpResponseBadRequest(sentence, content_type="text/plain; charset=utf-8")
        return get_response(request)

    return middleware
