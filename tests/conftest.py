"""The small project, built once a run; tests take copies of it, with what was rendered."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from commcards.build import builder
from commcards.workspace.request import Request
from commcards.workspace.workspace import Workspace, read_workspace
from tests.support.badinput import REPOSITORY
from tests.support.smalldeck import LANGUAGES, STAFF, Built, lay_out, listening

# Examples are the same in each run: a commit that passed here passes elsewhere. To look for others:
# pytest --hypothesis-profile=default
settings.register_profile("thorough", derandomize=True, deadline=None)
settings.register_profile("quick", settings.get_profile("thorough"), max_examples=20)
settings.load_profile("thorough")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the small project in each of its languages; nobody changes it."""
    root = tmp_path_factory.mktemp("built")
    lay_out(root)
    notes = {}
    outputs: list[str] = []
    for language in LANGUAGES:
        with pytest.MonkeyPatch.context() as patch:
            noted = listening(patch)
            report = builder.build(
                Request(root=root, output=root / "output", staff=(STAFF,), languages=(language,))
            )
        assert [str(fault) for fault in report.diagnostics if fault.severity == "error"] == []
        notes[language] = noted
        outputs += report.outputs
    return Built(root, report, notes)


@pytest.fixture(scope="session")
def workspace(built: Built) -> Workspace:
    """Return the small project, read; nobody changes it."""
    return read_workspace(built.root)[0]


@pytest.fixture(scope="session")
def ours() -> Workspace:
    """Return the project of this repository, read; nobody changes it."""
    workspace, faults = read_workspace(REPOSITORY)
    assert [str(fault) for fault in faults if fault.severity == "error"] == []
    return workspace


@pytest.fixture
def mini(built: Built, tmp_path: Path) -> Path:
    """Return a copy of the small project with its cache, but without output."""
    root = tmp_path / "mini"
    shutil.copytree(built.root, root, symlinks=True, ignore=shutil.ignore_patterns("output"))
    return root
