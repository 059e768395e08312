"""The same as ``commcards build``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "src"))

from commcards.cli import main

if __name__ == "__main__":
    main(["build", *sys.argv[1:]])
