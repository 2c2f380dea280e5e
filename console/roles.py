"""The permission groups of those who may act; everybody else who is logged in may look."""

from collections.abc import Mapping

from django.apps import apps

DUTY_GROUP = "值班经理"
PR_GROUP = "舆情专员"
GROUPS: Mapping[str, tuple[str, ...]] = {
    DUTY_GROUP: ("change_alert", "change_incident", "add_label"),
    PR_GROUP: ("add_label",),
}


def make_groups(**_: object) -> None:
    """Make the groups with their permissions after migrations; one that is there stays as people set it."""
    groups, permissions = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, may in GROUPS.items():
        group, made = groups.objects.get_or_create(name=name)
        if made:
            group.permissions.set(permissions.objects.filter(codename__in=may, content_type__app_label="storage"))
