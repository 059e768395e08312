"""Renderers that paint with the one engine or the other, whichever fits."""

from __future__ import annotations

from commcards.base.store import Store
from commcards.typesetting.render import Renderer
from commcards.workspace.workspace import Workspace


def renderer_of(engine: str, workspace: Workspace) -> Renderer:
    """Return a renderer that paints with the private or the public engine."""
    renderer = Renderer(workspace.fonts, Store(None))
    vars(renderer)["_misfit"] = "" if engine == "private" else "a test wants the public engine"
    return renderer
