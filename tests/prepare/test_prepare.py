"""Set-up: static fonts from packages, done once, mended when broken."""

import json
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from commcards.base.errors import UserError
from commcards.prepare import __main__ as command
from commcards.prepare import fonts, packages
from commcards.prepare.inputs import digest

PROJECT = Path(__file__).parents[2]
VARIABLE = "Noto Sans Thai"  # small, with marks to place


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with families to be instanced, copied and unpacked."""
    table = json.loads((PROJECT / "src/commcards/prepare/fonts.json").read_text("utf-8"))
    table["families"] = [
        entry
        for entry in table["families"]
        if entry["family"] in {VARIABLE, "Vazirmatn", "Noto Sans Tai Viet"}
    ]
    path = tmp_path / "fonts.json"
    path.write_text(json.dumps(table), "utf-8")
    monkeypatch.setattr(fonts, "_TABLE", path)
    monkeypatch.setattr(fonts.families, "__defaults__", (path,))
    (tmp_path / "package-lock.json").write_text("{}", "utf-8")
    npm = tmp_path / "node_modules" / "vazirmatn"
    (npm / "fonts/ttf").mkdir(parents=True)
    for style in fonts.WEIGHTS:
        (npm / f"fonts/ttf/Vazirmatn-{style}.ttf").write_bytes(f"font {style}".encode())
    (npm / "OFL.txt").write_text("licence", "utf-8")
    fontsource = Path("node_modules/@fontsource")
    (tmp_path / fontsource).parent.mkdir(exist_ok=True)
    (tmp_path / fontsource).symlink_to(PROJECT / ".assets/npm" / fontsource)
    return tmp_path


def run(project: Path) -> bool:
    return fonts.prepare_fonts(project, project / "node_modules")


def made(project: Path) -> Path:
    return project / ".assets" / "fonts"


def test_fonts_are_made_once(project: Path) -> None:
    assert run(project) is True
    before = {path.name: path.stat().st_mtime_ns for path in made(project).iterdir()}
    assert run(project) is False
    assert {path.name: path.stat().st_mtime_ns for path in made(project).iterdir()} == before
    assert set(before) == {
        "NotoSansThai-Regular.ttf",
        "NotoSansThai-Bold.ttf",
        "Vazirmatn-Regular.ttf",
        "Vazirmatn-Bold.ttf",
        "NotoSansTaiViet-Regular.ttf",
        "NotoSansTaiViet-Bold.ttf",
        "manifest.json",
        "fontsource-noto-sans-tai-viet.LICENSE.txt",
        "manimgx-fonts.LICENSE.txt",
        "vazirmatn.LICENSE.txt",
    }


def test_static_fonts_are_copied_as_they_are(project: Path) -> None:
    run(project)
    assert (made(project) / "Vazirmatn-Bold.ttf").read_bytes() == b"font Bold"


def test_the_same_bytes_come_out_again(project: Path) -> None:
    run(project)
    first = {path.name: path.read_bytes() for path in made(project).iterdir()}
    shutil.rmtree(made(project))
    run(project)
    assert {path.name: path.read_bytes() for path in made(project).iterdir()} == first


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_a_static_font_is_named_and_weighted(project: Path, style: str) -> None:
    run(project)
    with TTFont(BytesIO((made(project) / f"NotoSansThai-{style}.ttf").read_bytes())) as font:
        names = {key: font["name"].getDebugName(key) for key in (1, 2, 4, 6, 16, 17)}
        bold = style == "Bold"
        assert "fvar" not in font
        assert "STAT" not in font
        assert "GSUB" in font
        assert names == {
            1: VARIABLE,
            2: style,
            4: f"{VARIABLE} {style}",
            6: f"NotoSansThai-{style}",
            16: None,
            17: None,
        }
        assert font["OS/2"].usWeightClass == (700 if bold else 400)
        assert bool(font["OS/2"].fsSelection & 1 << 5) is bold
        assert bool(font["OS/2"].fsSelection & 1 << 6) is not bold
        assert bool(font["head"].macStyle & 1) is bold


def test_web_fonts_are_unpacked_and_one_weight_stands_for_two(project: Path) -> None:
    run(project)
    for style, weight in fonts.WEIGHTS.items():
        path = made(project) / f"NotoSansTaiViet-{style}.ttf"
        assert path.read_bytes()[:4] == b"\x00\x01\x00\x00"
        with TTFont(path) as font:
            assert 0xAA80 in font.getBestCmap()
            assert font["name"].getDebugName(1) == "Noto Sans Tai Viet"
            assert font["OS/2"].usWeightClass == weight


def test_chinese_fonts_are_cut_down() -> None:
    family = next(each for each in fonts.families() if each.characters == "gb2312")
    source = fonts._folder_of(family.package, PROJECT) / family.file
    assert fonts._licence_in(family.package).name == "OFL.txt"
    with TTFont(BytesIO(fonts.cut_down(source.read_bytes(), "gb2312"))) as font:
        has = font.getBestCmap()
        assert "GSUB" in font
    assert {ord(letter) for letter in "A1医生，。？《》"} <= has.keys()
    assert ord("醫") not in has
    assert 7000 < len(has) < 8000


def test_bold_differs_from_regular_in_outline(project: Path) -> None:
    run(project)
    sizes = []
    for style in fonts.WEIGHTS:
        with TTFont(made(project) / f"NotoSansThai-{style}.ttf") as font:
            sizes.append([font["hmtx"][name][0] for name in font.getGlyphOrder()])
    assert len(sizes[0]) == len(sizes[1])
    assert sum(sizes[1]) > sum(sizes[0])


@pytest.mark.parametrize(
    "breakage",
    [
        lambda folder: (folder / "manifest.json").unlink(),
        lambda folder: (folder / "manifest.json").write_text('{"inputs"', "utf-8"),
        lambda folder: (folder / "manifest.json").write_text("[]", "utf-8"),
        lambda folder: (folder / "NotoSansThai-Bold.ttf").unlink(),
        lambda folder: (folder / "NotoSansThai-Bold.ttf").write_bytes(b"half"),
        lambda folder: (folder / "vazirmatn.LICENSE.txt").unlink(),
    ],
)
def test_broken_assets_are_made_again(project: Path, breakage: Callable[[Path], object]) -> None:
    run(project)
    whole = {path.name: path.read_bytes() for path in made(project).iterdir()}
    breakage(made(project))
    assert run(project) is True
    assert {path.name: path.read_bytes() for path in made(project).iterdir()} == whole


def test_a_new_lock_file_and_a_shorter_list_make_them_again(project: Path) -> None:
    run(project)
    (project / "package-lock.json").write_text('{"changed": 1}', "utf-8")
    assert run(project) is True
    table = json.loads((project / "fonts.json").read_text("utf-8"))
    table["families"].pop()
    (project / "fonts.json").write_text(json.dumps(table), "utf-8")
    assert run(project) is True
    assert not (made(project) / "Vazirmatn-Bold.ttf").exists()
    assert not (made(project) / "vazirmatn.LICENSE.txt").exists()


def test_a_run_that_breaks_off_leaves_no_manifest(project: Path) -> None:
    run(project)
    (project / "package-lock.json").write_text('{"changed": 1}', "utf-8")
    (project / "node_modules/vazirmatn/fonts/ttf/Vazirmatn-Bold.ttf").unlink()
    with pytest.raises(FileNotFoundError):
        run(project)
    assert not (made(project) / "manifest.json").exists()


def test_every_family_states_package_and_licence() -> None:
    listed = fonts.families()
    assert len({family.name for family in listed}) == len(listed)
    for family in listed:
        assert family.licence.startswith(f"{family.name}, ")
    assert {"Noto Sans", "Noto Sans Bengali", "Noto Sans Ethiopic", "Vazirmatn"} <= {
        family.name for family in listed
    }


def npm_project(root: Path) -> list[Path]:
    for name in packages.NPM_FILES:
        shutil.copy(PROJECT / name, root / name)
    return [
        root / ".assets/npm/node_modules" / name / "package.json"
        for name in json.loads((root / "package.json").read_text("utf-8"))["dependencies"]
    ]


def test_packages_are_installed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = npm_project(tmp_path)
    calls = []

    def npm_ci(folder: Path) -> None:
        calls.append(folder)
        assert {path.name for path in folder.iterdir() if path.is_file()} == set(packages.NPM_FILES)
        for path in installed:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("{}", "utf-8")

    monkeypatch.setattr(packages, "_npm_ci", npm_ci)
    assert packages.install_packages(tmp_path) is True
    assert packages.install_packages(tmp_path) is False
    assert len(calls) == 1
    installed[0].unlink()
    assert packages.install_packages(tmp_path) is True
    lock = tmp_path / "package-lock.json"
    lock.write_text(lock.read_text("utf-8") + "\n", "utf-8")
    assert packages.install_packages(tmp_path) is True
    assert packages.install_packages(tmp_path) is False


def test_npm_tells_what_is_wrong_and_leaves_no_stamp(tmp_path: Path) -> None:
    npm_project(tmp_path)
    (tmp_path / "package-lock.json").write_text("{}", "utf-8")  # no network is asked
    with pytest.raises(UserError) as caught:
        packages.install_packages(tmp_path)
    (fault,) = caught.value.diagnostics
    assert fault.code == "npm-failed"
    assert "package-lock.json" in fault.message
    assert not (tmp_path / ".assets/npm/stamp").exists()


def test_lock_file_pins_every_package_and_names_no_host() -> None:
    lock = json.loads((PROJECT / "package-lock.json").read_text("utf-8"))
    for name, entry in lock["packages"].items():
        if name:
            assert "resolved" not in entry
            assert entry["integrity"].startswith("sha512-")
    wanted = json.loads((PROJECT / "package.json").read_text("utf-8"))["dependencies"]
    assert all(version[0].isdigit() for version in wanted.values())


def test_command_outside_a_project_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["--root", str(tmp_path)]) == 1
    assert "error[project-missing]" in capsys.readouterr().err


def test_command_says_what_it_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "install_packages", lambda root: False)
    monkeypatch.setattr(command, "prepare_fonts", lambda root, node_modules: True)
    monkeypatch.setattr(command, "_icons", lambda root, node_modules: False)
    assert command.main(["--root", str(tmp_path)]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    packages_line, fonts_line, icons_line = told.err.splitlines()
    assert packages_line == "npm packages are up to date"
    assert fonts_line.startswith("prepared fonts in ")
    assert icons_line == "icons are up to date"


def test_digest_keeps_parts_apart() -> None:
    assert digest([b"ab", b"c"]) != digest([b"a", b"bc"])
    assert digest([b"ab", b"c"]) == digest([b"ab", b"c"])
