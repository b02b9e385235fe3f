"""The way in for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fluxus.settings")
application = get_wsgi_application()

from perined_import.jobs.server import start_worker  # noqa: E402  # settings are loaded by now

start_worker()
