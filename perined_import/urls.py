"""Addresses of the import."""

from django.urls import URLPattern

app_name = "perined_import"
urlpatterns: list[URLPattern] = []
