"""Addresses of the import."""

from django.urls import path

from perined_import.views import uploads

app_name = "perined_import"
urlpatterns = [
    path("", uploads.upload, name="upload"),
    path("<int:pk>/", uploads.detail, name="detail"),
    path("<int:pk>/opslaan/", uploads.commit, name="commit"),
    path("<int:pk>/weggooien/", uploads.discard, name="discard"),
    path("<int:pk>/intrekken/", uploads.withdraw, name="withdraw"),
    path("<int:pk>/terugzetten/", uploads.put_back, name="put_back"),
    path("<int:pk>/problemen.csv", uploads.problem_file, name="problem_file"),
]
