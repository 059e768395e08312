"""Slugs rendered by another process, and what that process does."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from commcards.base.errors import UserError
from commcards.pdf.slug import Slug, Wanted
from commcards.text.fonts import FontSet
from commcards.typesetting.process import OtherProcess, receive, send
from commcards.typesetting.render import Renderer, RenderError


class FarRenderer:
    """Renders slugs as a Renderer does, in another process."""

    def __init__(self, process: OtherProcess) -> None:
        self._process = process

    def render(
        self, markup: str, styles: Sequence[str], count: int, wanted: Sequence[Wanted]
    ) -> list[Slug]:
        """Cast what is wanted: see Renderer.render.

        Raises ProcessLostError where the process ended.
        """
        self.begin(markup, styles, count, wanted)
        return self.finish()

    def begin(
        self, markup: str, styles: Sequence[str], count: int, wanted: Sequence[Wanted]
    ) -> None:
        """Have the other process begin to cast; ``finish`` waits for it, before anything else."""
        self._process.ask((markup, [*styles], count, [*wanted]))

    def finish(self) -> list[Slug]:
        """Return what was begun: see ``render``."""
        answer = self._process.answer()
        if isinstance(answer, str):
            raise RenderError(answer)
        slugs: list[Slug] = answer
        return slugs


def serve(assets: str, cache: str = "") -> None:
    """Answer requests on standard input, until there are no more."""
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what others print is no answer
    try:
        renderer = Renderer(FontSet.load(Path(assets)), Path(cache) if cache else None)
    except UserError:
        return  # who asks finds the same fault, and tells it
    renderer.prepare()
    while True:
        try:
            question = receive(requests)
        except EOFError:
            return
        try:
            answer: object = renderer.render(*question)
        except RenderError as error:
            answer = str(error)
        send(answers, answer)
