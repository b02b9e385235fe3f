"""Addresses of the import."""

from django.urls import include, path

from perined_import.views import answering, comparing, mapping, problems, uploads, work

app_name = "perined_import"
urlpatterns = [
    path("", uploads.upload, name="upload"),
    path("<int:pk>/", uploads.detail, name="detail"),
    path("<int:pk>/opslaan/", uploads.commit, name="commit"),
    path("<int:pk>/weggooien/", uploads.discard, name="discard"),
    path("<int:pk>/intrekken/", uploads.withdraw, name="withdraw"),
    path("<int:pk>/terugzetten/", uploads.put_back, name="put_back"),
    path("<int:pk>/voortgang/", work.progress, name="progress"),
    path("<int:pk>/stoppen/", work.cancel, name="cancel"),
    path("<int:pk>/opnieuw/", work.retry, name="retry"),
    path("<int:pk>/antwoord/", answering.answer, name="answer"),
    path("<int:pk>/vsv/<int:vsv>/", comparing.vsv_months, name="vsv_months"),
    path("<int:pk>/problemen/", problems.problems, name="problems"),
    path("<int:pk>/problemen.csv", problems.problem_file, {"extension": "csv"}, name="problem_file"),
    path("<int:pk>/problemen.xlsx", problems.problem_file, {"extension": "xlsx"}, name="problem_file_xlsx"),
    path("kolommen/", mapping.mappings, name="mappings"),
    path("kolommen/<int:pk>/vergeten/", mapping.forget, name="forget_mapping"),
    path("sjabloon.csv", mapping.template, {"extension": "csv"}, name="template"),
    path("sjabloon.xlsx", mapping.template, {"extension": "xlsx"}, name="template_xlsx"),
    path("organisaties/", include("perined_import.attributing.urls")),
]
