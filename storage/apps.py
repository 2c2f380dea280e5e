"""Registration with Django."""

from django.apps import AppConfig


class StorageConfig(AppConfig):
    """The one Django app with models."""

    name = "storage"
    verbose_name = "舆情监测"
    default_auto_field = "django.db.models.BigAutoField"
