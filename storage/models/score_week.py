"""How the scores of a week were spread, for telling when they leave their past."""

from django.db import models


class ScoreWeek(models.Model):
    """One week (Monday to Sunday in China) of one watch and channel under one model; `unheard` NULL where unknown."""

    watch = models.ForeignKey("storage.Watch", models.CASCADE, verbose_name="监测主题", db_index=False)
    channel = models.CharField("渠道", max_length=12)
    monday = models.DateField("周一")
    model = models.CharField("模型版本", max_length=40)
    bins = models.JSONField("各段帖文数")
    unheard = models.FloatField("生词占比", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "判定分布"
        constraints = (
            models.UniqueConstraint(fields=("watch", "channel", "monday", "model"), name="one_week_of_scores"),
        )

    def __str__(self) -> str:
        return f"{self.channel} {self.monday}"
