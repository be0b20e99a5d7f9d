"""One machine, no set-up: SQLite, the embedded broker, keys made at the first start."""

from config import env
from config.settings.base import *
from config.settings.base import VAR
from config.settings.database import database

DEBUG = env.read(env.env.bool, "DEBUG", True)
ALLOWED_HOSTS = env.read(env.env.list, "ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
SECRET_KEY = env.kept_secret("SECRET_KEY", VAR / "keys", env.make_secret)
MASTER_KEYS = env.master_keys(env.kept_secret("MASTER_KEY", VAR / "keys", env.make_master_key))
VAPID_KEY = env.vapid_key(env.kept_secret("VAPID_KEY", VAR / "keys", env.make_vapid_key))
VAPID_SUBJECT = env.url("VAPID_SUBJECT", "mailto:operator@turnstone.example", schemes=("mailto", "https"))
DATABASES = {"default": database(f"sqlite:///{VAR / 'turnstone.sqlite3'}")}
SITE_URL = env.url("SITE_URL", "http://localhost:8000", schemes=("http", "https"))
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": VAR / "mail"},
    }
}
DEFAULT_FROM_EMAIL = env.read(env.env.str, "DEFAULT_FROM_EMAIL", "Turnstone <no-reply@turnstone.example>")
