"""Addresses of this app."""

app_name = "perined_import"
urlpatterns = []
