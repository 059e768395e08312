"""Icon sets in ``.assets/icons.json``, of the packages that icons.json lists, with their credits.

Icons stay as they are; a build parses the few that it uses.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from commcards.base.files import write_atomic

_TABLE = Path(__file__).with_name("icons.json")
# Outlines belong to another family, negatives are a dark tile with the picture cut out.
_OTHER_STYLE = re.compile(r".*-(outline|negative)(-24px)?")


def prepare_icons(path: Path, node_modules: Path, inputs: str) -> None:
    """Write the icons to ``path``, a set a line: credit, and viewBox and markup by name."""
    lines = []
    for prefix, entry in _read_json(_TABLE).items():
        folder = node_modules / entry["package"]
        credit = entry["credit"].format_map(_read_json(folder / "info.json"))
        icons = _filled(_read_json(folder / "icons.json"))
        lines.append(f"{json.dumps(prefix)}: {json.dumps({'credit': credit, 'icons': icons})}")
    write_atomic(path, "\n".join([_head(inputs), ",\n".join(lines), "}}", ""]).encode())


def icons_are_fresh(path: Path, inputs: str) -> bool:
    """Return whether ``path`` holds the icons of these inputs: of its megabytes the first line."""
    try:
        with path.open(encoding="utf-8") as stream:
            return stream.readline().rstrip("\n") == _head(inputs)
    except (OSError, ValueError):
        return False


def _head(inputs: str) -> str:
    return json.dumps({"inputs": inputs})[:-1] + ', "sets": {'


def _filled(data: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Return the icons of a set that its makers still have, but for those of another style."""
    icons = {}
    for name, icon in data["icons"].items():
        if not icon.get("hidden") and not _OTHER_STYLE.fullmatch(name):
            size = {**data, **icon}
            icons[name] = (f"0 0 {size['width']} {size['height']}", icon["body"])
    return icons


def _read_json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))
