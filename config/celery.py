"""The Celery application. Its beat carries one entry of the product, the tick, and two that clear up.

A task carries ids only.
"""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, task_postrun, worker_init
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

app = Celery("turnstone")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def configure_logging(**kwargs: Any) -> None:
    """Celery's own set-up would print task arguments; the project's LOGGING stands."""
    import logging.config

    logging.config.dictConfig(settings.LOGGING)


@worker_init.connect
def refuse_unready(**kwargs: Any) -> None:
    from config.start import refuse_to_serve_unready

    refuse_to_serve_unready()


@task_postrun.connect
def forget_keys(**kwargs: Any) -> None:
    from accounts import vault

    vault.clear_cache()
