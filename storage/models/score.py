"""Verdicts."""

from django.db import models

from domain.score import Complaint, Noise, Polarity


class Score(models.Model):
    """The standing verdict on one post; a new model overwrites it.

    `negativity` is NULL where the polarity is unknown; `complaint` and `noise` are empty where there is none;
    `fingerprint` is NULL where the text is too short to tell a copy by, `topic_keys` in verdicts older than they.
    Where a person has corrected it, polarity and negativity are the person's.
    """

    post = models.OneToOneField("storage.Post", models.CASCADE, primary_key=True, verbose_name="帖文")
    negativity = models.FloatField("负面程度", null=True)
    polarity = models.CharField("情感", max_length=8, choices=Polarity.choices())
    words = models.JSONField("关键词及权重", default=list)
    complaint = models.CharField("投诉类别", max_length=16, blank=True, choices=Complaint.choices())
    complaint_words = models.JSONField("类别依据", default=list)
    noise = models.CharField("噪声", max_length=8, blank=True, choices=Noise.choices())
    fingerprint = models.BigIntegerField("文字指纹", null=True)
    corrected_by = models.CharField("更正人", max_length=80, blank=True)
    model = models.CharField("模型版本", max_length=40)
    scored_at = models.DateTimeField("判定时间")
    topic_keys = models.JSONField("话题线索", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "情感判定"
        indexes = (
            models.Index(fields=("model",), name="score_model"),
            models.Index(fields=("fingerprint",), condition=models.Q(fingerprint__isnull=False), name="score_copies"),
        )
