"""How each way of collecting stands, one row each."""

from django.db import models

from domain.identity import IdentityKind
from domain.post import Channel
from domain.route_check import RouteState


class RouteCheck(models.Model):
    """The newest check of one way; `since` is the first check that found this state, `good_at` the last that worked.

    `identity` and `refusal` are empty where there was none.
    """

    channel = models.CharField("渠道", max_length=12, choices=Channel.choices())
    route = models.CharField("途径编码", max_length=24)
    name = models.CharField("途径", max_length=40)
    host = models.CharField("站点", max_length=60)
    state = models.CharField("结果", max_length=10, choices=RouteState.choices())
    identity = models.CharField("身份", max_length=8, blank=True, choices=IdentityKind.choices())
    refusal = models.CharField("拒绝原因", max_length=16, blank=True)
    words = models.CharField("说明", max_length=300, blank=True)
    checked_at = models.DateTimeField("巡检时间")
    since = models.DateTimeField("自")
    good_at = models.DateTimeField("上次正常", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "途径巡检"
        constraints = (models.UniqueConstraint(fields=("channel", "route"), name="one_row_per_route"),)

    def __str__(self) -> str:
        return f"{self.name} {self.get_state_display()}"
