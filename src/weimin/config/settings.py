"""Django settings, read from the environment once (environment.py names and explains each variable)."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from weimin.config import environment as env
from weimin.config.keys import read_or_make_key

HOME = env.home()
KEYS = HOME / "keys"
CITY = Path(env.value("WEIMIN_CITY")).resolve()
DEBUG = env.flag("WEIMIN_DEBUG")
TLS = env.flag("WEIMIN_TLS")

SECRET_KEY = env.value("WEIMIN_SECRET_KEY") or read_or_make_key(KEYS, "secret-key")
DATA_KEYS = (env.value("WEIMIN_DATA_KEYS") or read_or_make_key(KEYS, "data-key")).split(",")
JOURNAL_KEY = env.value("WEIMIN_JOURNAL_KEY") or read_or_make_key(KEYS, "journal-key")
JOURNAL_ORIGIN = env.value("WEIMIN_JOURNAL_ORIGIN")
ALLOWED_HOSTS = [host.strip() for host in env.value("WEIMIN_HOSTS").split(",")]

INSTALLED_APPS = [
    "weimin.ui",
    "weimin.kernel.journal",
    "weimin.kernel.organisations",
    "weimin.kernel.identity",
    "weimin.kernel.search",
    "weimin.kernel.catalogue",
    "weimin.kernel.documents",
    "weimin.kernel.notices",
    "weimin.kernel.cases",
    "weimin.modules.approvals",
    "weimin.modules.joint",
    "weimin.modules.regulation",
    "weimin.modules.ratings",
    "weimin.modules.portal",
    "weimin.modules.desk",
    "weimin.modules.staffing",
    "weimin.modules.instructions",
    "weimin.modules.hall",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "weimin.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "weimin.config.middleware.clock",
    "weimin.config.middleware.security_headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "weimin.config.middleware.language",
    "weimin.ui.preferences.remember",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "weimin.config.middleware.actor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "weimin.config.errors.KnownErrors",
]

FORM_RENDERER = "weimin.ui.forms.HouseRenderer"
ROOT_URLCONF = "weimin.config.urls"
WSGI_APPLICATION = "weimin.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "weimin.ui.context.page",
                "weimin.config.preview.banner",
            ],
            "builtins": ["weimin.ui.templatetags.weimin"],
        },
    }
]

AUTH_USER_MODEL = "identity.User"
AUTHENTICATION_BACKENDS = ["weimin.kernel.identity.backends.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("login", "name")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]  # fmt: skip

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "landing"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "weimin.kernel.identity.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_USERNAME_MIN_LENGTH = 4
ACCOUNT_USERNAME_BLACKLIST = ["admin", "root", "system", "weimin", "operator"]
ACCOUNT_USERNAME_VALIDATORS = "weimin.kernel.identity.adapters.login_validators"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/5m/key", "login": "60/m/ip", "signup": "10/10m/ip"}
ACCOUNT_FORMS = {
    "login": "weimin.kernel.identity.forms.LoginForm",
    "signup": "weimin.kernel.identity.forms.SignUpForm",
    "change_password": "weimin.kernel.identity.forms.ChangePasswordForm",
    "reauthenticate": "weimin.kernel.identity.forms.ReauthenticateForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(env.value("WEIMIN_PROXIES"))
MFA_ADAPTER = "weimin.kernel.identity.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "weimin.kernel.identity.forms.SecondFactorForm",
    "reauthenticate": "weimin.kernel.identity.forms.SecondFactorAgainForm",
    "activate_totp": "weimin.kernel.identity.forms.SetUpSecondFactorForm",
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = True
FILES = HOME / "files"
CALENDARS = env.value("WEIMIN_CALENDARS")
PUBLIC_ADDRESS = env.value("WEIMIN_PUBLIC_ADDRESS")
VIRUS_SCANNER = env.value("WEIMIN_VIRUS_SCANNER")
PREVIEW = env.value("WEIMIN_PREVIEW")
SIGNING_PROVIDER = env.value("WEIMIN_SIGNING_PROVIDER")
SIGNING_PKCS12 = env.value("WEIMIN_SIGNING_KEY_FILE")
SIGNING_PASSPHRASE = env.value("WEIMIN_SIGNING_PASSPHRASE")
ELECTRONIC_SERVICE = env.value("WEIMIN_ELECTRONIC_SERVICE")
MAX_UPLOAD_BYTES = int(env.value("WEIMIN_MAX_UPLOAD_MB")) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

SESSION_ENGINE = "weimin.config.sessionstore"
SESSION_COOKIE_AGE = 24 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "weimin.config.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
SECURE_SSL_REDIRECT = TLS
SECURE_HSTS_SECONDS = 31_536_000 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"


def database(url: str) -> dict[str, object]:
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "weimin.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
            "CONN_MAX_AGE": 60,  # to open it anew costs more than most requests ask of it: 1.3 ms
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": database(env.value("WEIMIN_DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "weimin_cache"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.value("WEIMIN_LOG_LEVEL")},
}
