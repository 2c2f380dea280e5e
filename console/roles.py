"""The permission group of those who may act; everybody else who is logged in may look."""

from django.apps import apps

DUTY_GROUP = "值班经理"
MAY_ACT = ("change_alert", "change_incident")


def make_group(**_: object) -> None:
    """Make the group with its permissions after migrations; one that is there stays as people set it."""
    group, made = apps.get_model("auth", "Group")._default_manager.get_or_create(name=DUTY_GROUP)  # noqa: SLF001
    if made:
        permissions = apps.get_model("auth", "Permission")._default_manager  # noqa: SLF001
        group.permissions.set(permissions.filter(codename__in=MAY_ACT, content_type__app_label="storage"))
