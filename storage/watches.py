"""Finding watches."""

from domain.watch import Watch as WatchNoun
from storage.models import Watch


class NoSuchWatch(LookupError):
    """No watch has this name; the message lists those that there are."""


def active() -> list[WatchNoun]:
    """Every watch that is switched on, by name."""
    return [row.noun() for row in Watch.objects.filter(active=True)]


def named(name: str) -> WatchNoun:
    """The watch of this name; raises NoSuchWatch with the names that there are."""
    row = Watch.objects.filter(name=name).first()
    if row is None:
        names = "、".join(Watch.objects.values_list("name", flat=True)[:10]) or "（还没有任何监测主题）"
        raise NoSuchWatch(
            f"没有名为“{name}”的监测主题；现有：{names}。可在后台“监测主题”里新建，或用 yuqing watch add 新建"
        )
    return row.noun()


def by_key(key: int) -> WatchNoun:
    """The watch with this id."""
    return Watch.objects.get(pk=key).noun()
