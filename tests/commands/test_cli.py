"""The command line: exit codes, what goes to standard output, and that all of it is documented."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from commcards.base.diagnostics import Diagnostic, Location, Severity
from commcards.base.errors import UserError
from commcards.build import builder
from commcards.cli import COMMANDS, commcards, main
from commcards.commands import building
from commcards.workspace.request import BuildReport, PrintedFaces, Request

REPOSITORY = Path(__file__).parents[2]
ROOT = ("--root", str(REPOSITORY))
FAULT = Diagnostic(Location("cards/a.yaml", 3, 7), "unknown-key", "no key 'x'", "write 'y'")
WARNING = Diagnostic(Location("b.po", 1, 1), "unchanged", "same", severity=Severity.WARNING)


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(list(arguments))
    assert isinstance(caught.value.code, int)
    return caught.value.code


def report(*faults: Diagnostic) -> BuildReport:
    outputs = ("a/b.pdf", "index.html")
    layouts = {"a6": PrintedFaces(7, 17.08, 0.81234)}
    return BuildReport(2, 3, 4, 1.23456, outputs, faults, ("Arabic (ar)",), outputs[:1], layouts)


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    """Catch what is to be built, and build nothing."""
    asked: list[Request] = []

    def build(_: object, request: Request, *__: object) -> BuildReport:
        asked.append(request)
        return report()

    monkeypatch.setattr(builder.Builder, "build", build)
    return asked


def fail_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> int:
    def build(*_: object) -> BuildReport:
        raise error

    monkeypatch.setattr(builder.Builder, "build", build)
    return run("build", "--jobs", "1", *ROOT)


def imported(cause: str) -> ImportError:
    """Return what Python raises for a library that finds no memory."""
    return ImportError(f"libpango-1.0.so.0: {cause}")


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        OSError(12, "Cannot allocate memory"),
        BlockingIOError(11, "Resource temporarily unavailable"),
        RuntimeError("can't start new thread"),
        imported("failed to map segment from shared object"),
    ],
    ids=repr,
)
def test_memory_that_runs_out_is_no_bug(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fail_with(monkeypatch, error) == 1
    assert capsys.readouterr().err.startswith("out of memory")


def test_a_library_that_is_missing_is_not_out_of_memory(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fail_with(monkeypatch, imported("cannot open shared object file")) == 3
    assert "Traceback" in capsys.readouterr().err


def test_what_the_system_refuses_is_one_message(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fail_with(monkeypatch, PermissionError(13, "Permission denied", "a/b.pdf")) == 1
    assert capsys.readouterr().err == (
        "a/b.pdf:0:0: error[system-error]: the system refuses: Permission denied\n"
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize(
    ("output", "told"), [("/dev/full", "No space left on device"), ("closed pipe", "")]
)
def test_output_that_nobody_can_take_is_no_bug(output: str, told: str) -> None:
    command = [sys.executable, "-c", "from commcards.cli import main; main()", "--help"]
    if output == "/dev/full":
        with Path(output).open("wb") as full:
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
    else:
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, text=True)
        os.close(writer)
    assert done.returncode == 1
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == (1 if told else 0)


def names(group: Any) -> list[str]:
    return sorted(group.list_commands(click.Context(group)))


def command_of(name: str) -> click.Command:
    command = commcards.get_command(click.Context(commcards), name)
    assert command
    return command


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    out = capsys.readouterr().out
    for name in names(commcards):
        assert f"\n  {name} " in out
        assert run(name, "--help") == 0
        assert command_of(name).get_short_help_str(200) == COMMANDS[name]


@pytest.fixture(scope="module")
def reference() -> dict[str, str]:
    """Return what the reference says of each command, by the words that call it."""
    text = (REPOSITORY / "docs/command-line.md").read_text("utf-8")
    heading = r"(?m)^#+ `commcards ([a-z ]*[a-z]).*`\n"
    _, *parts = re.split(heading, text)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def every_command() -> Iterator[tuple[str, click.Command]]:
    """Yield each command by the words that call it."""
    for name in names(commcards):
        command = command_of(name)
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {part}", command.commands[part]) for part in names(command))


def test_every_command_is_documented(reference: dict[str, str]) -> None:
    assert set(reference) == {words for words, _ in every_command()}


@pytest.mark.parametrize(("words", "command"), [*every_command()])
def test_every_option_is_documented(
    words: str, command: click.Command, reference: dict[str, str]
) -> None:
    """All of them and no others; every command has ``--root``."""
    options = {
        name
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for name in (*parameter.opts, *parameter.secondary_opts)
    }
    told = {*re.findall(r"(?m)^\| `(-[\w-]+)", reference[words])}
    assert told | {"--root"} == options | {"--root"}


def test_fine(requests: list[Request], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("build", "--jobs", "1", *ROOT) == 0
    out = capsys.readouterr().out
    assert "a/b.pdf" in out
    assert "Arabic (ar)" in out


def test_the_users_files_are_at_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fail_with(monkeypatch, UserError([FAULT, WARNING])) == 1
    err = capsys.readouterr().err
    assert str(FAULT) in err
    assert str(WARNING) in err
    assert "Traceback" not in err


@pytest.mark.parametrize(("fault", "code"), [(FAULT, 1), (WARNING, 0)])
def test_only_errors_fail_a_build(
    fault: Diagnostic,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(builder.Builder, "build", lambda *_: report(fault))
    assert run("build", "--jobs", "1", *ROOT) == code
    assert str(fault) in capsys.readouterr().err


def test_a_bug_of_ours(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert fail_with(monkeypatch, ZeroDivisionError("deliberate")) == 3
    err = capsys.readouterr().err
    assert "ZeroDivisionError: deliberate" in err
    assert "please report it" in err


def test_interrupted(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert fail_with(monkeypatch, KeyboardInterrupt()) == 130
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "known"),
    [
        (("build", "nonsense"), "emergency"),
        (("build", "--language", "tlh"), "fa"),
        (("build", "--staff", "tlh"), "bg"),
        (("build", "--layout", "a99"), "a6"),
        (("build", "--paper", "a99"), "letter"),
        (("check", "--language", "tlh"), "fa"),
    ],
)
def test_an_unknown_name_is_answered_with_the_known(
    arguments: tuple[str, ...], known: str, requests: list[Request],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    assert run(*arguments, *ROOT) == 2
    assert requests == []
    err = capsys.readouterr().err
    assert arguments[-1] in err
    assert known in err.replace(",", " ").replace("'", " ").split()


def test_languages_are_listed_by_name_and_without_those_that_only_test(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("build", "--language", "tlh", *ROOT) == 2
    names = [line.split("(")[1] for line in capsys.readouterr().err.splitlines() if "  " in line]
    assert names == sorted(names)
    assert any(name.startswith("Persian") for name in names)
    assert not any(name.startswith("Pseudo") for name in names)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--staff", "bg", "--language", "bg"), "same language"),
        (
            ("--layout", "a6", "--paper", "a3"),
            "layout a6 cannot be printed on a3; choose --paper a4 or --paper letter",
        ),
        (
            ("--layout", "poster", "--layout", "a6", "--paper", "a3"),
            "Error: layout a6 cannot be printed",
        ),
        (("--paper", "a3"), "layouts board and a6 cannot be printed on a3; choose --paper a4"),
    ],
)
def test_a_build_that_can_make_nothing_says_why(
    arguments: tuple[str, ...], why: str, requests: list[Request],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    assert run("build", *arguments, *ROOT) == 2
    assert requests == []
    assert why in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [("nonsense",), ("build", "--nonsense"), ("po", "nonsense")])
def test_wrong_usage(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*arguments) == 2
    assert "nonsense" in capsys.readouterr().err


def test_values_of_an_option_may_follow_it_or_repeat_it(requests: list[Request]) -> None:
    short = ("--language", "ar", "fa", "--layout", "a6", "board")
    long = ("--language", "ar", "--language", "fa", "--layout", "a6", "--layout", "board")
    for arguments in (short, long):
        assert run("build", "--json", *arguments, "--jobs", "1", *ROOT) == 0
    assert requests[0] == requests[1]
    assert requests[0].languages == ("ar", "fa")
    assert requests[0].layouts == ("a6", "board")
    assert requests[0].decks == ()


def test_deck_and_options_reach_the_build(requests: list[Request], tmp_path: Path) -> None:
    options = ("--staff", "en", "--paper", "letter", "--edition", "grey", "--flip", "short-edge")
    flags = ("--strict", "--release", "--output", str(tmp_path), "--jobs", "1")
    assert run("build", "emergency", *options, *flags, *ROOT) == 0
    assert requests == [
        Request(
            root=REPOSITORY,
            output=tmp_path,
            decks=("emergency",),
            staff=("en",),
            papers=("letter",),
            edition="grey",
            flip="short-edge",
            strict=True,
            release=True,
        )
    ]


FAULT_KEYS = {"file", "line", "column", "severity", "code", "message", "hint"}


def test_build_json(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(builder.Builder, "build", lambda *_: report(FAULT))
    assert run("build", "--json", "--jobs", "1", *ROOT) == 1
    found = json.loads(capsys.readouterr().out)
    assert found == {
        "targets": 2,
        "rendered": 3,
        "reused": 4,
        "seconds": 1.235,
        "layouts": {"a6": {"faces": 7, "picture_mm": 17.1, "fill": 0.812}},
        "outputs": ["a/b.pdf", "index.html"],
        "diagnostics": [FAULT.as_json()],
    }
    assert set(found["diagnostics"][0]) == FAULT_KEYS


def test_check_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", "--language", "fr", "--json", *ROOT) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"diagnostics"}
    assert all(set(fault) == FAULT_KEYS for fault in found["diagnostics"])


def test_status_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("status", "--json", *ROOT) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"cards", "phrases", "symbols", "decks", "languages", "layouts"}
    assert all(type(found[key]) is int for key in ("cards", "phrases", "symbols"))
    decks, languages = found["decks"], found["languages"]
    assert decks
    assert languages
    for deck in decks:
        assert set(deck) == {"id", "cards", "phrases", "staff", "languages"}
    for language in languages:
        assert list(language) == [
            "tag",
            "messages",
            "filled",
            "draft",
            "stale",
            "reviewed",
            "empty",
        ]


def test_build_py_is_the_build_command(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(REPOSITORY / "build.py"), "--help"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "[DECK ...]" in done.stdout
    assert "--language TAG" in done.stdout


@pytest.mark.parametrize(("targets", "terminal"), [(1, True), (2, True), (2, False)])
def test_a_bar_is_shown_on_a_terminal_for_several_targets(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    targets: int,
    terminal: bool,
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    with building._progress(quiet=False) as progress:
        progress(0, targets)
        progress(targets, targets)
    assert ("building" in capsys.readouterr().err) is (terminal and targets > 1)
