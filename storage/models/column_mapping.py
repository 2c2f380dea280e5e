"""What a person said once of the columns of a table that comes again."""

from django.db import models


class ColumnMapping(models.Model):
    """The columns of tables with the same header; `pairs` is a list of [field, column]."""

    signature = models.CharField("表头指纹", max_length=64, unique=True)
    pairs = models.JSONField("列的对应", default=list)
    made_at = models.DateTimeField("记下时间")

    class Meta:
        verbose_name = verbose_name_plural = "列的对应"

    def __str__(self) -> str:
        return "，".join(f"{field}←{column}" for field, column in self.pairs)
