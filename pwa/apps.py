from django.apps import AppConfig


class PwaConfig(AppConfig):
    name = "pwa"

    def ready(self) -> None:
        from pwa import checks  # noqa: F401
