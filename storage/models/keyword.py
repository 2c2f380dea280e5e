"""What posts speak of."""

from django.db import models


class Keyword(models.Model):
    """A key (hashtag or word) that posts of a watch share."""

    watch = models.ForeignKey("storage.Watch", models.CASCADE, verbose_name="监测主题", db_index=False)
    key = models.CharField("关键词", max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "关键词"
        constraints = (models.UniqueConstraint(fields=("watch", "key"), name="one_keyword_per_watch"),)

    def __str__(self) -> str:
        return self.key


class KeywordPost(models.Model):
    """One post speaks of one keyword; `bucket` is the post's five minutes of publication."""

    keyword = models.ForeignKey(Keyword, models.CASCADE, verbose_name="关键词", db_index=False)
    post = models.ForeignKey("storage.Post", models.CASCADE, verbose_name="帖文")
    bucket = models.BigIntegerField("时段")

    class Meta:
        verbose_name = verbose_name_plural = "关键词帖文"
        constraints = (models.UniqueConstraint(fields=("keyword", "post"), name="one_row_per_keyword_and_post"),)
        indexes = (models.Index(fields=("keyword", "bucket"), name="keyword_time"),)
