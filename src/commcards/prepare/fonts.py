"""Static Regular and Bold fonts in ``.assets/fonts/``, from the packages that fonts.json names.

A layout with variable fonts takes many times as long as with static ones. HarfBuzz pins the
weight in milliseconds; fontTools then writes the names by which fontconfig finds a face.
A file pattern with ``{style}`` names static TrueType fonts already: they are copied. One with
``{weight}`` names static WOFF fonts: they are unpacked and named. A WOFF pattern without it is a
family that has one weight alone, which stands for its Bold too.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import PackagePath, distribution, version
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

from commcards.base import paths
from commcards.base.files import write_atomic
from commcards.prepare.inputs import digest

WEIGHTS = {"Regular": 400, "Bold": 700}
_TABLE = Path(__file__).with_name("fonts.json")

# OpenType OS/2.fsSelection and head.macStyle bits
_FS_ITALIC, _FS_BOLD, _FS_REGULAR = 1 << 0, 1 << 5, 1 << 6
_MAC_BOLD, _MAC_ITALIC = 1 << 0, 1 << 1


@dataclass(frozen=True, slots=True)
class Package:
    """Where fonts come from; ``licence_file`` is copied beside them, as the OFL asks.

    A licence file with a folder stands there; else it is looked up in the package's metadata.
    """

    name: str
    source: Literal["pypi", "npm"]
    licence_file: str


@dataclass(frozen=True, slots=True)
class Family:
    """One font family: a file pattern in a package, and its line in the credits.

    ``characters`` is a Python codec: a font of all Chinese characters is cut down to the set.
    """

    name: str
    package: Package
    file: str
    licence: str
    characters: str = ""


def families(table: Path = _TABLE) -> tuple[Family, ...]:
    """Read the list of families."""
    data = json.loads(table.read_text("utf-8"))
    packages = {
        name: Package(name, entry["source"], entry["licence-file"])
        for name, entry in data["packages"].items()
    }
    return tuple(
        Family(
            entry["family"],
            packages[entry["package"]],
            entry["file"],
            entry["licence"],
            entry.get("characters", ""),
        )
        for entry in data["families"]
    )


def prepare_fonts(root: Path, node_modules: Path) -> bool:
    """Make ``.assets/fonts`` and its manifest.json; False when they are whole and fresh."""
    folder = root / paths.ASSETS / paths.FONTS
    manifest = root / paths.ASSETS / paths.FONT_MANIFEST
    wanted = families()
    inputs = _inputs(wanted, root / "package-lock.json")
    if _is_fresh(manifest, inputs):
        return False
    manifest.unlink(missing_ok=True)  # a run that breaks off leaves no manifest
    fonts = [_write(folder, family, style, node_modules) for family in wanted for style in WEIGHTS]
    texts = [
        _write_licence(folder, package, node_modules)
        for package in dict.fromkeys(family.package for family in wanted)
    ]
    _remove_others(folder, {str(entry["file"]) for entry in fonts} | set(texts))
    data = {"inputs": inputs, "fonts": fonts, "licence_files": texts}
    write_atomic(manifest, (json.dumps(data, indent=1) + "\n").encode())
    return True


def instance(variable: bytes, family: str, style: str) -> bytes:
    """Return the static font of a style (``Regular``, ``Bold``) of a variable wght font."""
    import uharfbuzz as hb

    face = hb.Face(hb.Blob(variable))
    plan = hb.SubsetInput()
    plan.keep_everything()
    # Contours of variable fonts overlap: the flag tells rasterisers to fill them as one.
    plan.flags |= hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.SET_OVERLAPS_FLAG
    if not plan.pin_axis_location(face, "wght", WEIGHTS[style]):
        raise ValueError(f"{family}: the source has no wght axis")
    return _rename(bytes(hb.subset(face, plan).blob.data), family, style)


def cut_down(font: bytes, codec: str) -> bytes:
    """Return a font with ASCII and the characters that a Python codec can write.

    To be done before a weight is pinned: that takes a millisecond a glyph.
    """
    import uharfbuzz as hb

    wanted = hb.SubsetInput()
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    wanted.unicode_set.update(code for code in range(0x20, 0x10000) if _can_write(codec, code))
    return bytes(hb.subset(hb.Face(hb.Blob(font)), wanted).blob.data)


def _can_write(codec: str, code: int) -> bool:
    try:
        chr(code).encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def _rename(font: bytes, family: str, style: str) -> bytes:
    """Name and flag a font so that its Regular and Bold make one family."""
    from fontTools.ttLib import TTFont

    out = BytesIO()
    with TTFont(BytesIO(font), recalcTimestamp=False, recalcBBoxes=False) as parsed:
        ttf: Any = parsed
        ttf.flavor = None  # WOFF is unpacked
        if "STAT" in ttf:
            del ttf["STAT"]
        names = ttf["name"]
        for of_variations in (16, 17, 21, 22, 25):
            names.removeNames(nameID=of_variations)
        postscript = f"{family.replace(' ', '')}-{style}"
        texts = {1: family, 2: style, 3: postscript, 4: f"{family} {style}", 6: postscript}
        for name_id, text in texts.items():
            names.removeNames(nameID=name_id)
            names.setName(text, name_id, 3, 1, 0x409)
        bold = style == "Bold"
        other = ttf["OS/2"].fsSelection & ~(_FS_ITALIC | _FS_BOLD | _FS_REGULAR)
        ttf["OS/2"].fsSelection = other | (_FS_BOLD if bold else _FS_REGULAR)
        ttf["OS/2"].usWeightClass = WEIGHTS[style]
        ttf["head"].macStyle &= ~(_MAC_BOLD | _MAC_ITALIC)
        ttf["head"].macStyle |= _MAC_BOLD if bold else 0
        ttf.save(out)
    return out.getvalue()


def _write(folder: Path, family: Family, style: str, node_modules: Path) -> dict[str, str]:
    path = family.file.format(style=style, weight=WEIGHTS[style])
    data = (_folder_of(family.package, node_modules) / path).read_bytes()
    if family.characters:
        data = cut_down(data, family.characters)
    if path.endswith(".woff"):
        data = _rename(data, family.name, style)
    elif "{style}" not in family.file:
        data = instance(data, family.name, style)
    file = f"{family.name.replace(' ', '')}-{style}.ttf"
    write_atomic(folder / file, data)
    return {
        "family": family.name,
        "style": style.lower(),
        "file": file,
        "sha256": sha256(data).hexdigest(),
        "licence": family.licence,
    }


def _folder_of(package: Package, node_modules: Path) -> Path:
    if package.source == "npm":
        return node_modules / package.name
    return Path(str(distribution(package.name).locate_file("")))


def _write_licence(folder: Path, package: Package, node_modules: Path) -> str:
    if package.source == "npm":
        source = node_modules / package.name / package.licence_file
    else:
        source = _licence_in(package)
    file = f"{package.name.removeprefix('@').replace('/', '-')}.LICENSE.txt"
    write_atomic(folder / file, source.read_bytes())
    return file


def _licence_in(package: Package) -> Path:
    listed: list[PackagePath] = distribution(package.name).files or []
    for path in listed:
        in_metadata = path.name == package.licence_file and path.parent.name == "licenses"
        if in_metadata or ("/" in package.licence_file and str(path) == package.licence_file):
            return Path(str(path.locate()))
    raise FileNotFoundError(f"{package.name} brings no {package.licence_file}")


def _inputs(wanted: tuple[Family, ...], lock: Path) -> str:
    """Digest whatever decides the bytes: list, recipe (this module), package versions."""
    pypi = {family.package.name for family in wanted if family.package.source == "pypi"}
    versions = [f"{name} {version(name)}" for name in sorted({*pypi, "uharfbuzz", "fonttools"})]
    files = [path.read_bytes() for path in (_TABLE, Path(__file__), lock)]
    return digest([*files, *(text.encode() for text in versions)])


def _is_fresh(manifest: Path, inputs: str) -> bool:
    try:
        data = json.loads(manifest.read_text("utf-8"))
        return bool(
            data["inputs"] == inputs
            and all((manifest.parent / file).is_file() for file in data["licence_files"])
            and all(
                sha256((manifest.parent / entry["file"]).read_bytes()).hexdigest()
                == entry["sha256"]
                for entry in data["fonts"]
            )
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _remove_others(folder: Path, wanted: set[str]) -> None:
    for path in folder.iterdir():
        if path.is_file() and path.name not in wanted:
            path.unlink()
