"""Builds anew beside the output, and tells which files differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic, Location, has_errors
from commcards.base.files import scratch
from commcards.workspace.request import BuildReport, Request

_AT_ONCE = 1 << 20  # bytes of each file in memory


def verify(request: Request, build: Callable[[Request], BuildReport]) -> BuildReport:
    """Return the report of a new build, with an error for each output that lies there otherwise.

    ``build`` builds a request; it gets one that reads no cache and writes to a temporary folder.
    """
    with scratch() as folder:
        report = build(replace(request, output=folder, cache=False))
        if has_errors(report.diagnostics):
            return report
        made = sorted(
            path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
        )
        made.remove(paths.REPORT)
        faults = [*_differences(folder, request.output, made)]
        return replace(report, outputs=tuple(made), diagnostics=(*report.diagnostics, *faults))


def _differences(made: Path, lying: Path, files: Sequence[str]) -> Iterator[Diagnostic]:
    """Yield a fault for each path that differs.

    Pages that lead to others are compared where these are all that lie there.
    """
    hint = "build it again; if it differs then as well, report a bug"
    has_more = not {path.relative_to(lying).as_posix() for path in lying.rglob("*.html")} <= {
        *files
    }
    for path in files:
        if has_more and "/" not in path:
            continue
        if not (lying / path).is_file():
            text = "the file does not exist, or is no file"
        elif _is_same(made / path, lying / path):
            continue
        else:
            text = "the file is not what a build makes now"
        yield Diagnostic(Location(str(lying / path)), "output-differs", text, hint)


def _is_same(one: Path, other: Path) -> bool:
    if one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as left, other.open("rb") as right:
        while data := left.read(_AT_ONCE):
            if right.read(_AT_ONCE) != data:
                return False
    return True
