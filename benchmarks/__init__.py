"""How long builds take, and what other programs need to print the same faces.

``python -m benchmarks`` (``make bench``) measures everything and writes ``docs/performance.md``.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "tests"))  # plainface: the same faces as ordinary HTML
