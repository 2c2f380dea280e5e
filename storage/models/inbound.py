"""What other systems and colleagues report, and what was refused."""

from django.db import models

from domain.inbound import InboundRefusal


class InboundToken(models.Model):
    """What lets a source in: the hash of its token (empty for a link), and since when; a new one ends the old."""

    source = models.OneToOneField("storage.Source", models.CASCADE, verbose_name="信息来源", related_name="token")
    digest = models.CharField("口令指纹", max_length=64, blank=True)
    number = models.PositiveIntegerField("第几个", default=1)
    made_at = models.DateTimeField("生成时间")
    made_by = models.CharField("生成人", max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "上报口令"

    def __str__(self) -> str:
        return f"{self.source_id}"


class Refused(models.Model):
    """How often a source was refused for one reason on one day; the empty place stands for all that are unknown."""

    place = models.CharField("来源", max_length=60, blank=True)
    reason = models.CharField("原因", max_length=12, choices=InboundRefusal.choices())
    day = models.DateField("日期")
    count = models.PositiveIntegerField("次数", default=0)
    last_at = models.DateTimeField("最近一次")
    detail = models.CharField("最近一次的说明", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "上报被拒"
        ordering = ("-last_at",)
        constraints = (models.UniqueConstraint(fields=("place", "reason", "day"), name="one_refusal_count_a_day"),)

    def __str__(self) -> str:
        return f"{self.place} {self.reason}: {self.count}"


class Matter(models.Model):
    """A matter that a system reports, as its newest report leaves it; `report` is a SystemReport without its parts.

    `alert` is the newest alert that it raised; `over_at` is set while its system says that it has ended. `episode`
    counts its relapses while an earlier alert of it was still in people's hands.
    """

    source = models.ForeignKey("storage.Source", models.CASCADE, verbose_name="信息来源")
    digest = models.CharField("事由指纹", max_length=64)
    report = models.JSONField("内容")
    since = models.DateTimeField("起始")
    first_at = models.DateTimeField("首次收到")
    last_at = models.DateTimeField("最近收到")
    over_at = models.DateTimeField("报告恢复", null=True)
    episode = models.PositiveIntegerField("第几次", default=1)
    firing = models.PositiveIntegerField("未恢复", default=0)
    resolved = models.PositiveIntegerField("已恢复", default=0)
    alert = models.ForeignKey("storage.Alert", models.SET_NULL, verbose_name="预警", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "系统告警"
        ordering = ("-last_at",)
        constraints = (models.UniqueConstraint(fields=("source", "digest"), name="one_row_a_matter"),)

    def __str__(self) -> str:
        return self.digest[:12]


class MatterPart(models.Model):
    """One alarm of a matter, counted once however often it is reported."""

    matter = models.ForeignKey(Matter, models.CASCADE, verbose_name="系统告警", related_name="parts")
    occurrence = models.CharField("告警指纹", max_length=64)
    over = models.BooleanField("已恢复")

    class Meta:
        verbose_name = verbose_name_plural = "告警明细"
        constraints = (models.UniqueConstraint(fields=("matter", "occurrence"), name="one_row_an_occurrence"),)


class FrontLineReport(models.Model):
    """What a colleague reported; several may tell of one matter and share its alert."""

    source = models.ForeignKey("storage.Source", models.CASCADE, verbose_name="信息来源")
    key = models.CharField("编号", max_length=64)
    what = models.TextField("发生了什么")
    channel = models.CharField("渠道", max_length=40)
    affected = models.PositiveBigIntegerField("受影响客户", null=True)
    since = models.DateTimeField("从何时起", null=True)
    contact = models.CharField("联系方式", max_length=80, blank=True)
    by = models.CharField("上报人", max_length=80, blank=True)
    links = models.JSONField("所附链接", default=list)
    received_at = models.DateTimeField("收到时间")
    alert = models.ForeignKey("storage.Alert", models.SET_NULL, verbose_name="预警", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "一线报告"
        ordering = ("-received_at",)
        constraints = (models.UniqueConstraint(fields=("source", "key"), name="one_row_a_front_line_report"),)

    def __str__(self) -> str:
        return self.what[:40]
