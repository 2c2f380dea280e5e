"""Alerts and the posts that prove them."""

from datetime import datetime

from django.db import models

from domain.alert import OPEN_ALERTS, AlertState, Grade
from domain.watch import WHOLE_COMPANY

OPEN_STATES = sorted(state.value for state in OPEN_ALERTS)


class Alert(models.Model):
    """A rule fired; at most one alert per fingerprint is open.

    No watch means the whole company. `since` is when the matter began, `detected_at` when the rule saw it,
    `last_seen_at` when it was last true. `answer_by` is until when whoever has claimed it must be heard of,
    `returned_at` when it last went back to wait for somebody because nobody was.
    """

    fingerprint = models.CharField("事由指纹", max_length=200)
    rule = models.CharField("规则", max_length=40)
    watch = models.ForeignKey("storage.Watch", models.CASCADE, verbose_name="监测主题", null=True, blank=True)
    title = models.CharField("标题", max_length=200)
    state = models.CharField("状态", max_length=14, choices=AlertState.choices(), default=AlertState.FIRING.value)
    grade = models.PositiveSmallIntegerField("建议级别", choices=[(g.value, g.shown) for g in Grade])
    grade_reasons = models.JSONField("定级理由", default=list)
    standard = models.PositiveIntegerField("分级标准版本")
    reasons = models.JSONField("触发理由", default=list)
    measures = models.JSONField("指标", default=dict)
    coverage = models.JSONField("采集缺口", default=list)
    since = models.DateTimeField("起始")
    detected_at = models.DateTimeField("发现")
    last_seen_at = models.DateTimeField("最近一次")
    acknowledged_at = models.DateTimeField("认领时间", null=True)
    acknowledged_by = models.CharField("认领人", max_length=80, blank=True)
    answer_by = models.DateTimeField("认领后应处理", null=True)
    returned_at = models.DateTimeField("退回待认领", null=True)
    ended_at = models.DateTimeField("结束", null=True)
    told = models.BooleanField("需通知", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "预警"
        ordering = ("-detected_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("fingerprint",), condition=models.Q(state__in=OPEN_STATES), name="one_open_alert"
            ),
        )
        indexes = (models.Index(fields=("-detected_at",), name="alert_latest"),)

    def __str__(self) -> str:
        return self.title

    @property
    def waiting_since(self) -> datetime:
        """From when on it has waited to be claimed, while it does."""
        return self.returned_at or self.detected_at

    @property
    def concerns(self) -> str:
        """The watch by its name, or the whole company."""
        return self.watch.name if self.watch else WHOLE_COMPANY


class AlertPost(models.Model):
    """A post that an alert shows as evidence; `rank` 0 is the gravest."""

    alert = models.ForeignKey(Alert, models.CASCADE, verbose_name="预警", related_name="evidence")
    post = models.ForeignKey("storage.Post", models.PROTECT, verbose_name="帖文")
    rank = models.PositiveSmallIntegerField("次序")

    class Meta:
        verbose_name = verbose_name_plural = "预警帖文"
        ordering = ("rank",)
        constraints = (models.UniqueConstraint(fields=("alert", "post"), name="one_row_per_alert_and_post"),)
