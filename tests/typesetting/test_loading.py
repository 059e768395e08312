"""WeasyPrint is loaded without what takes half of its time, and misses nothing."""

from __future__ import annotations

import ctypes.util
import subprocess
import sys

import pytest

from commcards.typesetting import loading

LATER = """
import sys
from commcards.typesetting import loading
loading.load()
assert "fontTools.varLib" not in sys.modules
from weasyprint.pdf import fonts
assert fonts.subset.Options.__module__ == "fontTools.subset"
try:
    fonts.instantiateVariableFont({}, {})
except ValueError as error:  # of the real one, which looks for a table in a font
    assert "fvar" in str(error)
else:
    raise AssertionError
import fontTools.varLib.instancer
assert fontTools.varLib.instancer.instantiateVariableFont.__module__ == "fontTools.varLib.instancer"
"""

SEARCHED = """
import ctypes.util
from commcards.typesetting import loading
searched = []
ctypes.util.find_library = searched.append
loading.load()
assert searched == []
assert ctypes.util.find_library("c") is None
assert searched == ["c"]
"""


@pytest.mark.parametrize("program", [LATER, SEARCHED], ids=["fontTools", "libraries"])
def test_weasyprint_is_loaded_with_less(program: str) -> None:
    """fontTools comes when it is used, and nobody searches for libraries."""
    subprocess.run([sys.executable, "-W", "error", "-c", program], check=True)


def test_libraries_are_searched_for_again_where_loading_fails() -> None:
    search = ctypes.util.find_library
    with pytest.raises(ImportError), loading.quickly():
        assert ctypes.util.find_library("c") is None
        raise ImportError
    assert ctypes.util.find_library is search


def test_a_module_that_is_loaded_stays() -> None:
    import fontTools.subset

    with loading.quickly():
        assert sys.modules["fontTools.subset"] is fontTools.subset
