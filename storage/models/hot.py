"""Hot lists: each title once, and a row whenever its place or its mark changed."""

from django.db import models

from domain.hot import HotList


class HotTopic(models.Model):
    """One title on one list, from when it was first read there to when it was last.

    `best_rank` is NULL where it never had a number, `peak_heat` where no heat was told. `gone_at` is the first reading
    without it, NULL while it stands there.
    """

    list = models.CharField("榜单", max_length=14, choices=HotList.choices())
    title = models.CharField("标题", max_length=120)
    category = models.CharField("分类", max_length=60, blank=True)
    first_seen_at = models.DateTimeField("首次上榜")
    last_seen_at = models.DateTimeField("最近一次")
    gone_at = models.DateTimeField("下榜", null=True)
    best_rank = models.PositiveSmallIntegerField("最高名次", null=True)
    peak_heat = models.BigIntegerField("最高热度", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "热搜"
        constraints = (models.UniqueConstraint(fields=("list", "title"), name="one_row_per_title"),)
        indexes = (models.Index(fields=("last_seen_at",), name="hot_latest"),)

    def __str__(self) -> str:
        return self.title


class HotRank(models.Model):
    """From `read_at` on a title stood at this rank with this mark; `heat` is the number of that moment.

    A row is written only where rank or mark changed, or the heat by a fifth, so that a year stays small. `off` is a
    title that left the list.
    """

    topic = models.ForeignKey(HotTopic, models.CASCADE, verbose_name="热搜", related_name="ranks")
    read_at = models.DateTimeField("读取时间")
    rank = models.PositiveSmallIntegerField("名次", null=True)
    heat = models.BigIntegerField("热度", null=True)
    label = models.CharField("标记", max_length=8, blank=True)
    off = models.BooleanField("已下榜", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "热搜名次"
        ordering = ("read_at",)
        constraints = (models.UniqueConstraint(fields=("topic", "read_at"), name="one_rank_at_a_time"),)
