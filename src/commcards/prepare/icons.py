"""Icon sets in ``.assets/icons.json``, from the packages they come in, with their credits.

Icons stay as they are; a build parses the few that it uses.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from commcards.base import paths
from commcards.base.files import write_atomic
from commcards.prepare.inputs import digest

_FONT_AWESOME = "justmyresource-font-awesome"
_MATERIAL = "justmyresource-mdi"
_HEALTH = "@iconify-json/healthicons"
_SVG = re.compile(r'<svg[^>]*? viewBox="([^"]+)"[^>]*>(?:<!--.*?-->)?(.*)</svg>\s*', re.DOTALL)
# Outlines belong to another family, negatives are a dark tile with the picture cut out.
_OTHER_STYLE = re.compile(r".*-(outline|negative)(-24px)?")

Icons = dict[str, tuple[str, str]]  # name -> viewBox, markup inside the svg element


@dataclass(frozen=True, slots=True)
class IconSet:
    """One set and the line that its licence asks for."""

    credit: str
    icons: Icons


def prepare_icons(root: Path, node_modules: Path) -> bool:
    """Make ``.assets/icons.json``; False when it is there and fresh."""
    path = root / paths.ASSETS / paths.ICONS
    inputs = _inputs(node_modules)
    head = json.dumps({"inputs": inputs})[:-1] + ', "sets": {'
    if path.is_file():  # of its megabytes the first line tells
        with path.open(encoding="utf-8") as stream:
            if stream.readline().rstrip("\n") == head:
                return False
    sets = {"fa": _font_awesome(), "mdi": _material(), "hi": _health(node_modules)}
    lines = [
        f"{json.dumps(prefix)}: {json.dumps({'credit': each.credit, 'icons': each.icons})}"
        for prefix, each in sets.items()
    ]
    write_atomic(path, "\n".join([head, ",\n".join(lines), "}}", ""]).encode())
    return True


def _inputs(node_modules: Path) -> str:
    """Return what changes when a package or this step does; packages are told by version."""
    versions = [distribution(name).version for name in (_FONT_AWESOME, _MATERIAL)]
    versions.append(_read_json(node_modules / _HEALTH / "package.json")["version"])
    return digest([Path(__file__).read_bytes(), *(text.encode() for text in versions)])


def _font_awesome() -> IconSet:
    credit = (
        f"Font Awesome Free {_upstream(_FONT_AWESOME)}, Fonticons, Inc., CC BY 4.0"
        " (creativecommons.org/licenses/by/4.0), adapted"
    )
    return IconSet(credit, _zipped(_FONT_AWESOME, "solid/"))


def _material() -> IconSet:
    credit = f"Material Design Icons {_upstream(_MATERIAL)}, Pictogrammers, Apache-2.0, adapted"
    return IconSet(credit, _zipped(_MATERIAL, ""))


def _health(node_modules: Path) -> IconSet:
    folder = node_modules / _HEALTH
    info = _read_json(folder / "info.json")
    data = _read_json(folder / "icons.json")
    icons: Icons = {}
    for name, icon in data["icons"].items():
        width, height = icon.get("width", data["width"]), icon.get("height", data["height"])
        icons[name] = (f"0 0 {width} {height}", icon["body"])
    for name, alias in data["aliases"].items():
        if alias.keys() == {"parent"}:  # not one that is turned or mirrored
            icons[name] = icons[alias["parent"]]
    credit = (
        f"{info['name']} {info['version']}, {info['author']['name']}, {info['license']['spdx']}"
    )
    return IconSet(credit, {n: icon for n, icon in icons.items() if not _OTHER_STYLE.fullmatch(n)})


def _upstream(package: str) -> str:
    """Return the version of the icons in a package: its own without the packager's suffix."""
    return distribution(package).version.partition(".post")[0]


def _zipped(package: str, folder: str) -> Icons:
    archive = distribution(package).locate_file(f"{package.replace('-', '_')}/icons.zip")
    icons: Icons = {}
    with ZipFile(str(archive)) as stream:
        for file in stream.namelist():
            name = file.removeprefix(folder).removesuffix(".svg")
            if not file.startswith(folder) or "/" in name:
                continue
            match = _SVG.fullmatch(stream.read(file).decode("utf-8"))
            if not match:
                raise ValueError(f"{package}: {file} is not an icon")
            icons[name] = (match[1], match[2])
    return icons


def _read_json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))
