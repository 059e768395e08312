"""LibreOffice opens the spreadsheet, changes ten lines and saves: ten entries differ."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from tests.support.badinput import REPOSITORY
from tests.support.sheetproject import lay_out_catalogs

TAGS = ("ar", "bn")


@pytest.mark.slow
def test_ten_lines_changed_in_libreoffice_are_ten_entries(tmp_path: Path) -> None:
    lay_out_catalogs(tmp_path)
    script = runpy.run_path(str(REPOSITORY / "scripts/spreadsheet_round_trip.py"))
    assert script["LINES"] == 10
    assert script["round_trip"](tmp_path, list(TAGS))
