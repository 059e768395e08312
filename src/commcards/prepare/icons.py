"""Prepares icon sets with their credits in ``.assets/icons.json``, of the packages in icons.json.

The icons are unchanged; a build parses the few that it uses.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from commcards.base.files import write_atomic

_TABLE = Path(__file__).with_name("icons.json")
# Outlines do not match other icons; negatives are dark tiles with the picture cut out.
_OTHER_STYLE = re.compile(r".*-(outline|negative)(-24px)?")


def prepare_icons(path: Path, node_modules: Path, inputs: str) -> None:
    """Write the icons to ``path``, a line for each set: credit, viewBox and markup by name."""
    lines = []
    for prefix, entry in _read_json(_TABLE).items():
        folder = node_modules / entry["package"]
        credit = entry["credit"].format_map(_read_json(folder / "info.json"))
        icons = _filled(_read_json(folder / "icons.json"))
        lines.append(f"{json.dumps(prefix)}: {json.dumps({'credit': credit, 'icons': icons})}")
    write_atomic(path, "\n".join([_head(inputs), ",\n".join(lines), "}}", ""]).encode())


def icons_are_fresh(path: Path, inputs: str) -> bool:
    """Return whether ``path`` holds the icons of these inputs, by its first line only."""
    try:
        with path.open(encoding="utf-8") as stream:
            return stream.readline().rstrip("\n") == _head(inputs)
    except (OSError, ValueError):
        return False


def _head(inputs: str) -> str:
    return json.dumps({"inputs": inputs})[:-1] + ', "sets": {'


def _filled(data: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Return the icons of a set, without those that are withdrawn or of another style."""
    icons = {}
    for name, icon in data["icons"].items():
        if not icon.get("hidden") and not _OTHER_STYLE.fullmatch(name):
            size = {**data, **icon}
            icons[name] = (f"0 0 {size['width']} {size['height']}", icon["body"])
    return icons


def _read_json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))
