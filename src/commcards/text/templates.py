"""Templates -> HTML text; only this module imports Jinja2.

It escapes every value, translations too; an unknown name is an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined

from commcards.base import layers, paths
from commcards.base.digests import digest


class Templates:
    """Templates by name; ``sources`` are their texts, which are sent to workers."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self.sources = sources
        self._environment = Environment(
            loader=DictLoader(sources),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            keep_trailing_newline=True,
        )

    @classmethod
    def read(cls, *folders: Path) -> Templates:
        """Read the templates and scripts in folders and subfolders, the last of each name.

        Raises OSError.
        """
        found = (
            (folder, path)
            for folder in folders
            for path in sorted(each for kind in ("*.j2", "*.js") for each in folder.rglob(kind))
        )
        return cls({p.relative_to(folder).as_posix(): p.read_text("utf-8") for folder, p in found})

    @classmethod
    def of(cls, root: Path) -> Templates:
        """Read the templates of a project, laid over the library's. Raises OSError."""
        return cls.read(*(folder / paths.TEMPLATES for folder, _ in layers.layers(root)))

    @property
    def digest(self) -> str:
        """The digest of all templates."""
        return digest(*(part for pair in sorted(self.sources.items()) for part in pair))

    def render(self, name: str, values: Mapping[str, Any]) -> str:
        """Fill a template. Raises jinja2.UndefinedError for a name that ``values`` lacks."""
        return self._environment.get_template(name).render(values)
