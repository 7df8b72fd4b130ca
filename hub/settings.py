"""The only settings: read from the environment, loud when wrong. docs/reference/settings.md lists them."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from hub import embedded, env

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Mode -----------------------------------------------------------------------------------------
DEBUG = env.flag("HUB_DEBUG", default=False)
DEMO = env.flag("HUB_DEMO", default=False)  # "sign in as" for trying the hub
if DEMO and not DEBUG:
    raise ImproperlyConfigured("HUB_DEMO=1 lets anybody sign in as anyone: it needs HUB_DEBUG=1 too.")
BASE_URL = env.text("HUB_BASE_URL", "http://127.0.0.1:8000")

# --- Where things lie -----------------------------------------------------------------------------
EMBEDDED_DATABASE = not env.text("DATABASE_URL")
VAR = Path(env.text("HUB_VAR") or embedded.default_var(BASE_DIR, embedded=EMBEDDED_DATABASE)).absolute()
MEDIA_ROOT = VAR / "media"
MEDIA_URL = "/media/"
SITE_ROOT = VAR / "site"  # the published docs: builds/ and the pointer `current`
SITE_URL = "/docs/"
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"

# --- Security -------------------------------------------------------------------------------------
SECRET_KEY = env.text("HUB_SECRET_KEY") or embedded.secret_key(VAR)
ALLOWED_HOSTS = env.words("HUB_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("HUB_TRUSTED_ORIGINS")
HTTPS = BASE_URL.startswith("https://")
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
X_FRAME_OPTIONS = "DENY"
PROXIES = env.number("HUB_PROXIES", 0)  # how many proxies of ours write X-Forwarded-For
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# Sites that may show a recording in a frame of theirs (its page /embed/, and no other); empty for none but our own.
EMBED_IN = [SELF, *env.words("HUB_EMBED_IN")]

# --- Apps -----------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "hub.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "csp",
    "django_filters",
    "django_htmx",
    "template_partials",
    "rules.apps.AutodiscoverRulesConfig",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    # the hub's own, lowest first: an app imports only from those before it
    "hub.accounts",
    "hub.activity",
    "hub.sigs",
    "hub.catalog",
    "hub.voting",
    "hub.status",
    "hub.meetings",
    "hub.demos",
    "hub.recordings",
    "hub.roadmap",
    "hub.search",
    "hub.goldenpath",
    "hub.exchange",
    "hub.home",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "hub.core.middleware.Answers",
]
ROOT_URLCONF = "hub.urls"
WSGI_APPLICATION = "hub.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hub.core.context.shell",
                "hub.activity.context.unread",
            ],
        },
    }
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Database -------------------------------------------------------------------------------------
# A new connection costs ten times a query: the pool keeps them.
DATABASE = env.database(env.text("DATABASE_URL") or embedded.database_url(VAR))
DATABASES = {"default": {**DATABASE, "CONN_HEALTH_CHECKS": True}}
DATABASES["default"]["OPTIONS"]["pool"] = {
    "min_size": 1,
    "max_size": env.number("HUB_DATABASE_POOL", 8),
    "timeout": env.number("HUB_DATABASE_WAIT", 3),  # seconds for a free connection; then the page answers 503
}

# --- Queue ----------------------------------------------------------------------------------------
BROKER_URL = env.text("BROKER_URL")
CELERY_BROKER_URL = BROKER_URL or "filesystem://"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Whoever saves waits for one attempt to reach the queue, not for more: the outbox keeps what could not be handed
# over, and the clock sends it. Workers go on trying by a rule of their own.
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "max_retries": 0,
    "socket_connect_timeout": CELERY_BROKER_CONNECTION_TIMEOUT,
    **({} if BROKER_URL else embedded.queue_options(VAR)),
}

# --- Probing --------------------------------------------------------------------------------------
# Probes connect to these networks only. Nothing is open by default but this machine, and that only while
# trying the hub out with its embedded database.
PROBE_NETWORKS = env.words("HUB_PROBE_NETWORKS", "127.0.0.0/8,::1/128" if EMBEDDED_DATABASE else "")
SECRETS = env.text("HUB_SECRETS")  # folder with a file per secret that headers of probes refer to
INCIDENT_AFTER = env.number("HUB_INCIDENT_AFTER", 300)
OBSERVATION_HOURS = env.number("HUB_OBSERVATION_HOURS", 6)
MINUTE_DAYS = env.number("HUB_MINUTE_DAYS", 1)
HOUR_DAYS = env.number("HUB_HOUR_DAYS", 60)
DAY_DAYS = env.number("HUB_DAY_DAYS", 1100)

# --- Speech ---------------------------------------------------------------------------------------
# What is said in recordings is written down on this machine; the model is in the extra `speech`, or here.
SPEECH = env.text("HUB_SPEECH", "on")
SPEECH_MODEL = env.text("HUB_SPEECH_MODEL")
if SPEECH not in {"on", "off"}:
    raise ImproperlyConfigured(f"HUB_SPEECH is {SPEECH!r}: it must be on or off.")

# --- Webhooks -------------------------------------------------------------------------------------
# They are sent into these networks only: those that may be probed, unless others are named.
WEBHOOK_NETWORKS = env.words("HUB_WEBHOOK_NETWORKS") or PROBE_NETWORKS

# --- Recordings -----------------------------------------------------------------------------------
KEEP_RECORDINGS_DAYS = env.number("HUB_KEEP_RECORDINGS_DAYS", 0)  # 0: for ever
FFMPEG = env.text("HUB_FFMPEG")  # else the system's, else the one in the wheel
LIBRARY = env.text("HUB_LIBRARY", str(BASE_DIR / "recordings") if EMBEDDED_DATABASE else "")
INCOMING = "incoming"  # folder of the storage that others drop files into
UPLOAD_LIMIT_MB = env.number("HUB_UPLOAD_LIMIT_MB", 8192)
UPLOAD_QUOTA_MB = env.number("HUB_UPLOAD_QUOTA_MB", 20_480)  # unfinished uploads of one person
FETCH_NETWORKS = env.words("HUB_FETCH_NETWORKS", "127.0.0.0/8,::1/128" if EMBEDDED_DATABASE else "")
MEDIA_JOBS = env.number("HUB_MEDIA_JOBS", 1)  # at once, by all workers together
X_ACCEL = env.text(
    "HUB_X_ACCEL"
)  # the internal location of nginx that shows MEDIA_ROOT, such as /internal-media/
MEDIA_REDIRECT = env.flag("HUB_MEDIA_REDIRECT", default=False)  # to the storage's own, signed addresses

# --- Telling people -------------------------------------------------------------------------------
REACTIONS = "hub.reactions.REACTIONS"
FOLLOWABLE = "hub.reactions.FOLLOWABLE"
GUARDED = "hub.reactions.GUARDED"
UNKNOWN_DOCS_PAGES = "hub.goldenpath.known.unknown_pages"  # recordings link to pages of a feature above them
EMAIL_BACKEND = env.text("HUB_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = env.text("HUB_EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("HUB_EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("HUB_EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("HUB_EMAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("HUB_EMAIL_TLS", default=False)
EMAIL_TIMEOUT = 10  # a mail server that does not answer must not hold a worker
DEFAULT_FROM_EMAIL = env.text("HUB_EMAIL_FROM", "hub@localhost")

# --- People ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "home:today"
LOGOUT_REDIRECT_URL = "home:today"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# --- Language and time ----------------------------------------------------------------------------
LANGUAGE_CODE = "en"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

# --- API ------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "hub.accounts.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["hub.accounts.authentication.ReadOrMayWrite"],
    "DEFAULT_PAGINATION_CLASS": "hub.core.listing.Page",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["hub.core.parsers.CleanJSONParser"],
    "EXCEPTION_HANDLER": "hub.core.problems.handle",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "The hub",
    "DESCRIPTION": "Services, community and roadmap of a shared machine-learning platform.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "defaultModelsExpandDepth": -1},
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "ServiceStageEnum": "hub.catalog.models.ServiceStage.Stage",
        "ClusterStageEnum": "hub.catalog.models.ClusterStage.Stage",
        "NeedEnum": "hub.roadmap.models.Support.Need",
        "ItemStateEnum": "hub.roadmap.models.RoadmapItem.State",
        "ItemKindEnum": "hub.roadmap.models.RoadmapItem.Kind",
        "RoundStateEnum": "hub.roadmap.models.Round.State",
        "DecisionKindEnum": "hub.voting.models.Decision.Kind",
        "DecisionPurposeEnum": "hub.voting.models.Decision.Purpose",
        "DemoStateEnum": "hub.demos.models.Demo.State",
        "WishStateEnum": "hub.demos.models.Wish.State",
        "MeetingStateEnum": "hub.meetings.models.Meeting.State",
        "RecordingStateEnum": "hub.recordings.models.Recording.State",
        "SuggestionStateEnum": "hub.recordings.models.Suggestion.State",
        "SuggestionKindEnum": "hub.recordings.models.Suggestion.Kind",
        "SeriesKindEnum": "hub.meetings.models.Series.Kind",
        "AttendanceAnswerEnum": "hub.meetings.models.Attendance.Answer",
        "LedgerKindEnum": "hub.voting.models.LedgerEvent.Kind",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "hub.core.openapi.describe_problems",
    ],
}
