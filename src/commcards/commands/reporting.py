"""Shows diagnostics: as lines for people, as one JSON object, or as annotations for GitHub."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from commcards.base.diagnostics import Diagnostic, has_errors, is_error


def show(diagnostics: Iterable[Diagnostic]) -> None:
    """Write diagnostics to standard error, what matters most last, and count them."""
    found = sorted(diagnostics, key=is_error)
    for fault in found:
        click.echo(str(fault), err=True)
    if found:
        errors = sum(map(is_error, found))
        sums = _number(errors, "error"), _number(len(found) - errors, "warning")
        click.echo(", ".join(sums), err=True)


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def show_json(value: Mapping[str, object]) -> None:
    """Write one object to standard output, and nothing else; in ASCII where that is no UTF-8."""
    is_utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    click.echo(json.dumps(value, ensure_ascii=not is_utf8, indent=1))


def show_github(diagnostics: Iterable[Diagnostic], root: Path) -> None:
    """Write an annotation for GitHub Actions to standard output for each fault.

    Files are named from the working folder, which is the repository there.
    """
    for fault in diagnostics:
        where = fault.where
        properties = {"file": (root / where.file).as_posix()}
        properties |= {"line": str(where.line)} if where.line else {}
        properties |= {"col": str(where.column)} if where.column else {}
        properties["title"] = fault.code
        written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
        text = f"{fault.message}\nhint: {fault.hint}" if fault.hint else fault.message
        click.echo(f"::{fault.severity} {written}::{_data(text)}")


def _data(text: str) -> str:
    """Escape a message: https://github.com/actions/toolkit, packages/core/src/command.ts."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def exit_code(diagnostics: Iterable[Diagnostic]) -> int:
    """Return 1 if any diagnostic is an error, else 0."""
    return 1 if has_errors(diagnostics) else 0
