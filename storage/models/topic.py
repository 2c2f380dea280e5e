"""What posts speak of."""

from django.db import models


class Topic(models.Model):
    """A key (hashtag or word) that posts of a watch share."""

    watch = models.ForeignKey("storage.Watch", models.CASCADE, verbose_name="监测主题", db_index=False)
    key = models.CharField("话题", max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "话题"
        constraints = (models.UniqueConstraint(fields=("watch", "key"), name="one_topic_per_key"),)

    def __str__(self) -> str:
        return self.key


class TopicPost(models.Model):
    """One post speaks of one topic; `bucket` is the post's five minutes of publication."""

    topic = models.ForeignKey(Topic, models.CASCADE, verbose_name="话题", db_index=False)
    post = models.ForeignKey("storage.Post", models.CASCADE, verbose_name="帖文")
    bucket = models.BigIntegerField("时段")

    class Meta:
        verbose_name = verbose_name_plural = "话题帖文"
        constraints = (models.UniqueConstraint(fields=("topic", "post"), name="one_row_per_topic_and_post"),)
        indexes = (models.Index(fields=("topic", "bucket"), name="topic_time"),)
