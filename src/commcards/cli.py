"""The command line; only this module turns errors into messages and exit codes.

0 fine, 1 the user's files are at fault, 2 wrong usage, 3 a bug of ours, 130 interrupted.
"""

from __future__ import annotations

import gc
import os
import sys
from errno import EAGAIN, ENOMEM
from importlib import import_module

import click

from commcards import __version__
from commcards.base.errors import UserError, refused

COMMANDS = {  # each with the first sentence of its own help
    "build": "Build decks: all that changed, and nothing else.",
    "calibrate": "Make a test sheet that measures the X Y of `build --back-offset`.",
    "check": "Find every fault in cards, catalogs, symbols, layouts and services.",
    "clean": "Remove the cache, but not the output.",
    "doctor": "Show what this machine lacks, and the command that installs it.",
    "export": "Write decks for apps, for partners, and for spreadsheets.",
    "new": "Lay out a project of your own in DIR, over the cards that come with the program.",
    "po": "Begin catalogs, keep them up to date, and review them.",
    "serve": "Show every line with its card, and make decks of one's own, in a browser.",
    "status": "Show what is translated, draft, reviewed and empty.",
    "symbols": "Print every picture, large, small and grey, with its name and source.",
    "upgrade": "Tell what is new, changed and gone in the library below this project, and note it.",
}

# What is said of libraries that cannot be loaded, and of threads that cannot be started.
_NO_MEMORY = ("failed to map segment", "Cannot allocate memory", "can't start new thread")


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
        sys.stdout.flush()  # while there is somebody to tell that it cannot be written
    except UserError as error:
        code = _tell(error)
    except BrokenPipeError:  # nobody reads on, as in `commcards status | head`
        code = 1
    except OSError as error:
        code = _out_of_memory() if error.errno in (ENOMEM, EAGAIN) else _tell(refused(error))
    except MemoryError:
        code = _out_of_memory()
    except click.exceptions.Exit as error:
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped; all files written so far are complete", err=True)
        code = 130
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except Exception as error:
        code = _out_of_memory() if _lacked_memory(error) else _our_bug()
    _end_output()
    gc.freeze()  # or Python looks for garbage once more as it ends, for a tenth of a second
    sys.exit(code)


def _tell(error: UserError) -> int:
    for fault in error.diagnostics:
        click.echo(str(fault), err=True)
    return 1


def _end_output() -> None:
    """Give up what cannot be written, or Python would try again as it ends, and complain."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _out_of_memory() -> int:
    hint = "try fewer --jobs, or fewer languages at a time"
    click.echo(f"out of memory or processes; what was written is whole\n  hint: {hint}", err=True)
    return 1


def _lacked_memory(error: BaseException | None) -> bool:
    """Tell whether memory ran out somewhere below: libraries say that in their own ways."""
    return error is not None and (
        isinstance(error, MemoryError)
        or any(sign in str(error) for sign in _NO_MEMORY)
        or _lacked_memory(error.__cause__ or error.__context__)
    )


def _our_bug() -> int:
    import traceback

    traceback.print_exc()
    click.echo("This is a bug in commcards; please report it with the lines above.", err=True)
    return 3
