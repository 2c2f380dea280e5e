"""Complaints that customers made through the company's own system."""

from django.db import models


class Grievance(models.Model):
    """One complaint; personal numbers are masked before it is written. Deleted when posts of its age are."""

    source = models.ForeignKey("storage.Source", models.CASCADE, verbose_name="信息来源")
    key = models.CharField("编号", max_length=120)
    at = models.DateTimeField("时间", db_index=True)
    category = models.CharField("类别", max_length=60)
    channel = models.CharField("渠道", max_length=60, blank=True)
    text = models.TextField("内容", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "客户投诉"
        ordering = ("-at",)
        constraints = (models.UniqueConstraint(fields=("source", "key"), name="one_row_a_grievance"),)

    def __str__(self) -> str:
        return self.key


class GrievanceHour(models.Model):
    """How many complaints of a category an hour brought; `hour` is the epoch second of its beginning. Kept for good."""

    source = models.ForeignKey("storage.Source", models.CASCADE, verbose_name="信息来源")
    category = models.CharField("类别", max_length=60)
    hour = models.BigIntegerField("小时")
    count = models.PositiveIntegerField("件数")

    class Meta:
        verbose_name = verbose_name_plural = "每小时投诉"
        constraints = (
            models.UniqueConstraint(fields=("source", "category", "hour"), name="one_grievance_count_an_hour"),
        )
