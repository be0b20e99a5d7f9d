import os

from django.core.asgi import get_asgi_application

from config.start import refuse_to_serve_unready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

application = get_asgi_application()
refuse_to_serve_unready()
