"""The table of outputs, in the order of making them: pages link to the PDFs before them.

A new kind is a subclass of workspace.output.Output, and a row here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from commcards.build.printing import Printing
from commcards.site.publish import CardPages
from commcards.workspace.output import Download, Output
from commcards.workspace.targets import Target
from commcards.workspace.workspace import Workspace

OUTPUTS: Mapping[str, type[Output]] = {"pdf": Printing, "html": CardPages}


def downloads(workspace: Workspace, target: Target, there: Collection[str]) -> list[Download]:
    """Return the downloads of a target among the existing files, by path."""
    labels = {
        path: label
        for output in OUTPUTS.values()
        if output.is_download
        for path, label in output.paths(workspace, target).items()
    }
    return [Download(path, labels[path]) for path in sorted(labels) if path in there]
