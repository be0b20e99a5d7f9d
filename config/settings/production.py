"""A server behind TLS. Everything comes from the environment; what is missing is named at the start."""

from config import env
from config.settings.base import *
from config.settings.database import database

DEBUG = False
PRODUCTION = True
ALLOWED_HOSTS = env.read(env.env.list, "ALLOWED_HOSTS")
SITE_URL = env.url("SITE_URL", schemes=("https",))
SECRET_KEY = env.kept_secret("SECRET_KEY", None, env.make_secret)
MASTER_KEYS = env.master_keys(env.kept_secret("MASTER_KEY", None, env.make_master_key))
VAPID_KEY = env.vapid_key(env.kept_secret("VAPID_KEY", None, env.make_vapid_key))
VAPID_SUBJECT = env.url("VAPID_SUBJECT", schemes=("mailto", "https"))
DATABASES = {"default": database()}
CELERY_BROKER_URL = BROKER_URL = env.url("BROKER_URL", schemes=("redis", "rediss"))
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": env.read(env.env.str, "EMAIL_HOST"),
            "port": env.read(env.env.int, "EMAIL_PORT", 587),
            "username": env.read(env.env.str, "EMAIL_USER", ""),
            "password": env.read(env.env.str, "EMAIL_PASSWORD", ""),
            "use_tls": env.read(env.env.bool, "EMAIL_TLS", True),
            "timeout": 5,
        },
    }
}
DEFAULT_FROM_EMAIL = env.read(env.env.str, "DEFAULT_FROM_EMAIL")

ALLAUTH_TRUSTED_PROXY_COUNT = env.read(env.env.int, "TRUSTED_PROXY_COUNT", 1)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
