"""What people set of the rules, what a trial on the past gave, what is brewing, and what people thought of alerts."""

from django.db import models

from domain.feedback import Feedback


class RuleVersion(models.Model):
    """One version of one rule's settings, never changed itself: the newest is in force."""

    rule = models.CharField("规则", max_length=40)
    number = models.PositiveIntegerField("版本")
    settings = models.JSONField("设置")
    why = models.CharField("修改理由", max_length=300)
    by = models.CharField("修改人", max_length=80)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "规则版本"
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=("rule", "number"), name="one_rule_version"),)

    def __str__(self) -> str:
        return f"{self.rule} {self.number}"


class RuleTrial(models.Model):
    """What one rule under certain settings would have done on a stretch of the past; `outcome` as alerts.trial says.

    `settings` is what was tried, as JSON; `watch` is empty where all were.
    """

    rule = models.CharField("规则", max_length=40)
    settings = models.JSONField("设置")
    watch = models.ForeignKey("storage.Watch", models.CASCADE, verbose_name="监测主题", null=True, blank=True)
    first = models.DateTimeField("起")
    last = models.DateTimeField("止")
    made_at = models.DateTimeField("试算时间")
    asked_by = models.CharField("发起人", max_length=80, blank=True)
    outcome = models.JSONField("结果")

    class Meta:
        verbose_name = verbose_name_plural = "规则试算"
        ordering = ("-id",)
        indexes = (models.Index(fields=("rule", "-id"), name="rule_trial_newest"),)

    def __str__(self) -> str:
        return f"{self.rule} {self.made_at:%Y-%m-%d %H:%M}"


class Brewing(models.Model):
    """A matter without an alert of its own: one that must hold for a while, or one that a surge has told of."""

    fingerprint = models.CharField("事由指纹", max_length=200, unique=True)
    since = models.DateTimeField("自何时起")
    last_seen_at = models.DateTimeField("最近一次")

    class Meta:
        verbose_name = verbose_name_plural = "待定事由"

    def __str__(self) -> str:
        return self.fingerprint


class AlertFeedback(models.Model):
    """What one person thought of one alert; a later word of anybody takes the place of the earlier in the figures."""

    alert = models.ForeignKey("storage.Alert", models.CASCADE, verbose_name="预警", related_name="feedback")
    verdict = models.CharField("评价", max_length=9, choices=Feedback.choices())
    by = models.CharField("评价人", max_length=80)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "预警评价"
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.alert_id} {self.verdict}"
