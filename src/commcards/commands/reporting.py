"""How commands show diagnostics: as lines for people, or as one JSON object."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

import click

from commcards.diagnostics import Diagnostic, Severity, has_errors


def show(diagnostics: Iterable[Diagnostic]) -> None:
    """Write diagnostics to standard error, and count them."""
    found = list(diagnostics)
    for fault in found:
        click.echo(str(fault), err=True)
    if found:
        errors = sum(fault.severity is Severity.ERROR for fault in found)
        click.echo(f"{errors} errors, {len(found) - errors} warnings", err=True)


def show_json(value: Mapping[str, object]) -> None:
    """Write one object to standard output, and nothing else."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def exit_code(diagnostics: Iterable[Diagnostic]) -> int:
    """Return 1 where the user's files have an error."""
    return 1 if has_errors(diagnostics) else 0
