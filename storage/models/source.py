"""What brings us something again and again, and when it did."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from domain.crawl import CrawlOutcome
from domain.source import SourceKind


class Source(models.Model):
    """One source; `place` tells it from others of its kind (an address, an account's id, the name in an address)."""

    kind = models.CharField("类型", max_length=20, choices=SourceKind.choices())
    place = models.CharField("标识", max_length=300)
    name = models.CharField("名称", max_length=120)
    watch = models.ForeignKey("storage.Watch", models.SET_NULL, verbose_name="监测主题", null=True, blank=True)
    active = models.BooleanField("启用", default=True)
    since = models.DateTimeField("建立时间")
    received_at = models.DateTimeField("最近收到", null=True)
    newest_at = models.DateTimeField("最新内容时间", null=True)
    late_seconds = models.PositiveIntegerField("通常迟到秒数", default=0)
    expect_hours = models.PositiveIntegerField(
        "几小时内应有新内容",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(24 * 366)],
        help_text="超过这么久没有新内容就报警；留空则由系统从以往的规律学出来",
    )
    asked_at = models.DateTimeField("最近询问", null=True)
    good_at = models.DateTimeField("最近正常答复", null=True)
    outcome = models.CharField("询问结果", max_length=16, blank=True, choices=CrawlOutcome.choices())
    reason = models.TextField("说明", blank=True)
    refusal = models.CharField("拒绝原因", max_length=16, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "信息来源"
        ordering = ("kind", "name")
        constraints = (models.UniqueConstraint(fields=("kind", "place"), name="one_source_a_place"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"


class Arrivals(models.Model):
    """How many new things a source brought in one hour; `hour` is the epoch second that it begins at."""

    source = models.ForeignKey(Source, models.CASCADE, verbose_name="信息来源")
    hour = models.BigIntegerField("小时")
    count = models.PositiveIntegerField("条数")

    class Meta:
        verbose_name = verbose_name_plural = "到达计数"
        constraints = (models.UniqueConstraint(fields=("source", "hour"), name="one_count_an_hour"),)

    def __str__(self) -> str:
        return f"{self.source_id} {self.hour}: {self.count}"
