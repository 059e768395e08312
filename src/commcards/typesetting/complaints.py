"""Turns WeasyPrint's warnings into errors: it only logs a missing glyph, and goes on."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


class RenderError(Exception):
    """WeasyPrint logged a warning or worse: a missing glyph, a picture, bad CSS."""


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: dict[str, None] = {}  # each message once

    def emit(self, record: logging.LogRecord) -> None:
        self.messages[record.getMessage()] = None


@contextmanager
def refused() -> Iterator[None]:
    """Raise RenderError for a warning of WeasyPrint, and for a ValueError or SyntaxError.

    Afterwards WeasyPrint's logger is restored.
    """
    logger, listener = logging.getLogger("weasyprint"), _Listener()
    level = logger.level
    logger.addHandler(listener)
    logger.setLevel(logging.WARNING)
    try:
        yield
    except Exception as error:
        if listener.messages:  # They name the cause; the exception is only its effect.
            raise RenderError("; ".join(listener.messages)) from error
        if isinstance(error, (ValueError, SyntaxError)):  # SyntaxError: markup not well-formed
            raise RenderError(str(error)) from error
        raise
    finally:
        logger.removeHandler(listener)
        logger.setLevel(level)
    if listener.messages:
        raise RenderError("; ".join(listener.messages))
