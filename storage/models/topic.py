"""Topics that were found, what they go by, and their posts."""

from django.db import models

from domain.topic import Spread


class Topic(models.Model):
    """One topic of a watch as it was told last; `number` is what discovery calls it within the watch.

    `sentences`, `spreaders`, `heat` and `forecasts` hold what `domain.topic` names so; unknown is NULL. `titled` and
    `summed_up` are how many posts there were when the title was chosen, and when the rest of the words were. A topic
    that turned out to be another one has no posts and points to it; one without posts is not told yet.
    """

    watch = models.ForeignKey("storage.Watch", models.CASCADE, verbose_name="监测主题", db_index=False)
    number = models.PositiveIntegerField("编号")
    title = models.CharField("标题", max_length=60)
    sentences = models.JSONField("摘要", default=list)
    since = models.DateTimeField("开始")
    last_at = models.DateTimeField("最近一条")
    told_at = models.DateTimeField("统计时间")
    on = models.BooleanField("仍在上升", default=True)
    posts = models.IntegerField("帖文数")
    negative = models.IntegerField("负面")
    authors = models.IntegerField("作者数")
    first_post = models.ForeignKey("storage.Post", models.SET_NULL, verbose_name="首发", null=True, related_name="+")
    spreaders = models.JSONField("主要传播者", default=list)
    copied = models.FloatField("最大雷同占比", null=True)
    spread = models.CharField("传播方式", max_length=12, choices=Spread.choices(), default=Spread.CONVERSATION.value)
    heat_index = models.FloatField("热度", null=True)
    heat = models.JSONField("热度构成", null=True)
    forecasts = models.JSONField("预测", default=list)
    titled = models.PositiveIntegerField("取标题时的帖文数", default=0)
    summed_up = models.PositiveIntegerField("写摘要时的帖文数", default=0)
    merged_into = models.ForeignKey("self", models.CASCADE, verbose_name="并入", null=True, related_name="merged")

    class Meta:
        verbose_name = verbose_name_plural = "话题"
        constraints = (models.UniqueConstraint(fields=("watch", "number"), name="one_topic_per_number"),)
        indexes = (models.Index(fields=("last_at",), name="topic_latest"),)

    def __str__(self) -> str:
        return self.title


class TopicKeyword(models.Model):
    """A keyword, or two that stand together, by which a topic goes since a moment."""

    topic = models.ForeignKey(Topic, models.CASCADE, verbose_name="话题", db_index=False)
    key = models.CharField("关键词", max_length=170)
    since = models.DateTimeField("自")

    class Meta:
        verbose_name = verbose_name_plural = "话题关键词"
        constraints = (models.UniqueConstraint(fields=("topic", "key"), name="one_row_per_topic_and_key"),)


class TopicPost(models.Model):
    """A post belongs to a topic; `bucket` is the post's five minutes of publication."""

    topic = models.ForeignKey(Topic, models.CASCADE, verbose_name="话题", db_index=False)
    post = models.ForeignKey("storage.Post", models.CASCADE, verbose_name="帖文")
    bucket = models.BigIntegerField("时段")

    class Meta:
        verbose_name = verbose_name_plural = "话题帖文"
        constraints = (models.UniqueConstraint(fields=("topic", "post"), name="one_row_per_topic_and_post"),)
        indexes = (models.Index(fields=("topic", "bucket"), name="topic_time"),)


class Discovery(models.Model):
    """How far the search for topics of a watch has come, and what it must remember to go on."""

    watch = models.OneToOneField("storage.Watch", models.CASCADE, verbose_name="监测主题", primary_key=True)
    quarter = models.BigIntegerField("时段")
    body = models.BinaryField("状态")
    saved_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = verbose_name_plural = "话题发现"


class TopicDue(models.Model):
    """A post that has a verdict and that discovery has not looked at yet."""

    watch = models.ForeignKey("storage.Watch", models.CASCADE, verbose_name="监测主题", db_index=False)
    post = models.ForeignKey("storage.Post", models.CASCADE, verbose_name="帖文")

    class Meta:
        verbose_name = verbose_name_plural = "待归入话题的帖文"
        constraints = (models.UniqueConstraint(fields=("watch", "post"), name="due_once"),)
