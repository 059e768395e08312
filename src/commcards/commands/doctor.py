"""``commcards doctor``: what this machine lacks, and the command that installs it."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click

from commcards.workspace.doctor import can_load, examine


@click.command()
@click.option(
    "--root",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="The project's folder.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def doctor(context: click.Context, root: Path, as_json: bool) -> None:
    """Show what this machine lacks, and the command that installs it."""
    folders = os.environ.get("WEASYPRINT_DLL_DIRECTORIES", "").split(";")
    findings = examine(root, can_load=partial(can_load, folders=folders))
    if as_json:
        click.echo(json.dumps({"findings": [asdict(finding) for finding in findings]}))
    else:
        for finding in findings:
            click.echo(f"{'ok     ' if finding.ok else 'MISSING'} {finding.name}: {finding.detail}")
            for line in finding.remedy.splitlines():
                click.echo(f"        {line}")
    context.exit(0 if all(finding.ok for finding in findings) else 1)
