"""Daily reports, frozen when made."""

from django.db import models


class Report(models.Model):
    """One edition of one day's report; `body` is the whole of it as domain.report writes it."""

    day = models.DateField("日期")
    edition = models.PositiveSmallIntegerField("版次", default=1)
    made_at = models.DateTimeField("生成时间")
    body = models.JSONField("内容")

    class Meta:
        verbose_name = verbose_name_plural = "日报"
        ordering = ("-day", "-edition")
        constraints = (models.UniqueConstraint(fields=("day", "edition"), name="one_report_per_edition"),)
