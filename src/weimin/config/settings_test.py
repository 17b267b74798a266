"""Settings of the tests: a throw-away home, cheap passwords, the database that --postgres or the default asks for."""

import os
import tempfile

os.environ.setdefault("WEIMIN_HOME", tempfile.mkdtemp(prefix="weimin-test-"))
os.environ.setdefault("WEIMIN_SECRET_KEY", "only-for-tests")
os.environ.setdefault("WEIMIN_DATA_KEYS", "0f" * 32)

from weimin.config import environment as env
from weimin.config.settings import *  # noqa: F403
from weimin.config.settings import DATABASES, HOME, STATIC_ROOT

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # else every test client warns that it is not there

if not env.value("WEIMIN_DATABASE_URL"):
    # a file, as in production: concurrent writers wait for each other instead of failing at once
    DATABASES["default"]["TEST"] = {"NAME": HOME / "test.sqlite3"}
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;",
    }
