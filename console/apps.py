"""Registration with Django, for templates and static files."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """No models here."""

    name = "console"
