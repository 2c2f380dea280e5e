"""The administration: what people may set, and the records that nobody may change."""

from console.admin import accounts, people, records, sources, watches

__all__ = ["accounts", "people", "records", "sources", "watches"]
