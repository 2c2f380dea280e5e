"""Who we are to the sites, sealed, and log-ins that are under way."""

from django.db import models

from domain.identity import CookieDomain, IdentityKind, Origin
from domain.login import LoginState


class Identity(models.Model):
    """One set of cookies of one domain; cookies and proxy are sealed and never shown.

    `cookies` is empty once they were wiped. `mark` is a keyed hash of the credential, so that the same one is known
    again. `account` is the account's number at the site, empty where unknown. `holder` is the crawl that is using it,
    until `held_until`. `used` counts requests on `used_on`, a day in China.
    """

    kind = models.CharField("种类", max_length=8, choices=IdentityKind.choices())
    domain = models.CharField("域名", max_length=16, choices=CookieDomain.choices())
    name = models.CharField("名称", max_length=80)
    origin = models.CharField("来源", max_length=8, choices=Origin.choices())
    account = models.CharField("账号编号", max_length=32, blank=True)
    mark = models.CharField("凭据指纹", max_length=64)
    cookies = models.BinaryField("Cookie（加密）", default=bytes)
    proxy = models.BinaryField("代理（加密）", default=bytes)
    obtained_at = models.DateTimeField("取得时间")
    expires_at = models.DateTimeField("到期时间", null=True)
    last_good_at = models.DateTimeField("最近一次可用", null=True)
    cool_until = models.DateTimeField("冷却到", null=True)
    refusals = models.PositiveIntegerField("连续被拒次数", default=0)
    last_refusal = models.CharField("最近一次被拒", max_length=16, blank=True)
    expired_at = models.DateTimeField("发现过期", null=True)
    retired_at = models.DateTimeField("停用时间", null=True)
    used_on = models.DateField("计数日", null=True)
    used = models.PositiveIntegerField("当日请求数", default=0)
    holder = models.CharField("使用者", max_length=120, blank=True)
    held_until = models.DateTimeField("占用到", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "采集身份"
        ordering = ("-kind", "domain", "id")
        constraints = (models.UniqueConstraint(fields=("domain", "mark"), name="identity_once"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"

    def __repr__(self) -> str:
        return f"<Identity {self.pk} {self.kind} {self.domain}>"


class Login(models.Model):
    """One log-in by QR code: asked for on the console, carried out by the scheduler's process.

    `picture` is the code as PNG, empty before it is there and after it is of no use.
    """

    state = models.CharField("状态", max_length=10, choices=LoginState.choices(), default=LoginState.ASKED.value)
    asked_by = models.CharField("发起人", max_length=80)
    asked_at = models.DateTimeField("提出时间")
    changed_at = models.DateTimeField("更新时间")
    picture = models.BinaryField("二维码", default=bytes)
    words = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "扫码登录"
        ordering = ("-asked_at", "-id")

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.asked_at:%Y-%m-%d %H:%M}"
