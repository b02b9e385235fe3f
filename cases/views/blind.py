"""Who was asked for a view and has not given it sees nothing of what others think of the case."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cases.perspectives import queries as perspective_queries
from cases.views.common import case_of

View = Callable[..., HttpResponse]


def own_view_first(view: View) -> View:
    """Decorate a page that shows or makes decisions about a case: who must give her view first goes there.

    Stands below ``permission_required``; the page takes the case's ``number``.
    """

    @wraps(view)
    def guarded(request: HttpRequest, number: str, **more: str) -> HttpResponse:
        case = case_of(request, number)
        if not case.is_draft and perspective_queries.must_give_first(request.user, case):
            return redirect("cases:own_view", number=number)
        return view(request, number, **more)

    return guarded
