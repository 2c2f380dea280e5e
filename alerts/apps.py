"""Registration with Django, for templates."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """No models here."""

    name = "alerts"
