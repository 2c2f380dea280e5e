"""Registration with Django, for templates and static files."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate

from console.roles import make_groups


class ConsoleConfig(AppConfig):
    """No models here."""

    name = "console"
    verbose_name = "控制台"

    def ready(self) -> None:
        """Have the group of those who may act made with the tables that it is about."""
        post_migrate.connect(make_groups, sender=apps.get_app_config("storage"))
