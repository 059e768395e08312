"""Bad input files of tests/data/bad/<reader>/, which say themselves what is wrong with them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from commcards.base.diagnostics import Diagnostic

DATA = Path(__file__).parents[1] / "data"
PROJECT = DATA / "project"
REPOSITORY = Path(__file__).parents[2]

_EXPECT = re.compile(r"^# expect (\d+):(\d+) ([a-z0-9-]+)$", re.MULTILINE)


def bad_files(reader: str) -> list[Path]:
    """Return the files of one reader; each is named for the code of its first fault."""
    found = sorted((DATA / "bad" / reader).glob("*.yaml"))
    assert found
    return found


def each_bad_file(reader: str) -> pytest.MarkDecorator:
    """Run a test over the files of one reader."""
    files = bad_files(reader)
    return pytest.mark.parametrize("bad", files, ids=[file.stem for file in files])


def check(bad: Path, where: str, diagnostics: Iterable[Diagnostic]) -> None:
    """Hold the faults of the file put at ``where`` against those that ``bad`` expects."""
    text = bad.read_text(encoding="utf-8")
    expected = sorted(
        (int(line), int(column), code) for line, column, code in _EXPECT.findall(text)
    )
    found = sorted((d.where.line, d.where.column, d.code) for d in diagnostics)
    assert found == expected
    assert {d.where.file for d in diagnostics} == {where}
    assert bad.stem in {code for _, _, code in expected}


def project_with(tmp_path: Path, bad: Path, where: str) -> Path:
    """Return a copy of the good project with the bad file in it."""
    root = copy_project(tmp_path)
    shutil.copyfile(bad, root / where)
    return root


def copy_project(tmp_path: Path) -> Path:
    """Return a copy of the good project."""
    return Path(shutil.copytree(PROJECT, tmp_path / "project"))


def edit(path: Path, old: str, new: str) -> None:
    """Replace the one place where ``old`` stands."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
