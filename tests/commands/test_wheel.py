"""The wheel by itself, as a new user has it: no checkout, no npm, no network, an empty home."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import time
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.support.badinput import REPOSITORY

pytestmark = pytest.mark.slow

LARGEST = 60_000_000  # bytes
LONGEST = 30  # seconds of `new` and the first build
PATHS = {
    "a6": "output/clinic/bg-ar-uk/clinic_bg-ar-uk_a6_a4_grey.pdf",
    "wallet": "output/clinic/bg-ar-uk/clinic_bg-ar-uk_wallet_a4_grey.pdf",
}


@dataclass(frozen=True)
class Installed:
    """A virtual environment that has only the wheel and what it depends on."""

    python: Path
    home: Path

    def run(self, *arguments: str, at: Path) -> subprocess.CompletedProcess[str]:
        """Run ``commcards`` in a folder."""
        program = self.python.with_name("commcards")
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(self.home), "LANG": "C.UTF-8"}
        command = [str(program), *arguments]
        return subprocess.run(command, cwd=at, env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index"]
    isolated = ["--no-build-isolation", "--wheel-dir", str(folder), str(REPOSITORY)]
    subprocess.run([*command, *isolated], check=True)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Install the wheel alone; its dependencies are those that the tests run with."""
    folder = tmp_path_factory.mktemp("clean")
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    python = folder / "venv/bin/python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, str(wheel)], check=True)
    (packages,) = (folder / "venv").glob("lib/python*/site-packages")
    home = folder / "home"
    home.mkdir()
    # Only what the wheel depends on, and no .pth that leads to the checkout.
    for place in {sysconfig.get_path(name) for name in ("purelib", "platlib")}:
        for path in Path(place).iterdir():
            if not (packages / path.name).exists() and not _leads_here(path):
                (packages / path.name).symlink_to(path)
    return Installed(python, home)


def _leads_here(path: Path) -> bool:
    return path.suffix == ".pth" or path.name.startswith(("commcards", "__editable__"))


def test_the_wheel_is_small_and_has_the_library(wheel: Path) -> None:
    assert wheel.stat().st_size < LARGEST
    names = {*ZipFile(wheel).namelist()}
    inside = "commcards/library/"
    for name in ("cards/illness.yaml", "locales/ar/LC_MESSAGES/commcards.po", "layouts/a6.yaml",
                 "symbols/symbols.yaml", "templates/card.html.j2", "starters/clinic/decks.yaml",
                 ".assets/fonts/manifest.json", ".assets/icons.json", "LICENSE.md"):  # fmt: skip
        assert f"{inside}{name}" in names
    assert not [name for name in names if "node_modules" in name or "__pycache__" in name]
    licences = [name for name in names if name.endswith(".LICENSE.txt")]
    families = {name.rpartition("-")[0] for name in names if name.endswith(".ttf")}
    assert {name.removesuffix(".LICENSE.txt") for name in licences} == families


def test_from_nothing_to_paper(installed: Installed, tmp_path: Path) -> None:
    started = time.monotonic()
    done = installed.run("new", "clinic", "--template", "clinic", at=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    root = tmp_path / "clinic"
    options = [
        "--staff",
        "Bulgarian",
        "--language",
        "ar+uk",
        "--layout",
        "A6",
        "--layout",
        "wallet",
    ]
    done = installed.run("build", *options, "--edition", "grey", at=root)
    assert done.returncode == 0, done.stderr
    assert time.monotonic() - started < LONGEST
    for path in PATHS.values():
        text = subprocess.run(
            ["pdftotext", str(root / path), "-"], check=True, capture_output=True, text=True
        ).stdout
        assert {"Клиника", "Поліклініка", "Болест"} <= {*text.split()}
        assert path in done.stdout
    assert [*installed.home.iterdir()] == [], "nothing is left in anybody's home"


def test_commands_of_a_project(installed: Installed, tmp_path: Path) -> None:
    installed.run("new", "ours", at=tmp_path)
    root = tmp_path / "ours"
    assert (
        installed.run("upgrade", at=root).stdout == "nothing has changed\nnoted in library.lock\n"
    )
    assert "0 errors" in installed.run("check", at=root).stderr
    assert installed.run("doctor", at=root).returncode == 0
    done = installed.run("build", "--card", "theft", "--no-cover", "--language", "fa", at=root)
    assert done.stdout.startswith("output/cards/en-fa/theft_en-fa_a6_a4.pdf\n")
    assert installed.run("status", "--json", at=root).returncode == 0


def test_without_prepared_fonts_there_is_no_wheel(tmp_path: Path) -> None:
    for name in ("pyproject.toml", "README.md", "LICENSE.md", "scripts", "src"):
        source = REPOSITORY / name
        copy = shutil.copytree if source.is_dir() else shutil.copyfile
        copy(source, tmp_path / name)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index"]
    done = subprocess.run(
        [*command, "--no-build-isolation", "--wheel-dir", str(tmp_path / "dist"), str(tmp_path)],
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert "Run `make setup` first" in done.stderr
    assert "Traceback" not in done.stderr
    assert not [*tmp_path.rglob("*.whl")]
