"""Set-up: packages unpacked for a while, fonts and icons made of them once, mended when broken."""

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from commcards.base.errors import UserError
from commcards.prepare import __main__ as command
from commcards.prepare import fonts, packages
from commcards.prepare.fonts import Family

PROJECT = Path(__file__).parents[2]
PREPARED = PROJECT / ".assets" / "fonts"
FAMILIES = [
    {"name": "One Sans", "licence": "One Sans, SIL OFL 1.1 - Somebody"},
    {"name": "Thin", "licence": "Thin, SIL OFL 1.1 - Nobody", "bold": "400Regular"},
]


@pytest.fixture
def node_modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Packages of two families, one of which has only one weight."""
    table = tmp_path / "fonts.json"
    table.write_text(json.dumps(FAMILIES), "utf-8")
    monkeypatch.setattr(fonts.families, "__defaults__", (table,))
    for family in fonts.families(table):
        package = tmp_path / "node_modules" / family.package
        for cut in family.cuts.values():
            (package / cut).mkdir(parents=True, exist_ok=True)
            path = package / cut / f"{family.stem}_{cut}.ttf"
            path.write_text(f"{family.name} {cut}", "utf-8")
        (package / "LICENSE_FONT").write_text(f"licence of {family.name}", "utf-8")
    return tmp_path / "node_modules"


@pytest.fixture
def made(tmp_path: Path, node_modules: Path) -> Path:
    folder = tmp_path / ".assets" / "fonts"
    fonts.prepare_fonts(folder, node_modules, "inputs")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_fonts_and_their_licences_are_copied(made: Path) -> None:
    files = contents(made)
    manifest = json.loads(files.pop("manifest.json"))
    assert files == {
        "OneSans-Regular.ttf": b"One Sans 400Regular",
        "OneSans-Bold.ttf": b"One Sans 700Bold",
        "OneSans.LICENSE.txt": b"licence of One Sans",
        "Thin-Regular.ttf": b"Thin 400Regular",
        "Thin.LICENSE.txt": b"licence of Thin",
    }
    assert [(font["family"], font["style"], font["file"]) for font in manifest["fonts"]] == [
        ("One Sans", "regular", "OneSans-Regular.ttf"),
        ("One Sans", "bold", "OneSans-Bold.ttf"),
        ("Thin", "regular", "Thin-Regular.ttf"),
        ("Thin", "bold", "Thin-Regular.ttf"),
    ]


def test_fresh_fonts_are_known(made: Path) -> None:
    assert fonts.fonts_are_fresh(made, "inputs")
    assert not fonts.fonts_are_fresh(made, "others")


@pytest.mark.parametrize(
    "breakage",
    [
        lambda folder: (folder / "manifest.json").unlink(),
        lambda folder: (folder / "manifest.json").write_text('{"inputs"', "utf-8"),
        lambda folder: (folder / "manifest.json").write_text("[]", "utf-8"),
        lambda folder: (folder / "OneSans-Bold.ttf").unlink(),
        lambda folder: (folder / "OneSans-Bold.ttf").write_bytes(b"half"),
        lambda folder: (folder / "Thin.LICENSE.txt").unlink(),
    ],
)
def test_broken_fonts_are_made_again(
    made: Path, node_modules: Path, breakage: Callable[[Path], object]
) -> None:
    whole = contents(made)
    breakage(made)
    assert not fonts.fonts_are_fresh(made, "inputs")
    fonts.prepare_fonts(made, node_modules, "inputs")
    assert contents(made) == whole


def test_what_is_no_longer_listed_goes(made: Path, node_modules: Path, tmp_path: Path) -> None:
    (tmp_path / "fonts.json").write_text(json.dumps(FAMILIES[:1]), "utf-8")
    fonts.prepare_fonts(made, node_modules, "inputs")
    assert set(contents(made)) == {
        "OneSans-Regular.ttf",
        "OneSans-Bold.ttf",
        "OneSans.LICENSE.txt",
        "manifest.json",
    }


def test_a_run_that_breaks_off_leaves_no_manifest(made: Path, node_modules: Path) -> None:
    shutil.rmtree(node_modules / "@expo-google-fonts/thin")
    with pytest.raises(FileNotFoundError):
        fonts.prepare_fonts(made, node_modules, "inputs")
    assert not (made / "manifest.json").exists()


@pytest.mark.parametrize(
    ("family", "kept", "left_out"),
    [
        (Family("Noto Sans", "", latin=False), "\u00a0\u00adЖ–“", "a1?é\u01ce"),
        (Family("Noto Sans", "", characters="koi8-r"), "a1?Ж\u00a0", "éЇ"),
        (Family("Noto Sans", "", latin=False, characters="koi8-r"), "Ж\u00a0", "a1?éЇ"),
    ],
)
def test_a_font_is_cut_down(family: Family, kept: str, left_out: str) -> None:
    assert not family.whole
    whole = (PREPARED / "NotoSans-Regular.ttf").read_bytes()
    with TTFont(BytesIO(fonts.cut_down(whole, family))) as font:
        has = set(map(chr, font.getBestCmap()))
        assert has >= set(kept)
        assert not has & set(left_out)
        assert "GSUB" in font
        assert font["name"].getDebugName(1) == "Noto Sans"


def letters(file: str) -> set[str]:
    with TTFont(PREPARED / file) as font:
        return set(map(chr, font.getBestCmap()))


def test_prepared_fonts_have_what_they_should() -> None:
    chinese = letters("NotoSansSC-Regular.ttf")
    assert set("A1医生，。？《》") <= chinese
    assert "醫" not in chinese
    assert 7000 < len(chinese) < 8000
    for file in ("NotoNastaliqUrdu-Bold.ttf", "NotoSansTaiViet-Regular.ttf", "Mukta-Bold.ttf"):
        assert not letters(file) & set("Ab12./")


@pytest.mark.parametrize("family", fonts.families(), ids=lambda family: family.name)
@pytest.mark.parametrize("style", ["regular", "bold"])
def test_prepared_fonts_are_static_and_named_as_fontconfig_finds_them(
    family: Family, style: str
) -> None:
    manifest = json.loads((PREPARED / "manifest.json").read_text("utf-8"))["fonts"]
    (entry,) = (
        each for each in manifest if (each["family"], each["style"]) == (family.name, style)
    )
    bold = family.cuts[style] == "700Bold"
    with TTFont(PREPARED / entry["file"]) as font:
        names = [font["name"].getDebugName(key) for key in (1, 2, 16)]
        assert "fvar" not in font
        assert "glyf" in font  # outlines that WeasyPrint embeds quickly
        assert names == [family.name, "Bold" if bold else "Regular", None]
        assert font["OS/2"].usWeightClass == (700 if bold else 400)
        assert bool(font["OS/2"].fsSelection & 1 << 5) is bold
        assert bool(font["head"].macStyle & 1) is bold


@pytest.mark.parametrize("family", fonts.families(), ids=lambda family: family.name)
def test_every_family_states_its_licence(family: Family) -> None:
    assert family.licence.startswith(f"{family.name}, SIL OFL 1.1 - ")
    text = (PREPARED / f"{family.stem}.LICENSE.txt").read_text("utf-8-sig")
    assert text.startswith("Copyright ")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text


def test_lock_file_pins_every_package_and_names_no_host() -> None:
    lock = json.loads((PROJECT / "package-lock.json").read_text("utf-8"))
    for name, entry in lock["packages"].items():
        if name:
            assert "resolved" not in entry
            assert entry["integrity"].startswith("sha512-")


def test_packages_are_those_that_are_used() -> None:
    wanted = json.loads((PROJECT / "package.json").read_text("utf-8"))["dependencies"]
    assert all(version[0].isdigit() for version in wanted.values())
    icons = json.loads((PROJECT / "src/commcards/prepare/icons.json").read_text("utf-8"))
    used = {family.package for family in fonts.families()}
    assert set(wanted) == used | {entry["package"] for entry in icons.values()}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in packages.NPM_FILES:
        shutil.copy(PROJECT / name, tmp_path / name)
    return tmp_path


def test_inputs_change_with_the_lock_file(project: Path) -> None:
    before = packages.read_inputs(project)
    assert packages.read_inputs(project) == before
    lock = project / "package-lock.json"
    lock.write_text(lock.read_text("utf-8") + "\n", "utf-8")
    assert packages.read_inputs(project) != before


def test_packages_are_there_for_a_while(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def install(folder: Path, constraints: Path) -> None:
        assert set(contents(folder)) == set(packages.NPM_FILES)
        assert constraints == project / "constraints.txt"
        (folder / "node_modules").mkdir()

    monkeypatch.setattr(packages, "_install", install)
    left = project / ".assets" / "npm" / "left" / "by a run that was killed"
    left.mkdir(parents=True)
    with packages.unpacked(project) as node_modules:
        assert node_modules.is_dir()
    assert list((project / ".assets").iterdir()) == []
    with pytest.raises(KeyboardInterrupt), packages.unpacked(project):
        raise KeyboardInterrupt
    assert list((project / ".assets").iterdir()) == []


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, works: str) -> list[list[str]]:
    """Install by commands that fail, but those with a word; return what was run."""
    run: list[list[str]] = []

    def fault_of(command: list[str], folder: Path, modules: Path | None = None) -> str:
        run.append(command)
        return "" if works in command else f"fault {len(run)}"

    monkeypatch.setattr(packages, "_fault_of", fault_of)
    try:
        packages._install(folder, folder / "constraints.txt")
    except UserError as error:
        (fault,) = error.diagnostics
        assert (fault.code, fault.message) == ("npm-failed", f"fault {len(run)}")
    return run


def test_the_npm_of_the_machine_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}")
    run = install(tmp_path, monkeypatch, works="/bin/npm")
    assert run == [["/bin/npm", "ci", *packages._FLAGS]]


@pytest.mark.parametrize("own", [None, "/bin/npm"])
def test_without_an_npm_that_works_one_is_brought(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: str | None
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: own)
    *failed, pip, npm = install(tmp_path, monkeypatch, works="pip")
    assert len(failed) == (1 if own else 0)
    constraints = str(tmp_path / "constraints.txt")
    assert pip[-5:] == ["--target", str(tmp_path / "node"), "-c", constraints, packages._NODE]
    assert npm[0] == sys.executable
    assert npm[3:] == ["ci", *packages._FLAGS]


def test_without_pip_there_is_no_npm_to_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    (pip,) = install(tmp_path, monkeypatch, works="nothing")
    assert "pip" in pip


def test_the_npm_that_is_brought_is_pinned() -> None:
    pins = (PROJECT / "constraints.txt").read_text("utf-8").splitlines()
    assert [pin for pin in pins if pin.startswith(f"{packages._NODE}==")]


def test_a_command_tells_what_is_wrong(tmp_path: Path) -> None:
    say = [sys.executable, "-c", "import sys, odd; sys.exit(odd.fault)"]
    (tmp_path / "odd.py").write_text("fault = 'no network'", "utf-8")
    told = packages._fault_of(say, tmp_path.parent, tmp_path)
    assert told == f"`{sys.executable}` ended with 1: no network"
    (tmp_path / "odd.py").write_text("fault = 0  # as those say that succeed", "utf-8")
    assert packages._fault_of(say, tmp_path.parent, tmp_path) == ""


def test_command_outside_a_project_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["--root", str(tmp_path)]) == 1
    assert "error[project-missing]" in capsys.readouterr().err


def test_command_does_its_work_once(
    project: Path,
    node_modules: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    unpacked = []

    @contextmanager
    def there(root: Path) -> Iterator[Path]:
        unpacked.append(root)
        yield node_modules

    def icons(path: Path, node_modules: Path, inputs: str) -> None:
        path.write_text(inputs, "utf-8")

    def fresh(path: Path, inputs: str) -> bool:
        return path.is_file() and path.read_text("utf-8") == inputs

    monkeypatch.setattr(command, "unpacked", there)
    monkeypatch.setattr(command, "prepare_icons", icons)
    monkeypatch.setattr(command, "icons_are_fresh", fresh)
    assert command.main(["--root", str(project)]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines()[-1].startswith("prepared fonts and icons in ")
    assert command.main(["--root", str(project)]) == 0
    assert capsys.readouterr().err == "fonts and icons are up to date\n"
    assert unpacked == [project]
    (project / ".assets" / "icons.json").unlink()
    assert command.main(["--root", str(project)]) == 0
    assert unpacked == [project, project]
