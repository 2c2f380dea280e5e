"""What we look out for."""

from django.core.exceptions import ValidationError
from django.db import models

from domain.keyword import INVISIBLE, trouble_with
from domain.post import Channel
from domain.watch import Watch as WatchNoun


def words_of(text: str) -> tuple[str, ...]:
    """The words of a field that holds one a line; blanks, repeats and invisible letters around words are dropped."""
    return tuple(dict.fromkeys(word for line in text.splitlines() if (word := line.strip(INVISIBLE))))


def every_channel() -> list[str]:
    """The channels that a new watch is collected from."""
    return [Channel.WEIBO.value, Channel.WECHAT.value]


class Watch(models.Model):
    """A brand, product or person with its words, one a line."""

    name = models.CharField("名称", max_length=80, unique=True)
    any_words = models.TextField("任一词", blank=True, help_text="每行一个；出现其中任意一个即算命中")
    all_words = models.TextField("必含词", blank=True, help_text="每行一个；必须全部出现")
    none_words = models.TextField("排除词", blank=True, help_text="每行一个；出现任意一个即不算")
    channels = models.JSONField("渠道", default=every_channel)
    rivals = models.TextField("竞品", blank=True, help_text="每行一个")
    accounts = models.TextField(
        "自有账号",
        blank=True,
        help_text="微博账号的数字编号（主页地址 weibo.com/u/ 后面的数字），每行一个；其全部微博都算本主题",
    )
    papers = models.TextField(
        "关注的公众号",
        blank=True,
        help_text="公众号名称，每行一个，须与微信里显示的一致；按“公众号名称 + 监测词”搜索，只收该号自己的文章",
    )
    department = models.CharField("责任部门", max_length=40, blank=True)
    active = models.BooleanField("启用", default=True)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "监测主题"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a watch that nothing could ever match."""
        if not words_of(self.any_words) and not words_of(self.all_words):
            raise ValidationError("请在“任一词”或“必含词”里至少填一个词，否则无从采集")
        if troubles := [why for query in self.noun().queries() if (why := trouble_with(query))]:
            raise ValidationError(troubles)
        if troubles := [why for _, query in self.noun().paper_queries() if (why := trouble_with(query))]:
            raise ValidationError({"papers": f"公众号名称与监测词合起来不能搜索：{troubles[0]}"})
        wrong = [account for account in words_of(self.accounts) if not (account.isascii() and account.isdigit())]
        if wrong:
            raise ValidationError(
                {"accounts": f"“{wrong[0][:40]}”不是账号编号；请填主页地址 weibo.com/u/ 后面的数字，不要填昵称或网址"}
            )

    def noun(self) -> WatchNoun:
        """The watch as the other rooms know it."""
        return WatchNoun(
            key=self.pk,
            name=self.name,
            any_words=words_of(self.any_words),
            all_words=words_of(self.all_words),
            none_words=words_of(self.none_words),
            channels=tuple(Channel(value) for value in self.channels),
            rivals=words_of(self.rivals),
            department=self.department,
            accounts=words_of(self.accounts),
            papers=words_of(self.papers),
        )
