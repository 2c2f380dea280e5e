"""The append-only history of alerts and incidents."""

from django.db import models


class Transition(models.Model):
    """One change: of state, of grade, or a note. It belongs to an alert or an incident, never both."""

    alert = models.ForeignKey("storage.Alert", models.CASCADE, null=True, verbose_name="预警", related_name="history")
    incident = models.ForeignKey(
        "storage.Incident", models.CASCADE, null=True, verbose_name="突发事件", related_name="history"
    )
    at = models.DateTimeField("时间")
    actor = models.CharField("操作人", max_length=80)
    what = models.CharField("变更", max_length=10, choices=(("state", "状态"), ("grade", "级别"), ("note", "记录")))
    before = models.CharField("原值", max_length=20, blank=True)
    after = models.CharField("新值", max_length=20, blank=True)
    reason = models.TextField("理由", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "变更记录"
        ordering = ("at", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(alert__isnull=True) ^ models.Q(incident__isnull=True),
                name="transition_has_one_owner",
            ),
        )
