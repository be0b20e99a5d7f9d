"""Only to collect the static files while an image is built: no secret, no database, no broker."""

from config.settings.base import *

SECRET_KEY = "only to collect static files"
