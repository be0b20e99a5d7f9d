"""What happens once, when a process of a server starts."""

from django.conf import settings

from config.env import stop


def refuse_to_serve_unready() -> None:
    """A server that would meet people without a policy, HSTS, keys or a shared cache ends here."""
    from pwa.checks import production_problems

    if settings.PRODUCTION and (problems := production_problems()):
        stop(" ".join(problems))
