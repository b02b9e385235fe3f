"""Addresses of this app."""

from django.urls import path

from cases import views

app_name = "cases"
urlpatterns = [
    path("", views.case_list, name="list"),
    path("nieuw/", views.new, name="new"),
    path("inlezen/", views.import_file, name="import"),
    path("<str:number>/", views.case, name="case"),
    path("<str:number>/deel/<slug:section>/", views.section, name="section"),
    path("<str:number>/indienen/", views.submit, name="submit"),
    path("<str:number>/heropenen/", views.reopen, name="reopen"),
    path("<str:number>/besproken/", views.discussed, name="discussed"),
    path("<str:number>/uitnodigen/", views.invite, name="invite"),
    path("<str:number>/bespreekpunten/", views.findings, name="findings"),
    path("<str:number>/bespreekpunten/<str:check>/", views.review, name="review"),
    path("<str:number>/casus.json", views.export, name="export"),
]
