"""The own WeChat account: what it pushed, its articles, its tokens and what its interfaces refuse for a while."""

from django.db import models

from domain.own_account import FoundBy
from domain.push import Declined


class PushedLetter(models.Model):
    """One message that the platform pushed; written before it is confirmed, its body wiped once it is understood.

    `key` is the same for every repetition; `stamp` is NULL where a signature covers the body. A letter that nobody can
    read keeps its body and says why in `trouble`.
    """

    account = models.CharField("账号", max_length=64)
    key = models.CharField("标识", max_length=64)
    stamp = models.CharField("签名标记", max_length=140, null=True)  # noqa: DJ001  # NULLs may repeat
    sent_at = models.DateTimeField("发送时间")
    received_at = models.DateTimeField("收到时间")
    body = models.TextField("内容", blank=True)
    taken_at = models.DateTimeField("整理时间", null=True)
    trouble = models.TextField("读不懂的原因", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "推送收件箱"
        constraints = (
            models.UniqueConstraint(fields=("account", "key"), name="one_letter_a_message"),
            models.UniqueConstraint(fields=("account", "stamp"), name="one_letter_a_signature"),
        )
        indexes = (models.Index(fields=("id",), condition=models.Q(taken_at=None), name="letter_waiting"),)

    def __str__(self) -> str:
        return f"{self.account} {self.key[:12]}"


class PushDeclined(models.Model):
    """Pushes turned away for one reason in one hour, counted, so that nobody can fill the disk with them."""

    account = models.CharField("账号", max_length=64)
    why = models.CharField("原因", max_length=16, choices=Declined.choices())
    hour = models.BigIntegerField("小时")
    count = models.PositiveIntegerField("次数")
    last_at = models.DateTimeField("最近一次")
    last_from = models.CharField("最近来自", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "拒收的推送"
        constraints = (models.UniqueConstraint(fields=("account", "why", "hour"), name="one_count_a_reason"),)

    def __str__(self) -> str:
        return f"{self.get_why_display()} {self.hour}: {self.count}"


class OwnArticle(models.Model):
    """An article of the own account whose comments are asked for until it is a month old."""

    account = models.CharField("账号", max_length=64)
    mid = models.CharField("消息编号", max_length=24)
    idx = models.PositiveSmallIntegerField("第几篇")
    biz = models.CharField("公众号标识", max_length=64, blank=True)
    url = models.TextField("链接", blank=True)
    published_at = models.DateTimeField("发布时间")
    found_by = models.CharField("怎样得知", max_length=12, choices=FoundBy.choices())
    guessed = models.BooleanField("编号待证实", default=False)
    next_at = models.DateTimeField("下次询问评论", null=True)
    read_at = models.DateTimeField("最近读评论", null=True)
    announced = models.PositiveIntegerField("平台所说评论数", null=True)
    given = models.PositiveIntegerField("取得评论数", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "自家文章"
        constraints = (models.UniqueConstraint(fields=("account", "mid", "idx"), name="one_row_an_own_article"),)
        indexes = (models.Index(fields=("next_at",), name="own_article_due"),)

    def __str__(self) -> str:
        return f"{self.mid}_{self.idx}"


class OwnToken(models.Model):
    """The access token of an account, sealed, and how often a new one was forced today."""

    account = models.CharField("账号", max_length=64, unique=True)
    sealed = models.BinaryField("凭证（已加密）", default=b"")
    good_until = models.DateTimeField("有效期至", null=True)
    forced_at = models.DateTimeField("最近强制刷新", null=True)
    forced_on = models.DateField("强制刷新计数日", null=True)
    forced = models.PositiveSmallIntegerField("当日强制刷新", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "接口凭证"

    def __str__(self) -> str:
        return self.account


class OwnRest(models.Model):
    """An interface that refuses the account until a moment, so that it is not asked before."""

    account = models.CharField("账号", max_length=64)
    call = models.CharField("接口", max_length=80)
    until = models.DateTimeField("到何时")
    code = models.IntegerField("错误码")

    class Meta:
        verbose_name = verbose_name_plural = "接口停用"
        constraints = (models.UniqueConstraint(fields=("account", "call"), name="one_rest_a_call"),)

    def __str__(self) -> str:
        return f"{self.call} {self.code}"


class ServiceDesk(models.Model):
    """A desk of 微信客服: how far its messages are read, and the ticket that its last push brought, sealed."""

    desk = models.CharField("客服账号", max_length=64, unique=True)
    cursor = models.CharField("读到哪里", max_length=128, blank=True)
    ticket = models.BinaryField("取信凭据（已加密）", default=b"")
    told_at = models.DateTimeField("最近通知", null=True)
    read_at = models.DateTimeField("最近读取", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "微信客服账号"

    def __str__(self) -> str:
        return self.desk
