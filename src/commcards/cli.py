"""The command line: the one place that turns errors into messages and exit codes.

0 fine, 1 the user's files are at fault, 2 wrong usage, 3 a bug of ours, 130 interrupted.
"""

from __future__ import annotations

import sys
import traceback

import click

from commcards import __version__
from commcards.commands.build import build
from commcards.commands.calibrate import calibrate
from commcards.commands.check import check
from commcards.commands.doctor import doctor
from commcards.commands.po import po
from commcards.commands.serve import serve
from commcards.commands.status import status
from commcards.commands.symbols import symbols
from commcards.errors import UserError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="commcards")
def commcards() -> None:
    """Make multilingual picture communication cards from YAML and gettext catalogs."""


for _command in (build, calibrate, check, status, doctor, po, serve, symbols):
    commcards.add_command(_command)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit."""
    try:
        code = commcards.main(arguments, standalone_mode=False) or 0
    except UserError as error:
        for fault in error.diagnostics:
            click.echo(str(fault), err=True)
        code = 1
    except click.exceptions.Exit as error:
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped; what was written is whole", err=True)
        code = 130
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except Exception:
        traceback.print_exc()
        click.echo("This is a bug in commcards; please report it with the lines above.", err=True)
        code = 3
    sys.exit(code)
