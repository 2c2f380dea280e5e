"""Logs: one line an event on stderr, and in a file that turns over."""

import logging
import logging.config
from pathlib import Path

import structlog

MEGABYTE = 1 << 20


def set_up(folder: Path | None, level: str = "INFO") -> None:
    """Send structlog's and the libraries' lines to stderr and, where a folder is given, to `yuqing.log` in it.

    Values are written with repr, so that a stranger's text can neither break a line nor colour it.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=False),
        structlog.processors.format_exc_info,
    ]
    renderer = structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"], sort_keys=True)
    handlers: dict[str, dict[str, object]] = {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "level": level}
    }
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        handlers["file"] = {
            "class": "logging.handlers.RotatingFileHandler",
            "filename": str(folder / "yuqing.log"),
            "maxBytes": 10 * MEGABYTE,
            "backupCount": 5,
            "encoding": "utf-8",
            "formatter": "line",
            "level": level,
        }
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "line": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "processor": renderer,
                    "foreign_pre_chain": shared,
                }
            },
            "handlers": handlers,
            "root": {"handlers": list(handlers), "level": level},
            "loggers": {"apscheduler": {"level": "WARNING"}, "uvicorn.access": {"level": "WARNING"}},
        }
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
