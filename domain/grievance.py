"""A complaint that a customer made through the company's own complaint system."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Grievance:
    """One complaint, known to its system by `key`; `text` and `channel` are empty where the system gives none."""

    key: str
    at: datetime
    category: str
    channel: str = ""
    text: str = ""
