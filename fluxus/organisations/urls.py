"""Addresses of the administrator's pages."""

from django.urls import path

from fluxus.organisations import views

app_name = "organisations"
urlpatterns = [
    path("mensen/", views.people, name="people"),
    path("mensen/<int:pk>/beeindigen/", views.end_membership, name="end_membership"),
    path("log/", views.audit_log, name="audit_log"),
]
