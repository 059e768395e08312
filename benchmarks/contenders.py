"""The programs that are compared, each printing the same documents into a folder of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from benchmarks import ROOT, documents, words
from benchmarks.chromium import Chromium
from benchmarks.documents import Document
from benchmarks.measuring import Usage, run, watched, weight
from benchmarks.workload import DECK, LAYOUTS, STAFF, Project

_COMMCARDS = (sys.executable, "-c", "from commcards.cli import main; main()")


@dataclass(frozen=True, slots=True)
class Commcards:
    """This program, building a copy of the project."""

    project: Project

    def build(self, languages: Sequence[str], jobs: int) -> tuple[Usage, int]:
        """Build what has changed; return also the faces that were rendered."""
        root = self.project.root
        options = [f"--language={tag}" for tag in languages]
        options += [f"--layout={name}" for name in LAYOUTS]
        command = [
            *_COMMCARDS, "build", DECK, f"--root={root}", f"--output={self.project.output}",
            f"--staff={STAFF}", f"--jobs={jobs}", *options,
        ]  # fmt: skip
        usage = run(command, ROOT, {})
        told = json.loads((self.project.output / "report.json").read_text("utf-8"))
        return replace(usage, size=weight(self.project.output)), told["rendered"] + told["reused"]

    def check(self, document: Document) -> None:
        """Raise RuntimeError where a PDF lacks words."""
        folder = self.project.output / DECK / f"{STAFF}-{document.language}"
        _check(folder / f"{folder.parent.name}_{folder.name}_{document.layout}_a4.pdf", document)

    @contextmanager
    def warm(self, languages: Sequence[str]) -> Iterator[subprocess.Popen[str]]:
        """Start a process that builds once for each line written to it."""
        command = [sys.executable, "-m", "benchmarks.warm", str(self.project.root), *languages]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
            yield process


def again(process: subprocess.Popen[str]) -> Usage:
    """Have a warm process build again."""
    assert process.stdin and process.stdout
    print("build", file=process.stdin, flush=True)
    told = json.loads(process.stdout.readline())
    return Usage(told["wall"], told["cpu"])


class Others:
    """Plain WeasyPrint, a warm Chromium and Typst, printing documents from a folder."""

    def __init__(self, folder: Path, chromium: Chromium) -> None:
        self._folder = folder
        self._chromium = chromium

    def print(self, name: str, chosen: Sequence[Document]) -> Usage:
        """Print documents with the program of a name, and see that no word is missing."""
        output = self._folder / "printed" / name
        output.mkdir(parents=True, exist_ok=True)
        for old in output.glob("*.pdf"):
            old.unlink()
        names = [document.name for document in chosen]
        folder, fonts = str(self._folder), str((ROOT / ".assets" / "fonts").resolve())
        module = (sys.executable, "-m")
        if name == "chromium":
            work = partial(self._chromium.print, self._folder, output, names)
            usage = watched(self._chromium.pid, work)
        elif name == "weasyprint":
            known = {"FONTCONFIG_FILE": str(documents.fontconfig(self._folder))}
            command = [*module, "benchmarks.print_weasyprint", folder, str(output), *names]
            usage = run(command, ROOT, known)
        else:
            command = [*module, "benchmarks.print_typst", folder, str(output), fonts, *names]
            usage = run(command, ROOT, {})
        for document in chosen:
            _check(output / f"{document.name}.pdf", document)
        return replace(usage, size=weight(output))


def _check(pdf: Path, document: Document) -> None:
    lost = words.missing(pdf, document.words)
    if lost:
        raise RuntimeError(f"{pdf} lacks {', '.join(lost[:20])}")
