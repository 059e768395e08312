"""The command line; only this module turns errors into messages and exit codes.

0 fine, 1 the user's files are at fault, 2 wrong usage, 3 a bug of ours, 130 interrupted.
"""

from __future__ import annotations

import gc
import sys
from importlib import import_module

import click

from commcards import __version__
from commcards.base.errors import UserError

COMMANDS = {  # each with the first sentence of its own help
    "build": "Build decks: all that changed, and nothing else.",
    "calibrate": "Make a test sheet that measures the X Y of `build --back-offset`.",
    "check": "Find every fault in cards, catalogs, symbols, layouts and services.",
    "clean": "Remove the cache, but not the output.",
    "doctor": "Show what this machine lacks, and the command that installs it.",
    "export": "Write decks for apps, for partners, and for spreadsheets.",
    "po": "Begin catalogs, keep them up to date, and review them.",
    "serve": "Show every line with its card, and on paper, in a browser on this machine.",
    "status": "Show what is translated, draft, reviewed and empty.",
    "symbols": "Print every picture, large, small and grey, with its name and source.",
}


class _Commands(click.Group):
    """Loads a command when it is used: some take longer to load than to run."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = getattr(import_module(f"commcards.commands.{cmd_name}"), cmd_name)
        return found


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="commcards")
def commcards() -> None:
    """Make multilingual picture communication cards from YAML and gettext catalogs."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit."""
    # Objects live until the end, so collecting garbage often would only cost time.
    gc.set_threshold(100_000)
    try:
        code = commcards.main(arguments, standalone_mode=False) or 0
    except UserError as error:
        for fault in error.diagnostics:
            click.echo(str(fault), err=True)
        code = 1
    except click.exceptions.Exit as error:
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped; all files written so far are complete", err=True)
        code = 130
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except Exception:
        import traceback

        traceback.print_exc()
        click.echo("This is a bug in commcards; please report it with the lines above.", err=True)
        code = 3
    gc.freeze()  # Otherwise Python collects garbage at its end, for a tenth of a second.
    sys.exit(code)
