"""Addresses of this app."""

from django.urls import path

from dashboards.views import actions, benchmark, patterns, quality

app_name = "dashboards"
urlpatterns = [
    path("spiegel/", benchmark.benchmark, name="benchmark"),
    path("spiegel/bestand.csv", benchmark.benchmark_csv, name="benchmark_csv"),
    path("registratie/", quality.data_quality, name="quality"),
    path("registratie/bestand.csv", quality.data_quality_csv, name="quality_csv"),
    path("patronen/", patterns.patterns, name="patterns"),
    path("patronen/toets/", patterns.check, name="check"),
    path("patronen/actie/", patterns.act_on_pattern, name="act_on_pattern"),
    path("patronen/antwoord/", patterns.answer_pattern, name="answer_pattern"),
    path("verbeteren/", actions.actions, name="actions"),
    path("verbeteren/nieuw/", actions.new_action, name="action_new"),
    path("verbeteren/<int:pk>/", actions.action, name="action"),
    path("verbeteren/<int:pk>/wijzigen/", actions.edit_action, name="action_edit"),
    path("verbeteren/<int:pk>/fase/", actions.move, name="action_move"),
    path("verbeteren/<int:pk>/gedaan/", actions.log, name="action_log"),
    path("verbeteren/<int:pk>/toetsen/", actions.recheck, name="action_recheck"),
    path("verbeteren/<int:pk>/besluit/", actions.decide, name="action_decide"),
]
