"""Versions of 《突发状况分级标准》."""

from django.db import models


class Standard(models.Model):
    """One approved version; alerts and incidents keep the number they were graded under.

    `rows` maps a row's key to its four lines, gravest last; alerts.standard gives the meaning.
    """

    number = models.PositiveIntegerField("版本", unique=True)
    rows = models.JSONField("条款")
    owner = models.CharField("制定部门", max_length=40)
    approved_by = models.CharField("批准人", max_length=40, blank=True)
    effective_from = models.DateTimeField("生效时间")

    class Meta:
        verbose_name = verbose_name_plural = "分级标准"
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"第 {self.number} 版"
