"""Puts the library into the wheel, and what set-up has prepared into wheel and source archive.

Hatchling runs it: `pip wheel .`, `python -m build`. pyproject.toml lists what the library is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INSIDE = "commcards/library"


class Library(BuildHookInterface):  # type: ignore[type-arg]
    """Names what the build takes besides the program."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the library; an installation that leads to the checkout finds it there."""
        if version == "editable":
            return
        root = Path(self.root)
        prepared = self.config["prepared"]
        missing = [name for name in prepared if not (root / name).exists()]
        if missing:
            raise SystemExit(
                f"error: {', '.join(missing)} missing: the wheel carries prepared fonts and icons. "
                "Run `make setup` first, which prepares them."
            )
        is_wheel = self.target_name == "wheel"
        carried = [*self.config["library"], *prepared] if is_wheel else prepared
        build_data["force_include"] |= {
            str(root / name): f"{INSIDE}/{name}" if is_wheel else name for name in carried
        }
