"""Addresses of this app."""

from django.urls import path

from dashboards.views import benchmark

app_name = "dashboards"
urlpatterns = [
    path("spiegel/", benchmark.benchmark, name="benchmark"),
    path("spiegel/bestand.csv", benchmark.benchmark_csv, name="benchmark_csv"),
]
