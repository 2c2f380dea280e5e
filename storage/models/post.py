"""Posts, which watch each belongs to, and their re-read counts."""

from django.db import models

from domain.post import Channel, PostKind, Verification


class Post(models.Model):
    """One edition of one public message.

    The text never changes, but for one completion: where `cut` says that only its beginning was shown, the whole takes
    its place. An edited original becomes the next edition. Where `dated` is false, `published_at` is when the post was
    first seen, and the first page that tells the time corrects it. The four counts repeat the newest Reading so that
    lists can sort by them.
    """

    channel = models.CharField("渠道", max_length=12, choices=Channel.choices())
    native_id = models.CharField("平台编号", max_length=120)
    edition = models.PositiveSmallIntegerField("版本", default=1)
    kind = models.CharField("类型", max_length=10, choices=PostKind.choices())
    url = models.TextField("链接", blank=True)
    title = models.TextField("标题", blank=True)
    text = models.TextField("正文")
    quoted = models.TextField("引用内容", blank=True)
    root_id = models.CharField("原帖编号", max_length=120, blank=True)
    author_key = models.CharField("作者编号", max_length=80, blank=True)
    author_name = models.CharField("作者", max_length=120, blank=True)
    followers = models.BigIntegerField("粉丝数", null=True)
    verification = models.CharField("认证", max_length=14, blank=True, choices=Verification.choices())
    region = models.CharField("地区", max_length=40, blank=True)
    source = models.CharField("来自", max_length=120, blank=True)
    published_at = models.DateTimeField("发布时间")
    collected_at = models.DateTimeField("采集时间")
    text_hash = models.CharField("内容指纹", max_length=32)
    reposts = models.BigIntegerField("转发数", null=True)
    comments = models.BigIntegerField("评论数", null=True)
    likes = models.BigIntegerField("点赞数", null=True)
    reads = models.BigIntegerField("阅读数", null=True)
    cut = models.BooleanField("只见开头", default=False)
    dated = models.BooleanField("发布时间可信", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "帖文"
        constraints = (models.UniqueConstraint(fields=("channel", "native_id", "edition"), name="one_row_per_edition"),)
        indexes = (
            models.Index(fields=("published_at",), name="post_published"),
            models.Index(fields=("collected_at",), name="post_collected"),
            models.Index(
                fields=("root_id",), condition=models.Q(kind="post") & ~models.Q(root_id=""), name="post_thread"
            ),
        )

    def __str__(self) -> str:
        return f"{self.channel} {self.native_id}"


class Mention(models.Model):
    """The newest edition of a post belongs to a watch; `bucket` is its five minutes of publication."""

    watch = models.ForeignKey("storage.Watch", models.CASCADE, verbose_name="监测主题", db_index=False)
    post = models.ForeignKey(Post, models.CASCADE, verbose_name="帖文")
    channel = models.CharField("渠道", max_length=12)
    bucket = models.BigIntegerField("时段")

    class Meta:
        verbose_name = verbose_name_plural = "提及"
        constraints = (models.UniqueConstraint(fields=("watch", "post"), name="one_mention_per_watch"),)
        indexes = (models.Index(fields=("watch", "bucket"), name="mention_time"),)


class Reading(models.Model):
    """Counts of a post as read at one moment; unknown is NULL."""

    post = models.ForeignKey(Post, models.CASCADE, verbose_name="帖文")
    read_at = models.DateTimeField("读取时间")
    reposts = models.BigIntegerField("转发数", null=True)
    comments = models.BigIntegerField("评论数", null=True)
    likes = models.BigIntegerField("点赞数", null=True)
    reads = models.BigIntegerField("阅读数", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "读数"
        constraints = (models.UniqueConstraint(fields=("post", "read_at"), name="one_reading_at_a_time"),)


class ImportRun(models.Model):
    """How far the import of one file has come, so that it can go on where it stopped."""

    fingerprint = models.CharField("文件指纹", max_length=64)
    watch = models.ForeignKey("storage.Watch", models.CASCADE, verbose_name="监测主题")
    path = models.TextField("文件")
    lines = models.BigIntegerField("已读行数", default=0)
    new = models.BigIntegerField("新增", default=0)
    found_again = models.BigIntegerField("重复", default=0)
    refused = models.BigIntegerField("拒收", default=0)
    started_at = models.DateTimeField("开始")
    finished_at = models.DateTimeField("结束", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入"
        constraints = (models.UniqueConstraint(fields=("fingerprint", "watch"), name="one_import_per_file"),)
