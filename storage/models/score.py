"""Verdicts."""

from django.db import models

from domain.score import Polarity


class Score(models.Model):
    """The standing verdict on one post; a new model overwrites it."""

    post = models.OneToOneField("storage.Post", models.CASCADE, primary_key=True, verbose_name="帖文")
    negativity = models.FloatField("负面程度")
    polarity = models.CharField("情感", max_length=8, choices=Polarity.choices())
    words = models.JSONField("关键词及权重", default=list)
    model = models.CharField("模型版本", max_length=40)
    scored_at = models.DateTimeField("判定时间")

    class Meta:
        verbose_name = verbose_name_plural = "情感判定"
