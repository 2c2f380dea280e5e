"""Runs of spiders, and pages kept as evidence."""

from django.db import models

from domain.crawl import CrawlOutcome
from domain.crawl_slice import SliceState
from domain.post import Channel


class LeadingCrawls(models.Manager["Crawl"]):
    """The crawls that say whether a channel is covered."""

    def get_queryset(self) -> models.QuerySet["Crawl"]:
        """Without those that only add to what a search found."""
        return super().get_queryset().filter(leads=True)


class Crawl(models.Model):
    """One run of one spider over the publication times [since, until), for one watch or (NULL) for none in particular.

    `outcome` is empty while it runs. `expected` is NULL where the site gives no figure. `refusal` is the refusal that
    decided; `exhausted` says that the site has no more to give for the window, even where something is missing.
    `leads` says that the spider is its channel's main one: only such crawls cover a channel or leave it silent.
    """

    spider = models.CharField("采集器", max_length=40)
    channel = models.CharField("渠道", max_length=12, choices=Channel.choices())
    watch = models.ForeignKey("storage.Watch", models.CASCADE, verbose_name="监测主题", null=True)
    leads = models.BooleanField("主要来源", default=True)
    since = models.DateTimeField("起")
    until = models.DateTimeField("止")
    started_at = models.DateTimeField("开始")
    ended_at = models.DateTimeField("结束", null=True)
    outcome = models.CharField("结果", max_length=16, blank=True, choices=CrawlOutcome.choices())
    reason = models.TextField("说明", blank=True)
    expected = models.IntegerField("应有", null=True)
    fetched = models.IntegerField("取得", default=0)
    new = models.IntegerField("新增", default=0)
    found_again = models.IntegerField("重复", default=0)
    requests = models.IntegerField("请求数", default=0)
    refusal = models.CharField("拒绝原因", max_length=16, blank=True, default="")
    exhausted = models.BooleanField("已取尽", default=False)

    objects = models.Manager["Crawl"]()
    leading = LeadingCrawls()

    class Meta:
        verbose_name = verbose_name_plural = "采集记录"
        ordering = ("-started_at",)
        indexes = (models.Index(fields=("watch", "channel", "-started_at"), name="crawl_latest"),)

    def __str__(self) -> str:
        return f"{self.spider} {self.started_at:%Y-%m-%d %H:%M}"


class KeptPage(models.Model):
    """A page that could not be read or was refused, kept as it came (gzip)."""

    crawl = models.ForeignKey(Crawl, models.CASCADE, verbose_name="采集记录")
    url = models.TextField("地址")
    status = models.IntegerField("状态码")
    place = models.TextField("出错位置")
    sha256 = models.CharField("SHA-256", max_length=64)
    body = models.BinaryField("原文")
    kept_at = models.DateTimeField("存证时间")

    class Meta:
        verbose_name = verbose_name_plural = "存证页面"

    def __str__(self) -> str:
        return f"{self.kept_at:%Y-%m-%d %H:%M} {self.place}"


class CrawlSlice(models.Model):
    """One piece of a search: a query over whole hours, in one region or everywhere, expected against fetched.

    Written as the crawl goes, after the posts of it are stored, so that the next crawl can take over what a killed one
    had finished; `taken_from` is the crawl that asked for it. `mids` are post numbers, 8 bytes each, big-endian.
    """

    crawl = models.ForeignKey(Crawl, models.CASCADE, verbose_name="采集记录", related_name="slices")
    taken_from = models.ForeignKey(Crawl, models.SET_NULL, null=True, verbose_name="接续自", related_name="+")
    query = models.CharField("搜索词", max_length=200)
    start = models.DateTimeField("起")
    end = models.DateTimeField("止")
    region = models.CharField("地区编码", max_length=12, blank=True)
    place = models.CharField("地区", max_length=40, blank=True)
    announced = models.IntegerField("列出页数", null=True)
    read = models.IntegerField("已读页数", default=0)
    expected = models.IntegerField("应有", null=True)
    fetched = models.IntegerField("取得", default=0)
    outcome = models.CharField("结果", max_length=16, blank=True, choices=CrawlOutcome.choices())
    state = models.CharField("状态", max_length=8, choices=SliceState.choices())
    asked_at = models.DateTimeField("首次读到", null=True)
    closed_at = models.DateTimeField("读完", null=True)
    mids = models.BinaryField("帖文编号", default=bytes)

    class Meta:
        verbose_name = verbose_name_plural = "采集分片"
        ordering = ("query", "start", "region")
        constraints = (
            models.UniqueConstraint(fields=("crawl", "query", "start", "end", "region"), name="one_row_per_slice"),
        )

    def __str__(self) -> str:
        return f"{self.query} {self.start:%Y-%m-%d %H}–{self.end:%Y-%m-%d %H} {self.place}".strip()


class RequestCount(models.Model):
    """How many requests one identity has made on one day in China, so that a daily budget can be kept."""

    identity = models.CharField("身份", max_length=80)
    day = models.DateField("日期")
    requests = models.IntegerField("请求数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "请求计数"
        constraints = (models.UniqueConstraint(fields=("identity", "day"), name="one_count_a_day"),)

    def __str__(self) -> str:
        return f"{self.day} {self.identity}"
