import os

from django.core.wsgi import get_wsgi_application

from config.start import refuse_to_serve_unready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

application = get_wsgi_application()
refuse_to_serve_unready()
