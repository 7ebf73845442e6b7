"""Log lines: for a person, or JSON for a machine; structlog renders what `logging` carries."""

from __future__ import annotations

import logging
import sys

import structlog

from doichieu.settings import Settings

#: Libraries that tell more than an operator wants.
_QUIET = (
    "apscheduler",
    "alembic",
    "procrastinate",
    "uvicorn.access",
    "trafilatura",
    "htmldate",
    "scrapy",
    "twisted",
)


def set_up_logs(settings: Settings) -> None:
    """Send every line to stderr in the form the settings ask for."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),  # a run's facts: its job, counts, seconds
        structlog.processors.TimeStamper(fmt="iso", utc=False),
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
