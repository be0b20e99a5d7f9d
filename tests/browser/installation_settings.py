"""`./run` as it is, but for a push service on this machine and a quicker beat."""

from config.settings.local import *  # noqa: F403

PUSH_ALLOW_LOOPBACK = True
CELERY_BEAT_SCHEDULE = {"tick": {"task": "reminders.tasks.tick", "schedule": 2.0, "options": {"expires": 10}}}
