"""Addresses of the pages of organisations, within those of the import."""

from django.urls import path

from perined_import.views import attribution

urlpatterns = [
    path("", attribution.organisations, name="organisations"),
    path("id/<str:lvr_id>/", attribution.organisation, name="organisation"),
    path("vsvs/", attribution.vsvs, name="vsvs"),
    path("samenvoegen/", attribution.merge, name="merge_vsvs"),
    path("bestand/", attribution.upload_table, name="organisations_upload"),
    path("organisaties.csv", attribution.table, name="organisations_table"),
    path("voorbeeld.csv", attribution.template, name="organisations_template"),
    path("wijziging/<int:pk>/", attribution.change, name="organisation_change"),
    path("wijziging/<int:pk>/opslaan/", attribution.change_save, name="organisation_change_save"),
    path("wijziging/<int:pk>/weggooien/", attribution.change_discard, name="organisation_change_discard"),
]
