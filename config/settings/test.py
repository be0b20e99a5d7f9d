"""The tests: loud about everything, fast at hashing, and reaching nothing beyond this machine."""

import atexit
import shutil
import tempfile
from pathlib import Path

from config import env
from config.settings.base import *
from config.settings.base import TEMPLATES
from config.settings.database import database

VAR = Path(tempfile.mkdtemp(prefix="turnstone-test-"))
atexit.register(shutil.rmtree, VAR, ignore_errors=True)
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir()
SECRET_KEY = "only for tests"
MASTER_KEYS = {1: b"1" * 32}
VAPID_KEY = env.kept_secret("VAPID_KEY", VAR / "keys", env.make_vapid_key)
VAPID_SUBJECT = "mailto:operator@turnstone.example"
SITE_URL = "http://testserver"
DATABASES = {"default": database("sqlite:///:memory:")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}  # a file: threads get connections of their own
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
DEFAULT_FROM_EMAIL = "Turnstone <no-reply@turnstone.example>"
PUSH_ALLOW_LOOPBACK = True
STORIES = True
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "UNDEFINED TEMPLATE VARIABLE %s"  # type: ignore[index]
