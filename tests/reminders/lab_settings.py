"""One installation of its own for the tests that kill: real processes, services on this machine, a quick beat."""

from config import env
from config.settings.local import *  # noqa: F403

DEBUG = False
PUSH_ALLOW_LOOPBACK = True
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": env.read(env.env.int, "LAB_MAIL_PORT"), "timeout": 10},
    }
}
CELERY_BEAT_SCHEDULE = {"tick": {"task": "reminders.tasks.tick", "schedule": 1.0, "options": {"expires": 10}}}
