"""Structured lines on standard error; `config.logs` says what may stand in them."""

from typing import Any

import structlog

from config.logs import ids_only

DJANGO_STRUCTLOG_CELERY_ENABLED = True

_shared: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]

structlog.configure(
    processors=[*_shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"template_only": {"()": "config.logs.TemplateOnly"}},
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                ids_only,
                structlog.processors.JSONRenderer(),
            ],
            "foreign_pre_chain": [*_shared, structlog.stdlib.ExtraAdder(allow={"status_code"})],
        },
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["template_only"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {name: {"handlers": [], "propagate": True} for name in ("django", "django.server", "django.request")},
}
