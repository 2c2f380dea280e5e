"""What people handle."""

from django.db import models

from domain.alert import Grade
from domain.incident import IncidentKind, IncidentState


class Incident(models.Model):
    """A started incident; its grade stands apart from its state, and every change of either is a Transition row."""

    alert = models.OneToOneField("storage.Alert", models.PROTECT, verbose_name="预警")
    title = models.CharField("标题", max_length=200)
    kind = models.CharField("类别", max_length=12, choices=IncidentKind.choices())
    state = models.CharField(
        "状态", max_length=12, choices=IncidentState.choices(), default=IncidentState.STARTED.value
    )
    grade = models.PositiveSmallIntegerField("级别", choices=[(g.value, g.shown) for g in Grade])
    standard = models.PositiveIntegerField("分级标准版本")
    occurred_at = models.DateTimeField("发生时间")
    detected_at = models.DateTimeField("发现时间")
    started_at = models.DateTimeField("启动时间")
    started_by = models.CharField("启动人", max_length=80)
    restored_at = models.DateTimeField("恢复时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "突发事件"
        ordering = ("-started_at",)

    def __str__(self) -> str:
        return self.title
