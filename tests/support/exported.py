"""Exports for tests: the command, decks in some languages, and other translations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from commcards.cli import main
from commcards.model.catalogs import Catalog
from commcards.workspace.output import LocalDeck
from commcards.workspace.targets import Target
from commcards.workspace.workspace import Workspace


def export(root: Path, *arguments: str) -> int:
    """Run ``commcards export`` in this process; return its exit code."""
    command = ["export", *arguments, "--root", str(root), "--output", str(root / "output")]
    with pytest.raises(SystemExit) as stop:
        main(command)
    assert isinstance(stop.value.code, int)
    return stop.value.code


def local(workspace: Workspace, *person: str) -> LocalDeck:
    """Return the first deck for Bulgarian staff, in some languages of the person."""
    name = next(iter(workspace.project.decks))
    target = Target(
        deck=name, staff="bg", person=person, layouts=("a6",), papers=("a4",), edition="color"
    )
    return LocalDeck(workspace, target, workspace.localized(target), {})


def translated(workspace: Workspace, tag: str, texts: Mapping[str, str]) -> Workspace:
    """Return the workspace with other translations into a language."""
    entries = dict(workspace.catalogs[tag].entries)
    for key, text in texts.items():
        entries[key] = entries[key]._replace(text=text)
    return replace(workspace, catalogs={**workspace.catalogs, tag: Catalog(tag, entries)})


def reviewed(workspace: Workspace) -> Workspace:
    """Return the workspace as if every translation were reviewed."""
    catalogs = {
        tag: Catalog(tag, {key: each._replace(draft=False) for key, each in old.entries.items()})
        for tag, old in workspace.catalogs.items()
    }
    return replace(workspace, catalogs=catalogs)


def text(workspace: Workspace, tag: str, key: str) -> str:
    """Return a translation."""
    return workspace.catalogs[tag].entries[key].text
