"""``commcards calibrate``: a sheet that shows by how much a printer's backs miss their fronts."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

import commcards
from commcards.base import paths
from commcards.base.diagnostics import Diagnostic, Location
from commcards.base.files import write_atomic
from commcards.base.store import Store
from commcards.base.units import Mm
from commcards.commands.reporting import exit_code, show
from commcards.faces import calibration
from commcards.imposition import Placement, Rect, Side, shifted
from commcards.localize.localcard import Common, LocalCard, Words
from commcards.localize.localizer import Localizer
from commcards.model.cards import Card
from commcards.model.decks import Category
from commcards.model.languages import SOURCE_LANGUAGE
from commcards.model.layouts import FaceSpec
from commcards.model.paper import PAPERS
from commcards.pdf import Document, FaceRef, fonts_of, shown, write_pdf
from commcards.project.decks import read_project
from commcards.text.subset import Subsetter
from commcards.text.templates import Templates
from commcards.typesetting.painting import BoxPainter
from commcards.typesetting.render import Renderer
from commcards.typesetting.typesetter import Job, Typesetter
from commcards.workspace.workspace import Workspace, read_workspace

NAME = "calibration"
PLAIN = Category(NAME, "#000000", "#000000", "#ffffff", "circle", 0)  # the sheet has no category
OFFSET = click.FloatRange(-20, 20)  # as in `build`


@click.command()
@click.option(
    "--paper",
    "papers",
    multiple=True,
    type=click.Choice(sorted(PAPERS)),
    help="Sheet size; repeat for more. a4 otherwise.",
)
@click.option("--landscape", is_flag=True, help="For layouts that lie across the sheet.")
@click.option(
    "--flip",
    type=click.Choice(["long-edge", "short-edge"]),
    default="long-edge",
    help="How the printer turns the sheet.",
)
@click.option("--staff", metavar="TAG", help="Language of the words; the first deck's otherwise.")
@click.option(
    "--back-offset",
    type=(OFFSET, OFFSET),
    default=(0.0, 0.0),
    metavar="X Y",
    help="Print with an offset that was measured: it should now read 0 0.",
)
@click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False), default=Path(paths.OUTPUT)
)
@click.option("--root", type=click.Path(path_type=Path, file_okay=False), default=".", hidden=True)
@click.pass_context
def calibrate(
    context: click.Context,
    papers: tuple[str, ...],
    landscape: bool,
    flip: str,
    staff: str | None,
    back_offset: tuple[float, float],
    output: Path,
    root: Path,
) -> None:
    """Make a test sheet that measures the X Y of `build --back-offset`.

    Print it on both sides, hold it against the light, and read two numbers. Measure upright and
    landscape sheets, and either flip, each for itself: printers turn them differently.
    """
    project, _ = read_project(root)
    tag = staff or next(iter(project.decks.values())).staff[0]
    if tag not in project.languages:
        known = ", ".join(project.languages)
        raise click.UsageError(f"no language {tag}; there are: {known}")
    workspace, faults = read_workspace(root, (tag,))
    renderer = Renderer(workspace.fonts, Store(root / paths.STORE), root / paths.STORE)
    faults += renderer.faults
    for paper in papers or ("a4",):
        upright = PAPERS[paper]
        size = (upright[1], upright[0]) if landscape else upright
        options = ["--paper", paper, *(["--landscape"] if landscape else []), "--flip", flip]
        if any(back_offset):
            options += ["--back-offset", *(f"{value:g}" for value in back_offset)]
        command = f"commcards calibrate {' '.join(options)}"
        job, found = _set(workspace, renderer, tag, size, flip, command)
        faults += found
        if not found:
            path = output / f"{NAME}.{paper}{'-landscape' if landscape else ''}.pdf"
            write_atomic(path, _pdf(workspace, job, size, back_offset))
            click.echo(path)
    show(faults)
    context.exit(exit_code(faults))


def _set(
    workspace: Workspace,
    renderer: Renderer,
    tag: str,
    size: tuple[Mm, Mm],
    flip: str,
    command: str,
) -> tuple[Job, list[Diagnostic]]:
    """Set both faces, in the staff's words with the source below."""
    project = workspace.project
    source, language = project.languages[SOURCE_LANGUAGE], project.languages[tag]
    below = () if language == source else (source,)
    localizer = Localizer(source, language, below, workspace.catalogs)
    lines = {key: localizer.line(message) for key, message in workspace.words.items()}
    title = lines[NAME]
    where = Location(paths.WORDS)
    card = Card(NAME, "", NAME, "", workspace.words[NAME], (), where)
    local = LocalCard(card, title, title, (), Common({}, lines), "")
    spec = calibration.face_spec(size)
    planner = partial(calibration.plan, lines, Words(source, command), flip)
    job = Job(local, PLAIN, "", planner=planner, about=command + flip)
    return job, _typesetter(workspace, renderer, spec).set_cards([job], workspace.catalogs)


def _typesetter(workspace: Workspace, renderer: Renderer, spec: FaceSpec) -> Typesetter:
    root = workspace.project.root
    templates = Templates.read(root / paths.TEMPLATES)
    css = templates.render("faces.css.j2", {"categories": ()}) + calibration.CSS
    store = Store(root / paths.STORE)
    painter = BoxPainter(templates, store, renderer, css, workspace.fonts.digest)
    return Typesetter(NAME, spec, painter, workspace.shaper, store)


def _pdf(workspace: Workspace, job: Job, size: tuple[Mm, Mm], offset: tuple[float, float]) -> bytes:
    """Return a sheet with its back moved by an offset, as `build` moves backs."""
    front, back = (FaceRef(fragment) for fragment in job.fragments)
    sides = [
        Side(*size, (Placement(front, Mm(0), Mm(0)),)),
        Side(*size, (Placement(back, Mm(0), Mm(0)),), back=True),
    ]
    words = job.card.title.staff
    document = Document(
        title=words.text,
        language=words.language.bcp47,
        producer=f"commcards {commcards.__version__}",
        bookmarks=(),
        labels=("1a", "1b"),
    )
    sheet = Rect(Mm(0), Mm(0), *size)
    subset = Subsetter(workspace.fonts, Store(workspace.project.root / paths.STORE))
    sides = shifted(sides, offset)
    fonts = fonts_of(shown(sides))
    return write_pdf(document, sides, (), (sheet, sheet), 1.0, fonts, {}, subset)
