"""A database address turned into Django's settings."""

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY"


class BadDatabaseUrl(ValueError):
    """The address is of no known kind; the message names the cure."""


def database_settings(url: str, folder: Path) -> dict[str, Any]:
    """Django's `DATABASES` entry: SQLite in `folder` when the address is empty, else what the address names.

    SQLite runs in WAL with IMMEDIATE transactions: the default mode loses updates or answers "locked".
    """
    if not url:
        return _sqlite(str(folder / "yuqing.sqlite3"))
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path).removeprefix("/"))
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgres(parts)
    raise BadDatabaseUrl(
        f"不认识的数据库地址类型“{parts.scheme}”；请写 sqlite:///路径 或 postgresql://用户:密码@主机:5432/库名"
    )


def _sqlite(path: str) -> dict[str, Any]:
    options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": PRAGMAS}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": options, "CONN_MAX_AGE": None}


def _postgres(parts: SplitResult) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": 60,
    }
