"""One settings file for every place: what differs comes from the environment, then from `runtime.env`.

The supervisor (`./run`) writes `$PORTAL_VAR/runtime.env` with the addresses of the servers that it starts.
"""

import importlib.util
import os
import sys
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("PORTAL_VAR") or "var")
VAR_DIR = VAR_DIR if VAR_DIR.is_absolute() else BASE_DIR / VAR_DIR

env = environ.Env()
if (VAR_DIR / "runtime.env").exists():
    env.read_env(VAR_DIR / "runtime.env")  # never overwrites what the environment says


def package_folder(name: str, *parts: str) -> Path:
    """Return a folder inside an installed package without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise ImproperlyConfigured(f"the package {name} is not installed: run ./run demo once")
    return Path(next(iter(spec.submodule_search_locations)), *parts)


# --- profile --------------------------------------------------------------------------------------------------------

DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
TESTING = "pytest" in sys.modules
HTTPS = env.bool("HTTPS", default=not (DEMO or DEBUG or TESTING))

SECRET_KEY = env("SECRET_KEY", default="")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY is missing or shorter than 50 characters; ./run makes one by itself")

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if not HTTPS else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
DEMO_PASSWORD = env("DEMO_PASSWORD", default="chuongmy2024")

# --- applications ---------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "portal",
    "conduct",
    "campaigns",
    "units",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "axes",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "template_partials",
    "django_celery_beat",
    "import_export",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "portal.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # units on slow lines; Django pads it against BREACH
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.language.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "units.sign_in.PrivateMiddleware",
    "units.sign_in.KeepTextMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.frame.frame",
            ],
        },
    }
]

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- database: two roles, the portal's own owns nothing -------------------------------------------------------------


def database(url_name: str, default: str) -> dict:
    """Return one connection's settings; a statement that runs for 15 s is a bug, not a wait."""
    settings = env.db_url(url_name, default=default)
    return {
        **settings,
        "CONN_MAX_AGE": 0 if TESTING else 60,  # a live test server must not hold the database that is dropped
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 3, "options": "-c statement_timeout=15000 -c lock_timeout=4000"},
    }


DATABASE_URL = env("DATABASE_URL", default="postgres:///portal")
APP_ROLE = env.db_url("DATABASE_URL", default=DATABASE_URL).get("USER") or ""
# Migrations and grants run as the owner, and so do tests; what may not be changed is tested under the portal's role.
AS_OWNER = TESTING or env.bool("AS_OWNER", default=False)
DATABASES = {"default": database("DATABASE_OWNER_URL" if AS_OWNER else "DATABASE_URL", DATABASE_URL)}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}}

# --- people ---------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "units.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "units.sign_in.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "units.forms.LoginForm",
    "change_password": "units.forms.ChangePasswordForm",
    "reset_password": "units.forms.ResetPasswordForm",
    "reset_password_from_key": "units.forms.ResetPasswordKeyForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "units.sign_in.TokenOfActive"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
# Units sit behind a few shared addresses: a limit by address alone would lock a whole district out.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": False, "reset_password": "60/m/ip,5/h/key"}
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "units.sign_in.locked_out"
AXES_USERNAME_FORM_FIELD = "login"
AXES_IPWARE_PROXY_COUNT = env.int("PROXY_COUNT", default=0) or None
AXES_VERBOSE = False

# Whoever may change rows may import them, whoever may see them may export them; neither is open to every staff account.
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "change"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True

# --- language, time, numbers ----------------------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["portal.formats"]
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

# --- files ----------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap", package_folder("bootstrap")),
    ("fonts", package_folder("fontpkg_be_vietnam_pro", "files")),
]
if (VAR_DIR / "assets").is_dir():  # made at set-up: the chart library's bundle
    STATICFILES_DIRS.append(("vendor", VAR_DIR / "assets"))
MEDIA_ROOT = VAR_DIR / "files"  # private: no MEDIA_URL, every file goes through a view that checks rights
FILES_BY_NGINX = env(
    "FILES_BY_NGINX", default=""
)  # the internal location for X-Accel-Redirect; empty: served from here
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"base_url": None}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG  # the manifest's names are not there for a live test server
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_AUTOREFRESH = TESTING or DEBUG  # nothing is collected there
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
UPLOAD_MAX_BYTES = 25 * 2**20
UNIT_MAX_BYTES = 2 * 2**30  # of files that one unit gives in a calendar year
FILE_UPLOAD_HANDLERS = [
    "campaigns.uploads.SizeGuard",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000

# --- headers --------------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = env.int("SESSION_COOKIE_AGE", default=8 * 3600)
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "units.sign_in.csrf_failed"
SIGNED_COOKIE_LEGACY_SALT_FALLBACK = False
if HTTPS:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=False)
    SECURE_HSTS_PRELOAD = False
    SESSION_COOKIE_NAME = "__Host-sid"
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrf"
    CSRF_COOKIE_SECURE = True
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # subdomains and preload belong to the domain's owner

# --- mail: every message is a row first -----------------------------------------------------------------------------

EMAIL_BACKEND = "portal.mail.OutboxBackend"
OUTGOING_MAIL = env.email_url("EMAIL_URL", default="consolemail://")
PORTAL_URL = env("PORTAL_URL", default="http://localhost:8000/")  # what links in mails begin with
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Thanh Lịch <thanhlich@localhost>")

# --- citizens' feedback ----------------------------------------------------------------------------------------------

FEEDBACK_ANSWER_DAYS = env.int("FEEDBACK_ANSWER_DAYS", default=10)  # working days in which the head answers
FEEDBACK_CONTACT_DAYS = env.int("FEEDBACK_CONTACT_DAYS", default=180)  # after so many a citizen's contact is erased
VIOLATION_MONTHS = env.int("VIOLATION_MONTHS", default=24)  # a name is kept so long after the year of its confirmation

# --- background work ------------------------------------------------------------------------------------------------

CELERY_BROKER_URL = env("REDIS_URL", default="redis://localhost:6379/0")
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "socket_timeout": 5, "socket_connect_timeout": 2}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_ENABLE_UTC = True
RECUSE_DIRECTLY_ABOVE = env.bool(  # a member with a role in the unit right above a nominee's has no vote on it
    "RECUSE_DIRECTLY_ABOVE", default=True
)
PICTURE_SECONDS = 0 if TESTING else 15  # how old a council's picture of a campaign may be while nothing moves
REPORT_CLAIM_SECONDS = env.int("REPORT_CLAIM_SECONDS", default=60)  # without a sign of life: another worker takes over
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_MAX_LOOP_INTERVAL = 2
TICK = {"expires": 10}  # a tick that nobody took in time is worth nothing: the next one does its work
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "portal.tasks.beat_heart", "schedule": 10.0, "options": TICK},
    "make reports": {"task": "portal.tasks.make_reports", "schedule": 2.0, "options": TICK},
    "make certificates": {"task": "portal.tasks.make_certificates", "schedule": 2.0, "options": TICK},
    "make notices": {"task": "portal.tasks.make_notices", "schedule": 60.0, "options": {"expires": 50}},
    "send mail": {"task": "portal.tasks.send_mail", "schedule": 3.0, "options": TICK},
    "ask for scheduled reports": {"task": "portal.tasks.ask_scheduled_reports", "schedule": crontab(minute="*/10")},
    "send reports": {"task": "portal.tasks.send_reports", "schedule": 5.0, "options": TICK},
    "erase personal data": {"task": "portal.tasks.erase_personal_data", "schedule": crontab(minute=15)},
    "tidy up": {"task": "portal.tasks.tidy_up", "schedule": crontab(hour=3, minute=30)},
}

# --- logs -----------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"axes": {"level": "WARNING"}, "django.db.backends": {"level": "INFO"}},
}
