"""Posts that matter: when they are asked for again, whether they are still there, and what proves it."""

from django.db import models

from domain.absence import Absence
from domain.post import Channel, PostKind


class Standing(models.Model):
    """Whether a post is still there, and when it is asked for again.

    `began_at` is when it began to matter; `due_at` is NULL where the plan is over. `last_seen_at` is the last answer
    that showed it, `gone_at` the first that did not, NULL while it is there.
    """

    channel = models.CharField("渠道", max_length=12, choices=Channel.choices())
    native_id = models.CharField("平台编号", max_length=120)
    author_key = models.CharField("作者编号", max_length=80, blank=True)
    began_at = models.DateTimeField("开始跟踪")
    due_at = models.DateTimeField("下次复查", null=True)
    last_seen_at = models.DateTimeField("最后一次见到", null=True)
    gone_at = models.DateTimeField("消失时间", null=True)
    how = models.CharField("消失原因", max_length=10, blank=True, choices=Absence.choices())
    notice = models.CharField("平台提示", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "帖文去留"
        constraints = (models.UniqueConstraint(fields=("channel", "native_id"), name="one_standing_per_post"),)
        indexes = (models.Index(fields=("due_at",), name="standing_due"),)

    def __str__(self) -> str:
        return f"{self.channel} {self.native_id}"


class Thread(models.Model):
    """The newest reading of the comments or reposts under a post; see domain.thread.ThreadRead."""

    channel = models.CharField("渠道", max_length=12, choices=Channel.choices())
    native_id = models.CharField("平台编号", max_length=120)
    kind = models.CharField("类型", max_length=10, choices=PostKind.choices())
    read_at = models.DateTimeField("读取时间")
    announced = models.IntegerField("平台所称条数", null=True)
    given = models.IntegerField("取得条数")
    finished = models.BooleanField("读到末尾")
    left_out = models.TextField("未读原因", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "评论转发读取"
        constraints = (models.UniqueConstraint(fields=("channel", "native_id", "kind"), name="one_thread_per_kind"),)


class Proof(models.Model):
    """What the platform answered for a post that an alert shows, as it came (gzip)."""

    post = models.ForeignKey("storage.Post", models.CASCADE, verbose_name="帖文", related_name="proofs")
    url = models.TextField("地址")
    status = models.IntegerField("状态码")
    sha256 = models.CharField("SHA-256", max_length=64)
    body = models.BinaryField("原文")
    kept_at = models.DateTimeField("存证时间")

    class Meta:
        verbose_name = verbose_name_plural = "帖文存证"
        ordering = ("kept_at",)


class Account(models.Model):
    """What an account's own page said of it when it was asked; `missing` where the platform knows no such account.

    Only what weighing an author needs, and only until its end date.
    """

    channel = models.CharField("渠道", max_length=12, choices=Channel.choices())
    key = models.CharField("账号编号", max_length=80)
    name = models.CharField("名称", max_length=120, blank=True)
    followers = models.BigIntegerField("粉丝数", null=True)
    verification = models.CharField("认证", max_length=14, blank=True)
    blocked = models.CharField("封禁原因", max_length=200, blank=True)
    missing = models.BooleanField("查无此号", default=False)
    read_at = models.DateTimeField("读取时间")

    class Meta:
        verbose_name = verbose_name_plural = "账号资料"
        constraints = (models.UniqueConstraint(fields=("channel", "key"), name="one_row_per_account"),)
        indexes = (models.Index(fields=("read_at",), name="account_read"),)
