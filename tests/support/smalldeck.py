"""A small project of its own: the real one cut down to two cards, so that a build takes seconds."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from commcards.base import paths
from commcards.cli import main
from commcards.localize.extracards import PICTURES
from commcards.pdf.paintedbox import PaintedBox, PaintRequest
from commcards.translation.catalogs import read_catalog
from commcards.translation.extraction import read_messages
from commcards.typesetting.painting import BoxSpec
from commcards.typesetting.render import Renderer
from commcards.typesetting.typesetter import Job, Typesetter
from commcards.workspace.request import BuildReport
from tests.support.badinput import REPOSITORY

LANGUAGES = ("uk", "fr", "ti", "bn", "ar", "fa")
STAFF = "bg"
SENSITIVE = "violence"  # the sensitive card; its code is E18
PARTS = ("languages.yaml", "cards", "templates", "layouts", "symbols", "locales")
KEPT: Mapping[str, Sequence[str]] = {  # phrases of each card, and answers of its choices
    "illness": ("i-am-ill", "child-ill", "fever", "breathe", "medicine", "allergy", "next"),
    "violence": ("alone-safe", "hit", "afraid-back", "who", "partner", "stranger", "not-fault"),
    "answers": (),  # all
}
DECKS = """decks:
  emergency:
    title: Emergency
    title-note: Name of a set of cards for institutions that meet refugees and migrants.
    version: '2026.11'
    cards: [illness, violence]
    tools: [answers]
    staff: [bg]
    languages: [uk, fr, ti, bn, ar, fa]
    layouts: [a6]
    papers: [a4]
"""

_PHRASE = re.compile(r"^( {6}| {12})- id: (\S+)$")


@dataclass(frozen=True)
class Batch:
    """One document that WeasyPrint was given, and what came of it."""

    markup: str
    styles: tuple[str, ...]
    wanted: tuple[PaintRequest, ...]
    painted_boxes: tuple[PaintedBox, ...]


@dataclass(frozen=True)
class Noted:
    """What was rendered and composed; not what the store had."""

    batches: list[Batch] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)

    @property
    def markup(self) -> str:
        """Every document that was rendered."""
        return "".join(batch.markup for batch in self.batches)

    @property
    def texts(self) -> list[str]:
        """All words that were painted."""
        return [one.text for batch in self.batches for one in batch.wanted]


@dataclass(frozen=True)
class Built:
    """A project that was built, how, and what was written."""

    root: Path
    report: BuildReport
    noted: dict[str, Noted] = field(default_factory=dict)

    @property
    def output(self) -> Path:
        """The output folder."""
        return self.root / "output"

    def pdf(self, language: str, layout: str = "a6") -> Path:
        """Return the PDF of a language."""
        return (
            self.output
            / "emergency"
            / f"{STAFF}-{language}"
            / f"emergency_{STAFF}-{language}_{layout}_a4.pdf"
        )


def lay_out(root: Path, cards: Mapping[str, Sequence[str]] = KEPT) -> None:
    """Make the small project in an empty folder, of these cards; see KEPT."""
    for name in PARTS:
        source = REPOSITORY / name
        if name == "cards":
            (root / name).mkdir()
            for card, kept in cards.items():
                text = (source / f"{card}.yaml").read_text("utf-8")
                (root / name / f"{card}.yaml").write_text(shortened(text, kept), "utf-8")
        elif source.is_dir():
            shutil.copytree(source, root / name)
        else:
            shutil.copyfile(source, root / name)
    decks = (REPOSITORY / "decks.yaml").read_text("utf-8").split("\n# The first deck")[0]
    (root / "decks.yaml").write_text(decks + "\n" + DECKS, "utf-8")
    (root / ".assets").symlink_to(REPOSITORY / ".assets")
    _drop_pictures(root)
    _drop_translations(root)


def shortened(card: str, kept: Sequence[str]) -> str:
    """Return the text of a card with only some of its phrases and answers, or with all."""
    lines: list[str] = []
    dropped_at = 99
    for line in card.splitlines(keepends=True):
        indent = len(line) - len(line.lstrip())
        if indent <= dropped_at:
            found = _PHRASE.match(line)
            dropped_at = indent if found and kept and found[2] not in kept else 99
            if dropped_at == 99:
                lines.append(line)
    text = "".join(lines)
    return re.sub(r" {2}- kind: \S+\n {4}phrases:\n(?! {6})", "", text)


def _drop_pictures(root: Path) -> None:
    """Leave the concepts that are shown, those that these are composed of, and their drawings."""
    path = root / paths.CONCEPTS
    head, *entries = re.split(r'(?m)^(?=[a-z"])', path.read_text("utf-8"))
    concepts = {entry.partition(":")[0].strip('"'): entry for entry in entries}
    cards = "".join(card.read_text("utf-8") for card in files(root / "cards"))
    kept: set[str] = set()
    marks = {name for name in concepts if name.startswith(("shape-", "sign-"))}
    cards += (root / paths.DECKS).read_text("utf-8")  # pictures of the categories
    found = {*PICTURES, *marks, *re.findall(r"symbol: ([\w-]+)", cards)}
    while found:
        kept |= found
        parts = re.findall(r"from: ([\w-]+)[,}]", "".join(concepts[name] for name in found))
        found = {*parts} - kept
    text = head + "".join(entry for name, entry in concepts.items() if name in kept)
    path.write_text(text, "utf-8")
    drawings = {*re.findall(r"own:([\w-]+)", text)}
    for drawing in files(root / paths.OWN_DRAWINGS):
        if drawing.stem not in drawings:
            drawing.unlink()


def _drop_translations(root: Path) -> None:
    """Leave the translations of what the small project says, and what is known of them."""
    kept = {message.key for message in read_messages(root)[1]}
    for catalog in root.glob(paths.catalog("*")):
        head, *entries = catalog.read_text("utf-8").rstrip().split("\n\n")
        keys = [re.findall(r'(?m)^msgctxt "(.+)"$', entry) for entry in entries]
        said = [entry for entry, (key,) in zip(entries, keys, strict=True) if key in kept]
        catalog.write_text("\n\n".join([head, *said]) + "\n", "utf-8")
    for record in root.glob(paths.reviews("*")):
        head, *rows = record.read_text("utf-8").splitlines(keepends=True)
        known = [row for row in rows if row.partition(",")[0] in kept]
        record.write_text("".join([head, *known]), "utf-8")


def commcards(
    root: Path, *arguments: str, capsys: pytest.CaptureFixture[str] | None = None
) -> tuple[int, str]:
    """Run the command line in this process; return its exit code and what it wrote."""
    with pytest.raises(SystemExit) as stop:
        main([arguments[0], "--root", str(root), *arguments[1:]])
    written = "".join(capsys.readouterr()) if capsys else ""
    assert isinstance(stop.value.code, int)
    return stop.value.code, written


def build(
    root: Path, capsys: pytest.CaptureFixture[str], *arguments: str, language: str = "uk"
) -> tuple[int, str]:
    """Run ``commcards build`` for one language in this process."""
    output = ("--output", str(root / "output"), "--jobs", "1")
    return commcards(root, "build", "--language", language, *output, *arguments, capsys=capsys)


def start_build(root: Path, language: str, **environment: str) -> subprocess.Popen[str]:
    """Start ``commcards build`` for one language in a process of its own."""
    command = [sys.executable, "-c", "from commcards.cli import main; main()", "build"]
    options = ["--root", str(root), "--language", language, "--output", str(root / "output")]
    return subprocess.Popen(
        [*command, *options, "--jobs", "1"],
        env={"PATH": "/usr/bin:/bin", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def listening(patch: pytest.MonkeyPatch) -> Noted:
    """Note every document that is rendered and every job that is composed from now on."""
    noted = Noted()
    render, compose = Renderer.render, Typesetter.compose

    def note_batch(
        self: Renderer,
        markup: str,
        styles: Sequence[str],
        count: int,
        wanted: Sequence[PaintRequest],
    ) -> list[PaintedBox]:
        painted_boxes = render(self, markup, styles, count, wanted)
        noted.batches.append(Batch(markup, tuple(styles), tuple(wanted), tuple(painted_boxes)))
        return painted_boxes

    def note_job(
        self: Typesetter, job: Job, painted_boxes: Mapping[BoxSpec, PaintedBox], key: str
    ) -> None:
        compose(self, job, painted_boxes, key)
        noted.jobs.append(replace(job))  # The job itself loses its faces now.

    patch.setattr(Renderer, "render", note_batch)
    patch.setattr(Typesetter, "compose", note_job)
    return noted


def translate(root: Path, language: str, key: str, text: str) -> int:
    """Change one translation; return the line of its msgctxt, where faults are shown."""
    path = root / "locales" / language / "LC_MESSAGES" / "commcards.po"
    lines = path.read_text("utf-8").split("\n")
    start = lines.index(f'msgctxt "{key}"')
    at = next(n for n in range(start, len(lines)) if lines[n].startswith("msgstr "))
    end = next(n for n in range(at + 1, len(lines)) if not lines[n].startswith('"'))
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    lines[at:end] = [f'msgstr "{escaped}"']
    path.write_text("\n".join(lines), "utf-8")
    return start + 1


def translation(root: Path, language: str, key: str) -> str:
    """Return one translation as it stands in the catalog."""
    catalog, _ = read_catalog(root / paths.catalog(language), root, language)
    return catalog.entries[key].text


def line_of(path: Path, text: str) -> int:
    """Return the number of the first line that has a text."""
    lines = path.read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def files(folder: Path) -> Iterator[Path]:
    """Yield every file below a folder, in order."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return the time and the bytes of every file below a folder, but of a build's report."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes())
        for path in files(folder)
        if path.name != paths.REPORT
    }
