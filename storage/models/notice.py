"""The outbox."""

from django.db import models

from domain.notice import NoticeState, Stage


class Notice(models.Model):
    """One telling to one person, written in the transaction of the change that it tells of.

    `key` is unique per subject, stage, recipient and notifier, and makes the Message-ID: a restart tells nobody twice.
    """

    key = models.CharField("唯一键", max_length=160, unique=True)
    alert = models.ForeignKey("storage.Alert", models.CASCADE, null=True, verbose_name="预警", related_name="notices")
    incident = models.ForeignKey(
        "storage.Incident", models.CASCADE, null=True, verbose_name="突发事件", related_name="notices"
    )
    report = models.ForeignKey("storage.Report", models.CASCADE, null=True, verbose_name="日报", related_name="notices")
    person = models.ForeignKey("storage.Person", models.SET_NULL, null=True, verbose_name="接收人")
    address = models.CharField("地址", max_length=254)
    notifier = models.CharField("通知方式", max_length=12, default="email")
    stage = models.CharField("阶段", max_length=12, choices=Stage.choices())
    step = models.CharField("序号", max_length=20, blank=True)
    why = models.CharField("原因", max_length=200)
    state = models.CharField("状态", max_length=14, choices=NoticeState.choices(), default=NoticeState.PENDING.value)
    attempts = models.PositiveIntegerField("尝试次数", default=0)
    created_at = models.DateTimeField("生成时间")
    next_try_at = models.DateTimeField("下次尝试")
    leased_until = models.DateTimeField("占用至", null=True)
    accepted_at = models.DateTimeField("服务器接收时间", null=True)
    opened_at = models.DateTimeField("打开链接时间", null=True)
    error = models.TextField("错误", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "通知"
        ordering = ("created_at", "id")
        indexes = (
            models.Index(
                fields=("next_try_at",),
                condition=models.Q(state__in=[NoticeState.PENDING.value, NoticeState.HANDING_OVER.value]),
                name="notice_due",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_stage_display()} → {self.address}"
