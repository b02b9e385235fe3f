"""Dutch first: only a person's own choice makes a page English, not how the browser happens to be set."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


def dutch_first(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Keep the browser's preference from Django's LocaleMiddleware, which comes after this one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
        return get_response(request)

    return middleware
