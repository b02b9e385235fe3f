"""Addresses of the import."""

from django.urls import path

from perined_import import views

app_name = "perined_import"
urlpatterns = [
    path("", views.upload, name="upload"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/opslaan/", views.commit, name="commit"),
    path("<int:pk>/weggooien/", views.discard, name="discard"),
    path("<int:pk>/intrekken/", views.withdraw, name="withdraw"),
    path("<int:pk>/terugzetten/", views.put_back, name="put_back"),
    path("<int:pk>/problemen.csv", views.problem_file, name="problem_file"),
]
