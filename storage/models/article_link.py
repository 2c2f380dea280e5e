"""Articles that were found and wait to be read, the names that one article has, and hosts that are left alone."""

from django.db import models

from domain.article_link import FoundBy, LinkState
from domain.post import Channel


class ArticleLink(models.Model):
    """One row of the queue; see domain.article_link.

    `url` is empty while only a search result is known, or where a temporary link is over. `told_at` is the time of
    publication that the discovery told. `seen_at` is the last try that showed the article, `gone_at` the first that
    did not.
    """

    name = models.CharField("标识", max_length=120, unique=True)
    url = models.TextField("链接", blank=True)
    account = models.CharField("公众号", max_length=120, blank=True)
    title = models.TextField("标题", blank=True)
    told_at = models.DateTimeField("发布时间", null=True)
    found_by = models.CharField("来自", max_length=10, choices=FoundBy.choices())
    found_at = models.DateTimeField("发现时间")
    by = models.CharField("提供者", max_length=80, blank=True)
    watch = models.ForeignKey("storage.Watch", models.SET_NULL, verbose_name="监测主题", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=LinkState.choices(), default=LinkState.WAITING.value)
    why = models.CharField("说明", max_length=300, blank=True)
    tries = models.PositiveSmallIntegerField("尝试次数", default=0)
    next_try_at = models.DateTimeField("下次尝试", null=True)
    tried_at = models.DateTimeField("最近尝试", null=True)
    seen_at = models.DateTimeField("最后一次见到", null=True)
    gone_at = models.DateTimeField("消失时间", null=True)
    native_id = models.CharField("文章编号", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "文章链接"
        ordering = ("-found_at", "-id")
        indexes = (models.Index(fields=("state", "next_try_at"), name="article_link_due"),)

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.title or self.url or self.name}"


class PostAlias(models.Model):
    """Another name of a post on its platform: a short link, a search result, a serial number of the article."""

    channel = models.CharField("渠道", max_length=12, choices=Channel.choices())
    name = models.CharField("别名", max_length=120)
    native_id = models.CharField("平台编号", max_length=120)

    class Meta:
        verbose_name = verbose_name_plural = "帖文别名"
        constraints = (models.UniqueConstraint(fields=("channel", "name"), name="one_post_per_alias"),)
        indexes = (models.Index(fields=("channel", "native_id"), name="aliases_of_post"),)


class HostPause(models.Model):
    """A host that asked for a person or had enough of us; nobody asks it until the pause is over."""

    host = models.CharField("站点", max_length=80, unique=True)
    refusal = models.CharField("原因", max_length=16)
    since = models.DateTimeField("自")
    until = models.DateTimeField("到")
    times = models.PositiveIntegerField("连续次数", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "站点暂停"
