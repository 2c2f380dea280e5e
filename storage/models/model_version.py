"""Weights that were trained here, so that one can go back."""

from django.db import models


class ModelVersion(models.Model):
    """Weights learnt from own labels, with how they did beside those that stood before; at most one stands.

    Where none stands the shipped weights do. `measures` holds the figures of both on labels that neither had seen.
    """

    version = models.CharField("版本", max_length=40, unique=True)
    weights = models.BinaryField("权重")
    standing = models.BooleanField("采用中", default=False)
    made_at = models.DateTimeField("训练时间")
    made_by = models.CharField("训练人", max_length=80)
    labels = models.IntegerField("标注数")
    measures = models.JSONField("对比", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "模型版本"
        ordering = ("-made_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("standing",), condition=models.Q(standing=True), name="one_standing_model"),
        )

    def __str__(self) -> str:
        return self.version
