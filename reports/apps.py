"""Registration with Django, for templates."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """No models here."""

    name = "reports"
