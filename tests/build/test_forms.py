"""Pictures of printed faces: drawn once, and never taken for one another."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from commcards.base.diagnostics import Location
from commcards.base.store import Store
from commcards.build.forms import Pictures
from commcards.model.decks import Imprint
from commcards.model.symbols import Symbol
from commcards.pictures import draw, qr
from commcards.pictures.qrcache import QrCache
from commcards.typesetting.typesetter import BASE_URL
from commcards.workspace.workspace import Workspace

URLS = [f"{BASE_URL}{path}" for path in ("symbol/fever", "on/health/fever", "qr/deck/a.html")]
ADDRESS = "https://cards.example.org"
IMPRINT = Imprint("", ADDRESS, Location("decks.yaml", 3, 13))


def pictures(
    workspace: Workspace, folder: Path, symbols: Mapping[str, Symbol] | None = None
) -> Pictures:
    categories = workspace.project.categories
    store = Store(folder)
    return Pictures(symbols or workspace.symbols, categories, QrCache(IMPRINT, store), store)


def test_each_picture_is_what_its_url_says(workspace: Workspace, tmp_path: Path) -> None:
    forms = pictures(workspace, tmp_path).forms(URLS, "color")
    fever, health = workspace.symbols["fever"], workspace.project.categories["health"]
    drawn = [
        draw.operators(fever, draw.COLOR),
        draw.operators(fever, draw.inverted(health.on_color, health.color)),
        qr.encode(f"{ADDRESS}/deck/a.html").operators(),
    ]
    assert [zlib.decompress(forms[url].content) for url in URLS] == drawn
    grey = pictures(workspace, tmp_path).forms(URLS, "grey")
    found = zlib.decompress(grey[URLS[0]].content)
    assert found == draw.operators(fever, draw.GREY) != drawn[0]
    assert grey[URLS[2]] == forms[URLS[2]]


def test_editions_never_share_a_picture(workspace: Workspace, tmp_path: Path) -> None:
    """One maker of pictures serves a PDF after the other."""
    ours = pictures(workspace, tmp_path)
    color, grey = ours.forms(URLS, "color"), ours.forms(URLS[:1], "grey")
    assert grey == pictures(workspace, tmp_path).forms(URLS[:1], "grey")
    assert grey[URLS[0]] != color[URLS[0]]
    assert ours.forms(URLS, "grey") == pictures(workspace, tmp_path).forms(URLS, "grey")
    assert ours.forms(URLS, "color") == color


def test_a_picture_is_drawn_once(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = pictures(workspace, tmp_path).forms(URLS, "color")
    monkeypatch.setattr(draw, "operators", None)
    monkeypatch.setattr(qr, "encode", None)
    assert pictures(workspace, tmp_path).forms(URLS, "color") == before
    fever = replace(workspace.symbols["fever"], digest="other layers")
    changed = pictures(workspace, tmp_path, {"fever": fever})
    with pytest.raises(TypeError):  # it has to draw
        changed.forms(URLS[:1], "color")


def test_a_seal_tells_symbols_apart(workspace: Workspace) -> None:
    by_seal = {symbol.digest: symbol.layers for symbol in workspace.symbols.values()}
    assert all(by_seal[symbol.digest] == symbol.layers for symbol in workspace.symbols.values())
    assert len(by_seal) == len({symbol.layers for symbol in workspace.symbols.values()})
