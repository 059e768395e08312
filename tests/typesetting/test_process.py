"""Words that another process casts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from commcards.base.errors import WorkerLostError
from commcards.build.builder import Builder
from commcards.typesetting.process import OtherProcess, ProcessLostError
from commcards.typesetting.remote import FarRenderer
from commcards.typesetting.render import RenderError
from commcards.workspace.request import Request
from commcards.workspace.workspace import Workspace
from tests.support.smalldeck import STAFF, Built

PERSON = "uk"


LATER = """
import sys
from commcards.typesetting import render
render.load()
assert "fontTools.varLib" not in sys.modules
from weasyprint.pdf import fonts
assert fonts.subset.Options.__module__ == "fontTools.subset"
try:
    fonts.instantiateVariableFont({}, {})
except ValueError as error:  # of the real one, which looks for a table in a font
    assert "fvar" in str(error)
else:
    raise AssertionError
import fontTools.varLib.instancer
assert fontTools.varLib.instancer.instantiateVariableFont.__module__ == "fontTools.varLib.instancer"
"""


@pytest.fixture
def other(workspace: Workspace) -> Iterator[OtherProcess]:
    with OtherProcess(workspace.fonts.folder.parent, None) as process:
        yield process


def request(root: Path) -> Request:
    return Request(root, root / "output", staff=(STAFF,), languages=(PERSON,), cache=False)


def made(output: Path) -> dict[str, bytes]:
    folder = output / "emergency" / f"{STAFF}-{PERSON}"
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_another_process_casts_the_same(mini: Path, built: Built, other: OtherProcess) -> None:
    asked = request(mini)
    assert Builder(asked, other).build(asked).rendered > 0
    assert made(mini / "output") == made(built.output)


def test_what_it_complains_of_comes_back(other: OtherProcess) -> None:
    far = FarRenderer(other)
    markup = "<html><body/></html>"
    for _ in range(2):  # it goes on afterwards
        with pytest.raises(RenderError, match="colour"):
            far.render(markup, ["p { colour: red }"], 0, [])
    assert far.render(markup, [], 0, []) == []


def test_a_process_that_is_lost_is_told_and_begun_again(
    mini: Path, other: OtherProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = "commcards.typesetting.process._START"
    with monkeypatch.context() as patch:
        patch.setattr(start, "import sys; sys.path[:] = {}; sys.stdin.buffer.read(9)")
        with pytest.raises(WorkerLostError):
            Builder(request(mini), other).build(request(mini))
    assert not list((mini / "output").rglob("*.pdf"))
    with monkeypatch.context() as patch:
        patch.setattr(start, "sys.path = {}")  # begins, and fails
        for question in ("anything", b"more than a pipe holds" * 10_000):
            other.begin()
            assert other._process
            other._process.wait()
            with pytest.raises(ProcessLostError):
                other.ask(question)
                other.answer()
    assert FarRenderer(other).render("<html><body/></html>", [], 0, []) == []


def test_what_weasyprint_seldom_needs_is_loaded_when_it_is_used() -> None:
    subprocess.run([sys.executable, "-W", "error", "-c", LATER], check=True)


def test_without_fonts_it_ends_in_silence(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with OtherProcess(tmp_path, None) as process, pytest.raises(ProcessLostError):
        process.ask("anything")
        process.answer()
    assert capfd.readouterr() == ("", "")


def test_it_ends_with_us(other: OtherProcess) -> None:
    other.close()  # never begun
    other.begin()
    process = other._process
    assert process
    assert process.poll() is None
    other.close()
    assert process.poll() is not None
