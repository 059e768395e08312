"""What to make, made on any concurrent.futures Executor, and what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, as_completed
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from commcards.checks import check_languages, check_services
from commcards.diagnostics import Diagnostic, has_errors, in_order
from commcards.model import TOGETHER, Deck, Kind
from commcards.press import Press, TargetReport
from commcards.project import Project, read_project
from commcards.store import Output, Store
from commcards.targets import Edition, Target, languages_of
from commcards.workspace import CACHE, Workspace, read_workspace, with_all_catalogs


@dataclass(frozen=True, slots=True)
class Request:
    """What a build is asked for; an empty tuple means what the deck says."""

    root: Path
    output: Path
    decks: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    layouts: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    edition: Edition = "color"
    flip: str = ""
    stacked: bool = False
    back_offset: tuple[float, float] = (0.0, 0.0)
    strict: bool = False
    release: bool = False


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build came to; paths are relative to the output folder, seconds are wall time."""

    targets: int
    rendered: int
    reused: int
    seconds: float
    outputs: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    drafts: tuple[str, ...] = ()  # languages with unreviewed lines

    def as_json(self) -> dict[str, object]:
        """Return the object that ``--json`` prints."""
        return {
            "targets": self.targets,
            "rendered": self.rendered,
            "reused": self.reused,
            "seconds": round(self.seconds, 3),
            "outputs": list(self.outputs),
            "diagnostics": [fault.as_json() for fault in self.diagnostics],
        }


REPORT = "report.json"  # in the output folder
Progress = Callable[[int, int], None]  # targets done, targets in all


def targets(project: Project, request: Request) -> list[Target]:
    """Return the targets of a request, in order."""
    result = []
    for deck in _decks(project, request):
        for staff in request.staff or deck.staff:
            for together in request.languages or deck.languages:
                person = tuple(together.split(TOGETHER))
                if staff not in person:
                    result.append(
                        Target(
                            deck.id,
                            staff,
                            person,
                            request.layouts or deck.layouts,
                            request.papers or deck.papers,
                            request.edition,
                            request.flip,
                            request.stacked,
                            request.back_offset,
                        )
                    )
    return result


def build(
    request: Request,
    executor: Executor | None = None,
    progress: Progress = lambda done, total: None,
    today: date | None = None,
) -> BuildReport:
    """Build what is asked for; without an executor, in this process.

    ``today`` is the day that services must not be out of date on; None does not check them.

    Faults in what the build reads stop it before anything is written; a fault that only a page
    can show stops the layouts that have it. Raises UserError when set-up is missing.
    """
    started = time.perf_counter()
    project, _ = read_project(request.root)
    todo = targets(project, request)
    used = languages_of(todo)
    workspace, faults = read_workspace(request.root, used)
    faults += check_languages(workspace, used, strict=request.strict)
    if today:
        released = request.release and prints_services(workspace, todo)
        faults += check_services(workspace, today, release=released)
    if request.release:
        faults += release_faults(workspace, todo)
    reports: list[TargetReport] = []
    if not has_errors(faults):
        reports = list(_run(request, workspace, todo, executor, progress))
        order = {target: index for index, target in enumerate(todo)}
        reports.sort(key=lambda report: order[report.target])
    outputs = [path for report in reports for path in report.outputs]
    faults += [fault for report in reports for fault in report.diagnostics]
    if reports:
        listed = with_all_catalogs(workspace)
        outputs.append(_press(listed, request.root, request.output).index(todo))
    report = BuildReport(
        targets=len(todo),
        rendered=sum(report.rendered for report in reports),
        reused=sum(report.reused for report in reports),
        seconds=time.perf_counter() - started,
        outputs=tuple(outputs),
        diagnostics=tuple(in_order(faults)),
        drafts=tuple(tag for tag in used if _has_drafts(workspace, tag)),
    )
    if reports:
        _output(request.root, request.output).write_json(REPORT, report.as_json())
    return report


def prints_services(workspace: Workspace, todo: Iterable[Target]) -> bool:
    """Tell whether a deck of the targets has a card that lists services."""
    decks = [workspace.project.decks[name] for name in {target.deck for target in todo}]
    cards = [workspace.cards.get(name) for deck in decks for name in (*deck.cards, *deck.tools)]
    return any(section.kind is Kind.SERVICES for card in cards if card for section in card.sections)


def _has_drafts(workspace: Workspace, tag: str) -> bool:
    catalog = workspace.catalogs.get(tag)
    return catalog is not None and any(e.draft and e.text for e in catalog.entries.values())


def release_faults(workspace: Workspace, todo: Iterable[Target]) -> list[Diagnostic]:
    """Refuse every translation on the decks that no qualified person has reviewed."""
    faults = []
    for tag in languages_of(todo):
        if tag not in workspace.catalogs:  # the source, or a language that is not there
            continue
        for entry in workspace.catalogs[tag].entries.values():
            if entry.text and entry.draft:
                message = f"{entry.key} ({tag}) is a draft; a release has reviewed lines alone"
                hint = "have a qualified person review it: docs/translators.md says how"
                faults.append(Diagnostic(entry.where, "draft-in-release", message, hint))
    return faults


def _decks(project: Project, request: Request) -> list[Deck]:
    decks = project.decks
    return [decks[name] for name in request.decks or list(decks)[:1]]


def _run(
    request: Request,
    workspace: Workspace,
    todo: list[Target],
    executor: Executor | None,
    progress: Progress,
) -> Iterable[TargetReport]:
    progress(0, len(todo))
    if executor is None:
        press = _press(workspace, request.root, request.output)
        for done, target in enumerate(todo, 1):
            yield press.make(target)
            progress(done, len(todo))
        return
    tags = tuple(workspace.catalogs)
    futures = [executor.submit(make_target, request.root, request.output, tags, t) for t in todo]
    for done, future in enumerate(as_completed(futures), 1):
        yield future.result()
        progress(done, len(todo))


def make_target(root: Path, output: Path, tags: tuple[str, ...], target: Target) -> TargetReport:
    """Make one target in a worker process, which reads the project once."""
    return _worker_press(root, output, tags).make(target)


@cache
def _worker_press(root: Path, output: Path, tags: tuple[str, ...]) -> Press:
    workspace, _ = read_workspace(root, tags)
    return _press(workspace, root, output)


def _press(workspace: Workspace, root: Path, output: Path) -> Press:
    return Press(workspace, Store(root / CACHE), _output(root, output))


def _output(root: Path, output: Path) -> Output:
    return Output(output, Store(root / CACHE))
