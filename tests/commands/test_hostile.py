"""What a stranger may send ends in one clear message, exit 1, soon, and with nothing written.

Each was seen to hang, to take gigabytes or to end in a traceback. The limits are far above what a
run takes, so that a slow machine passes, and far below what each of these once took.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.badinput import REPOSITORY
from tests.support.smalldeck import snapshot, translate

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux"),
]

PO = "locales/uk/LC_MESSAGES/commcards.po"
MEMORY = 1 << 30  # bytes of address space; most of it is libraries
SECONDS = 10  # of a processor
CHECK = ("check", "uk")
MARKS = "\u0316\u0301" * 50_000
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def appended(name: str, text: str) -> Callable[[Path], None]:
    def do(root: Path) -> None:
        with (root / name).open("a", encoding="utf-8") as file:
            file.write(text)

    return do


def replaced(name: str, make: Callable[[Path], object]) -> Callable[[Path], None]:
    def do(root: Path) -> None:
        (root / name).unlink(missing_ok=True)
        make(root / name)

    return do


def to(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def says(text: str) -> Callable[[Path], None]:
    return lambda root: void(translate(root, "uk", "illness.fever", text))


def void(_: object) -> None:
    pass


def sheet(root: Path) -> None:
    cell = '<c t="inlineStr"><is><t>a</t></is></c>'
    row = f"<row>{cell * 300_000}</row>"
    body = f'<worksheet xmlns="{MAIN}"><sheetData>{row}</sheetData></worksheet>'
    with zipfile.ZipFile(root / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", body)


HOSTILE: dict[str, tuple[Callable[[Path], object], tuple[str, ...], str]] = {
    "blank lines": (appended(PO, "\n" * 1_000_000 + "x\n"), CHECK, "po-syntax"),
    "marks": (says(f"Маю{MARKS}."), CHECK, "text-too-long"),
    "letters": (says("щ" * 1_000_000), CHECK, "text-too-long"),
    "marks in YAML": (
        appended("cards/illness.yaml", f"note: e{MARKS}\n"), CHECK, "text-too-long",
    ),
    "spaces in a path": (
        replaced(
            "symbols/own/hit.svg",
            lambda path: path.write_text(
                '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">'
                f'<path d="M1 1A1{" " * 20_000}1{" " * 20_000}0 0 1 3 x"/></svg>', "utf-8",
            ),
        ),
        CHECK, "svg-path",
    ),
    "a device for a drawing": (
        replaced("symbols/own/hit.svg", to("/dev/zero")), CHECK, "unreadable-file",
    ),
    "a pipe for a drawing": (replaced("symbols/own/hit.svg", os.mkfifo), CHECK, "unreadable-file"),
    "a device for a card": (
        replaced("cards/illness.yaml", to("/dev/zero")), CHECK, "unreadable-file",
    ),
    "a pipe for a catalog": (replaced(PO, os.mkfifo), CHECK, "unreadable-file"),
    "a link out for a layout": (
        replaced("layouts/a7.yaml", to("/etc/passwd")), CHECK, "unreadable-file",
    ),
    "a link out for the decks": (
        replaced("decks.yaml", to("/etc/passwd")), CHECK, "unreadable-file",
    ),
    "bars in the glossary": (
        appended("locales/glossary.csv", "|" * 1_000_000 + "\n"), CHECK, "glossary-row",
    ),
    "cells in a row": (sheet, ("po", "import", "a.xlsx"), "file-too-large"),
    "a pipe for a spreadsheet": (
        replaced("a.xlsx", os.mkfifo), ("po", "import", "a.xlsx"), "unreadable-file",
    ),
    "lines in a table": (
        replaced("a.csv", lambda path: path.write_text("\n" * 8_000_000, "ascii")),
        ("po", "suggest", "uk", "a.csv"), "file-too-large",
    ),
    "a device for a table": (
        replaced("a.csv", to("/dev/zero")), ("po", "suggest", "uk", "a.csv"), "unreadable-file",
    ),
    "columns without room": (
        lambda root: (root / "layouts/a6.yaml").write_text(
            (root / "layouts/a6.yaml").read_text("utf-8").replace("columns: 1", "columns: 12", 1),
            "utf-8",
        ),
        CHECK, "layout-contradiction",
    ),
}  # fmt: skip


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def regular(root: Path) -> dict[str, object]:
    """Return the files of a project but for its cache, pipes and devices."""
    return {
        path.name: snapshot(path) if path.is_dir() else path.lstat().st_mtime_ns
        for path in root.iterdir()
        if path.name not in (".store", ".assets")
    }


@pytest.mark.parametrize(("make", "command", "code"), HOSTILE.values(), ids=HOSTILE)
def test_it_ends_in_a_message(
    make: Callable[[Path], object], command: tuple[str, ...], code: str, mini: Path
) -> None:
    make(mini)
    before = regular(mini)
    done = subprocess.run(
        [sys.executable, "-c", "from commcards.cli import main; main()", *command, "--root", "."],
        cwd=mini,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "src")},
        capture_output=True,
        text=True,
        preexec_fn=limit,
    )
    assert done.returncode == 1, done.stderr[-2000:]
    assert f"error[{code}]" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr) < 20_000
    assert regular(mini) == before
