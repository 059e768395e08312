"""Templates -> HTML text; the only importer of Jinja2.

Everything is escaped, translations too, and an unknown name is an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined


class Templates:
    """The project's own templates, read from ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._environment = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            keep_trailing_newline=True,
        )

    @property
    def seal(self) -> str:
        """A digest of every template."""
        total = sha256()
        for path in sorted(self._folder.glob("*.j2")):
            total.update(path.name.encode() + b"\0" + path.read_bytes())
        return total.hexdigest()

    def render(self, name: str, values: Mapping[str, Any]) -> str:
        """Fill a template.

        Raises jinja2.UndefinedError for a name that ``values`` lacks.
        """
        return self._environment.get_template(name).render(values)
