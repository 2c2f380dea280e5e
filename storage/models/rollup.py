"""Counts per watch, channel and five minutes."""

from django.db import models


class Rollup(models.Model):
    """What was published about a watch on one channel in one bucket.

    posts = negative + neutral + positive + unknown + not yet scored. Noise (adverts, lotteries, copies) is counted in
    `noise` alone and in none of the others. `engagement` sums the known reposts, comments and likes.
    """

    watch = models.ForeignKey("storage.Watch", models.CASCADE, verbose_name="监测主题", db_index=False)
    channel = models.CharField("渠道", max_length=12)
    bucket = models.BigIntegerField("时段")
    posts = models.IntegerField("帖文数")
    authors = models.IntegerField("作者数")
    negative = models.IntegerField("负面")
    neutral = models.IntegerField("中性")
    positive = models.IntegerField("正面")
    unknown = models.IntegerField("无可判断", default=0)
    noise = models.IntegerField("噪声", default=0)
    engagement = models.BigIntegerField("互动量")

    class Meta:
        verbose_name = verbose_name_plural = "汇总"
        constraints = (models.UniqueConstraint(fields=("watch", "bucket", "channel"), name="one_rollup_per_bucket"),)


class Baseline(models.Model):
    """What was to be expected of a watch in one hour by its own past; `bucket` is the hour's start."""

    watch = models.ForeignKey("storage.Watch", models.CASCADE, verbose_name="监测主题", db_index=False)
    bucket = models.BigIntegerField("时段")
    posts = models.FloatField("预期帖文数")
    negative = models.FloatField("预期负面数")

    class Meta:
        verbose_name = verbose_name_plural = "基线"
        constraints = (models.UniqueConstraint(fields=("watch", "bucket"), name="one_baseline_per_hour"),)


class DirtyBucket(models.Model):
    """A mark that a bucket's roll-up must be counted anew; written with the change that made it so.

    Marks repeat on purpose: one that is written while another is being worked off must survive it.
    """

    watch = models.ForeignKey("storage.Watch", models.CASCADE, verbose_name="监测主题", db_index=False)
    bucket = models.BigIntegerField("时段")

    class Meta:
        verbose_name = verbose_name_plural = "待重算时段"
