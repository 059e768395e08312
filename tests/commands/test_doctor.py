"""The doctor names what is missing, and how to get it."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from commcards.commands.doctor import doctor
from commcards.workspace import doctor as module
from commcards.workspace.doctor import LIBRARIES, Finding, can_load, examine

ASSETS = Path(__file__).parents[2] / ".assets"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(ASSETS / "fonts", tmp_path / ".assets/fonts")
    (tmp_path / ".assets/icons.json").write_text('{"ill": {}}', "utf-8")
    return tmp_path


def faults(findings: list[Finding]) -> dict[str, Finding]:
    return {finding.name: finding for finding in findings if not finding.ok}


def test_a_whole_project_is_well(project: Path) -> None:
    findings = examine(project, can_load=lambda soname: True)
    assert faults(findings) == {}
    assert all(finding.remedy == "" for finding in findings)
    assert {*LIBRARIES, "fonts", "icons", "output folder"} < {each.name for each in findings}


def test_this_machine_can_load_the_libraries(project: Path) -> None:
    assert faults(examine(project)) == {}


@pytest.mark.parametrize(
    ("system", "command"),
    [
        ("apt", "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"),
        ("dnf", "sudo dnf install pango"),
        ("brew", "brew install pango"),
        ("windows", "pacman -S mingw-w64-x86_64-pango"),
        ("windows", "WEASYPRINT_DLL_DIRECTORIES="),
        ("windows", "WSL"),
    ],
)
def test_a_missing_library_names_the_command(project: Path, system: str, command: str) -> None:
    missing = faults(examine(project, system, lambda soname: "pango-1.0" not in soname))
    assert list(missing) == ["Pango"]
    assert command in missing["Pango"].remedy


def test_an_unknown_system_is_told_every_command(project: Path) -> None:
    missing = faults(examine(project, "", lambda soname: False))
    assert set(missing) == set(LIBRARIES)
    assert [line.split(":")[0] for line in missing["HarfBuzz-subset"].remedy.splitlines()] == [
        "Debian, Ubuntu",
        "Fedora",
        "macOS",
        "Windows",
    ]


def test_a_library_that_is_not_there_cannot_be_loaded() -> None:
    assert can_load("libno-such-library.so.0") is False


def test_an_old_python_is_found(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LEAST_PYTHON", (99, 0))
    missing = faults(examine(project, "apt", lambda soname: True))
    assert "apt-get" in missing["Python 3.11 or newer"].remedy


def test_unprepared_assets_are_found(tmp_path: Path) -> None:
    missing = faults(examine(tmp_path, "apt", lambda soname: True))
    assert {name: finding.remedy for name, finding in missing.items()} == {
        "fonts": "make setup",
        "icons": "make setup",
    }


def test_damaged_fonts_and_empty_icons_are_found(project: Path) -> None:
    (project / ".assets/fonts/NotoSans-Bold.ttf").write_bytes(b"half")
    (project / ".assets/icons.json").write_text("{}", "utf-8")
    missing = faults(examine(project, "apt", lambda soname: True))
    assert set(missing) == {"fonts", "icons"}
    assert "NotoSans-Bold.ttf" in missing["fonts"].detail


def test_a_closed_output_folder_is_found(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(dir: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    missing = faults(examine(project, "apt", lambda soname: True))
    assert "Permission denied" in missing["output folder"].detail


def test_command_prints_findings_and_ends_with_1(tmp_path: Path) -> None:
    result = CliRunner().invoke(doctor, ["--root", str(tmp_path)])
    assert result.exit_code == 1
    assert "MISSING fonts: the fonts are not prepared\n        make setup\n" in result.output


def test_command_prints_one_json_object(project: Path) -> None:
    result = CliRunner().invoke(doctor, ["--root", str(project), "--json"])
    assert result.exit_code == 0
    findings = json.loads(result.output)["findings"]
    assert set(findings[0]) == {"name", "ok", "detail", "remedy"}
    assert all(finding["ok"] for finding in findings)
