"""What a worker in another process makes is what this process makes."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest

from commcards import frozen, worker
from commcards.errors import UserError
from commcards.html import Templates
from commcards.targets import Target
from commcards.workspace import ASSETS, Workspace
from smalldeck import STAFF, Built, files

TARGET = Target("emergency", STAFF, ("fr",), ("a6",), ("a4",), "color")


@pytest.fixture(scope="module")
def kit(built: Built, workspace: Workspace) -> worker.Kit:
    material = (workspace.project, workspace.cards, workspace.words, workspace.symbols)
    sources = Templates.read(built.root / "templates").sources
    return worker.Kit("seal", frozen.dumps(material), sources, built.root / ASSETS, None)


@pytest.fixture(scope="module")
def catalogs(workspace: Workspace) -> bytes:
    return frozen.dumps({tag: workspace.catalogs[tag] for tag in TARGET.tags})


@pytest.fixture(scope="module")
def pool() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        yield pool


@pytest.mark.usefixtures("clean")
def test_another_process_makes_the_same_bytes(
    kit: worker.Kit, catalogs: bytes, pool: ProcessPoolExecutor, built: Built
) -> None:
    elsewhere = pool.submit(worker.make, kit, catalogs, TARGET, {})
    here = worker.make(kit, catalogs, TARGET, {})
    assert elsewhere.result() == here
    assert here.target == TARGET
    assert not here.diagnostics
    made = {made.path: made.data for made in here.made}
    folder = built.output / "emergency/bg-fr"
    assert made == {f"emergency/bg-fr/{path.name}": path.read_bytes() for path in files(folder)}


@pytest.mark.usefixtures("clean")
def test_what_lies_there_is_not_made_again(kit: worker.Kit, catalogs: bytes) -> None:
    first = worker.make(kit, catalogs, TARGET, {})
    (press,) = worker._presses.values()
    current = {made.path: made.inputs for made in first.made}
    again = worker.make(kit, catalogs, TARGET, current)
    assert [*worker._presses.values()] == [press]
    assert {made.data for made in again.made} == {None}
    assert {made.path: made.inputs for made in again.made} == current


@pytest.fixture
def clean() -> Iterator[None]:
    """Leave no press behind: each keeps much at hand."""
    worker._presses.clear()
    yield
    worker._presses.clear()


@pytest.mark.usefixtures("clean")
def test_fonts_that_are_not_there_are_told_of(
    kit: worker.Kit, catalogs: bytes, pool: ProcessPoolExecutor, tmp_path: Path
) -> None:
    lost = replace(kit, seal="other", assets=tmp_path / "nowhere")
    for make in (worker.make, lambda *job: pool.submit(worker.make, *job).result()):
        with pytest.raises(UserError) as caught:
            make(lost, catalogs, TARGET, {})
        (fault,) = caught.value.diagnostics
        assert str(fault) == (
            "nowhere/fonts/manifest.json:0:0: error[fonts-missing]: "
            "the fonts are not prepared\n  hint: run `make`"
        )
