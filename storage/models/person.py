"""People who are told, and who is on duty when."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from domain.notice import Role


class Person(models.Model):
    """Somebody who can be told by e-mail."""

    name = models.CharField("姓名", max_length=40)
    email = models.EmailField("邮箱", unique=True)
    role = models.CharField("职务", max_length=12, choices=Role.choices(), default=Role.STAFF.value)
    department = models.CharField("部门", max_length=40, blank=True)
    gets_report = models.BooleanField("接收日报", default=False)
    active = models.BooleanField("在职", default=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name="登录账号"
    )

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Shift(models.Model):
    """A person is on duty from one moment to another; tier 1 is told first."""

    person = models.ForeignKey(Person, models.CASCADE, verbose_name="人员")
    tier = models.PositiveSmallIntegerField("班次", choices=((1, "主班"), (2, "副班")), default=1)
    starts_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")

    class Meta:
        verbose_name = verbose_name_plural = "值班表"
        ordering = ("starts_at", "tier")
        constraints = (
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="shift_has_length"),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.get_tier_display()}"

    def clean(self) -> None:
        """Refuse a shift that ends before it begins."""
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": "结束时间必须晚于开始时间"})
