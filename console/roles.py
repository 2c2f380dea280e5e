"""The permission group of those who may act; everybody else who is logged in may look."""

from django.apps import apps

DUTY_GROUP = "值班经理"
MAY_ACT = ("change_alert", "change_incident")


def make_group(**_: object) -> None:
    """Make the group with its permissions after migrations; one that is there stays as people set it."""
    groups, permissions = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    group, made = groups.objects.get_or_create(name=DUTY_GROUP)
    if made:
        group.permissions.set(permissions.objects.filter(codename__in=MAY_ACT, content_type__app_label="storage"))
