"""Shows diagnostics: as lines for people, as one JSON object, or as annotations for GitHub."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from commcards.base.diagnostics import Diagnostic, Severity, has_errors


def show(diagnostics: Iterable[Diagnostic]) -> None:
    """Write diagnostics and their number to standard error."""
    faults = list(diagnostics)
    for fault in faults:
        click.echo(str(fault), err=True)
    if faults:
        errors = sum(fault.severity is Severity.ERROR for fault in faults)
        click.echo(f"{errors} errors, {len(faults) - errors} warnings", err=True)


def show_json(value: Mapping[str, object]) -> None:
    """Write one object to standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


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
