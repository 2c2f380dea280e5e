"""Runs of jobs."""

from django.db import models

from domain.job import JobName, JobState


class JobRun(models.Model):
    """One run of one job, scheduled or asked for: arguments, progress, result, failure."""

    job = models.CharField("任务", max_length=16, choices=JobName.choices())
    arguments = models.JSONField("参数", default=dict)
    asked_by = models.CharField("发起人", max_length=80, blank=True)
    state = models.CharField("状态", max_length=8, choices=JobState.choices(), default=JobState.WAITING.value)
    asked_at = models.DateTimeField("提出时间")
    started_at = models.DateTimeField("开始", null=True)
    ended_at = models.DateTimeField("结束", null=True)
    done = models.BigIntegerField("已完成", null=True)
    total = models.BigIntegerField("总数", null=True)
    result = models.TextField("结果", blank=True)
    failure = models.TextField("失败原因", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "任务"
        ordering = ("-asked_at", "-id")
        indexes = (models.Index(fields=("job", "-asked_at"), name="job_latest"),)

    def __str__(self) -> str:
        return f"{self.get_job_display()} {self.asked_at:%Y-%m-%d %H:%M}"
