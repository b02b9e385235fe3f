"""Settings: one file, read from the environment.

Without any variable this is a development or demo installation on SQLite. With ``FLUXUS_ENV=production`` it
refuses to start until its secrets, hosts and trusted origins are there, and everything travels over TLS.
"""

import atexit
import hashlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

import bootstrap
import dj_database_url
import plotly
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
PRODUCTION = os.environ.get("FLUXUS_ENV", "development") == "production"
TESTING = "pytest" in sys.modules

_missing: list[str] = []


def _secret(name: str, development: str) -> str:
    """Return the variable; in production an absent one is noted, so that all are named at once."""
    value = os.environ.get(name, "")
    if not value and PRODUCTION:
        _missing.append(name)
    return value or development


def _list(name: str, development: str = "") -> list[str]:
    return [item.strip() for item in _secret(name, development).split(",") if item.strip()]


def _flag(name: str, default: bool) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def _number(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    if not value.lstrip("-").isdigit():
        raise ImproperlyConfigured(f"{name} is '{value}': give a whole number, such as {default}.")
    return int(value)


# --- what an installation must decide -------------------------------------------------------------------
SECRET_KEY = _secret("SECRET_KEY", "development-only-" + "x" * 40)
ALLOWED_HOSTS = _list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver")
CSRF_TRUSTED_ORIGINS = _list("CSRF_TRUSTED_ORIGINS")
DEBUG = _flag("DEBUG", False)
# Keys the link between a woman's messages; without it an import is refused. Never change it on live data.
KERNSET_HMAC_KEY = _secret("KERNSET_HMAC_KEY", "development-only-link-key")
# Encrypts second-factor secrets: comma-separated Fernet keys, the first encrypts.
MFA_KEYS = _list("MFA_KEYS", "ZGV2ZWxvcG1lbnQtb25seS1rZXktb2YtMzItYnl0ZXM=")
DATABASE_URL = _secret("DATABASE_URL", f"sqlite:///{BASE_DIR / 'db.sqlite3'}")
if _missing:
    raise ImproperlyConfigured(
        "Production mode needs these environment variables: " + ", ".join(_missing) + "."
    )
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("DEBUG must be off in production: remove the variable DEBUG.")

DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # WAL lets people read while an import writes; IMMEDIATE makes a second writer wait instead of fail.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- the composition -----------------------------------------------------------------------------------
INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "fluxus",
    "fluxus.organisations",
    "perined_import",
    "cases",
    "dashboards",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # After WhiteNoise, whose files are compressed beforehand. The length of a compressed page could give away
    # a secret in it (BREACH), so Django masks the CSRF token anew in each page and pads each page at random.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "fluxus.language.dutch_first",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "fluxus.organisations.middleware.without_null_characters",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "fluxus.organisations.middleware.current_vsv",
    "fluxus.organisations.middleware.require_second_factor",
]

ROOT_URLCONF = "fluxus.urls"
WSGI_APPLICATION = "fluxus.wsgi.application"
ASGI_APPLICATION = "fluxus.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "fluxus.navigation.page",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# --- people --------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "auth.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "fluxus.organisations.accounts.InvitationOnlyAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by invitation, so the address is known to be right
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
MFA_ADAPTER = "fluxus.organisations.accounts.EncryptedMfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
# NEN 7513 asks two factors of whoever sees data on care; a demo on one machine may do without.
MFA_REQUIRED = _flag("MFA_REQUIRED", PRODUCTION)
# Rate limits must count over all server processes, so they live in the database.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
    if PRODUCTION
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# --- language and time ---------------------------------------------------------------------------------
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_I18N = True

# --- static files, served out of the installed packages --------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles" if PRODUCTION else None  # elsewhere served from where they stand
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap", Path(next(iter(bootstrap.__path__)))),
    ("plotly", Path(plotly.__file__).parent / "package_data"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG

# --- security ------------------------------------------------------------------------------------------
# plotly.js makes one empty style element that it fills through the CSSOM, and one for maps: both are named
# by their hash (a test computes the second from the installed file, so that an upgrade is noticed).
PLOTLY_STYLE_HASHES = [
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    "'sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o='",
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, *PLOTLY_STYLE_HASHES],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = _number("SESSION_HOURS", 8) * 3600
CSRF_FAILURE_VIEW = "fluxus.pages.csrf_failure"
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    LANGUAGE_COOKIE_SECURE = True

# --- work behind the pages -----------------------------------------------------------------------------
# Kept in the database and done by `manage.py work`, which a demo starts beside its server by itself.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
WORK_IN_SERVER = _flag("WORK_IN_SERVER", not PRODUCTION)
# Where uploaded files wait until they are read; they hold data on people and are removed right after. One
# folder belongs to one database.
IMPORT_SPOOL = Path(
    os.environ.get("IMPORT_SPOOL", BASE_DIR / "spool" / hashlib.sha256(DATABASE_URL.encode()).hexdigest()[:8])
)
# How long they may wait for an answer, or for another try after the work stopped unexpectedly.
IMPORT_SPOOL_HOURS = _number("IMPORT_SPOOL_HOURS", 24)

# --- what a deployment may choose ------------------------------------------------------------------------
# The legal ground shown on every page is a setting: whether a register over several providers falls under
# Wkkgz art. 9 is an open question.
VIM_BANNER = os.environ.get("VIM_BANNER", "")
CASE_MINIMUM_AGE_HOURS = _number("CASE_MINIMUM_AGE_HOURS", 24)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "fluxus@localhost")
EMAIL_BACKEND = os.environ.get("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}

if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    WORK_IN_SERVER = False
    IMPORT_SPOOL = Path(tempfile.mkdtemp(prefix="fluxus-test-"))
    atexit.register(shutil.rmtree, IMPORT_SPOOL, ignore_errors=True)
