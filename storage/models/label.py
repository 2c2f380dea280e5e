"""What people say of texts."""

from django.db import models

from domain.label import LabelKind


class Label(models.Model):
    """One person's word on one text, never changed: a later word on the same text is a row of its own and counts.

    The text of a stored post is kept with the label only as long as the post is kept. `said_before` is what the
    machine had said, empty where it had said nothing.
    """

    post = models.ForeignKey("storage.Post", models.CASCADE, verbose_name="帖文", null=True)
    text = models.TextField("文字")
    text_hash = models.CharField("文字指纹", max_length=32)
    kind = models.CharField("标注", max_length=3, choices=LabelKind.choices())
    by = models.CharField("标注人", max_length=80)
    at = models.DateTimeField("时间")
    source = models.CharField("来源", max_length=200)
    said_before = models.CharField("机器判定", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "人工标注"
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=("text_hash", "-id"), name="label_newest"),)

    def __str__(self) -> str:
        return f"{self.by} {self.get_kind_display()}"
