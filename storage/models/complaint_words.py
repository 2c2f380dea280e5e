"""What people changed of the words that tell kinds of complaint, and of those that alarm at once."""

from django.db import models

from domain.complaint_words import WordBook
from domain.score import Complaint


class ComplaintWords(models.Model):
    """One change of one kind's words, never changed itself: the newest of a kind is in force.

    `added` and `removed` are the whole lists after the change, one entry a line.
    """

    book = models.CharField("用途", max_length=16, choices=WordBook.choices(), default=WordBook.COMPLAINT.value)
    kind = models.CharField("投诉类别", max_length=16, choices=Complaint.choices())
    added = models.TextField("增加的词", blank=True)
    removed = models.TextField("停用的出厂词", blank=True)
    by = models.CharField("修改人", max_length=80)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "投诉类别用词"
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=("book", "kind", "-id"), name="complaint_words_newest"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.by}"
