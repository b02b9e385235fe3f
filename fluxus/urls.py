"""Every address of the application."""

from django.urls import include, path

from fluxus import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("vsv/", pages.choose_vsv, name="choose_vsv"),
    path("te-screenen/", pages.to_screen, name="to_screen"),
    path("te-screenen/<str:key>/", pages.open_case, name="open_case"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("allauth.urls")),
    path("beheer/", include("fluxus.organisations.urls")),
    path("casussen/", include("cases.urls")),
    path("import/", include("perined_import.urls")),
    path("", include("dashboards.urls")),
]

handler400 = "fluxus.pages.bad_request"
handler403 = "fluxus.pages.forbidden"
handler404 = "fluxus.pages.not_found"
handler500 = "fluxus.pages.server_error"
