"""Feeds that the operator's bridges give, and which of their entries were met."""

from django.db import models


class Feed(models.Model):
    """One feed for one watch; the address is sealed, since it may hold a key, `shown` is what people see of it.

    `etag` and `modified` are what the host gave with its last good answer.
    """

    name = models.CharField("名称", max_length=80)
    watch = models.ForeignKey("storage.Watch", models.CASCADE, verbose_name="监测主题")
    source = models.OneToOneField("storage.Source", models.CASCADE, verbose_name="信息来源", null=True)
    sealed = models.BinaryField("地址（加密）")
    mark = models.CharField("地址指纹", max_length=64)
    shown = models.CharField("地址", max_length=1100)
    active = models.BooleanField("启用", default=True)
    etag = models.CharField(max_length=300, blank=True)
    modified = models.CharField(max_length=100, blank=True)
    added_at = models.DateTimeField("添加时间")

    class Meta:
        verbose_name = verbose_name_plural = "桥接订阅"
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("mark", "watch"), name="one_feed_a_watch"),)

    def __str__(self) -> str:
        return self.name


class FeedEntry(models.Model):
    """An entry was met in a feed; one may have several marks."""

    feed = models.ForeignKey(Feed, models.CASCADE, verbose_name="桥接订阅")
    mark = models.CharField("标识", max_length=80)
    first_seen_at = models.DateTimeField("首次见到")

    class Meta:
        verbose_name = verbose_name_plural = "订阅条目"
        constraints = (models.UniqueConstraint(fields=("feed", "mark"), name="one_row_a_mark"),)
        indexes = (models.Index(fields=("first_seen_at",), name="feed_entry_age"),)

    def __str__(self) -> str:
        return f"{self.feed_id} {self.mark}"
