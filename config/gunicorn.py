"""How gunicorn serves, wherever it is started: gunicorn --config python:config.gunicorn config.wsgi:application

Its own error log would print the request line of a failed request; here it writes through the project's LOGGING.
"""

from config.settings.logging import LOGGING

threads = 4
graceful_timeout = 10
control_socket_disable = True
loglevel = "warning"
logconfig_dict = LOGGING | {
    "loggers": {
        "gunicorn.error": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "gunicorn.access": {"handlers": [], "propagate": False},
    }
}
