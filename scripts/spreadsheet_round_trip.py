"""Send a catalog to LibreOffice and back: ten lines changed there are ten entries changed here.

Takes tags of languages; works on a copy of the project. LibreOffice is run by its own Python
bridge (Debian: libreoffice-calc-nogui, python3-uno), which the virtual environment does not see:
this file is run once more by /usr/bin/python3 for that part.
Exits with 1 where other entries differ than those that were changed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from pathlib import Path

try:
    from commcards.base import paths
    from commcards.translation.catalogs import read_catalog
except ImportError:  # under the system's Python, which has LibreOffice and not this
    pass

LINES = 10
SYSTEM_PYTHON = "/usr/bin/python3"
ROOT = Path(__file__).parents[1]
INPUTS = (
    *("cards", "decks.yaml", "languages.yaml", "layouts", "services.yaml", "symbols"),
    *("templates", "locales"),
)


def edit(profile: str, *paths: str) -> None:
    """Change ``LINES`` targets of each sheet in LibreOffice, save, and print the keys as JSON."""
    import uno  # Debian's python3-uno
    from com.sun.star.beans import PropertyValue

    pipe = f"pipe,name=commcards{os.getpid()};urp"
    office = subprocess.Popen(  # noqa: S603  our own files, no shell
        [
            *("soffice", "--headless", "--norestore", f"--accept={pipe};"),
            f"-env:UserInstallation=file://{profile}",
        ],
        stderr=subprocess.DEVNULL,  # it misses Java, which it does not need
    )
    try:
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
        context = _connect(resolver, f"uno:{pipe};StarOffice.ComponentContext")
        desktop = context.ServiceManager.createInstance("com.sun.star.frame.Desktop")
        hidden = PropertyValue()
        hidden.Name, hidden.Value = "Hidden", True
        changed = []
        for path in paths:
            document = desktop.loadComponentFromURL(f"file://{path}", "_blank", 0, (hidden,))
            changed.append(_change(document.Sheets.getByIndex(0)))
            document.store()
            document.close(True)
        print(json.dumps(changed))
        desktop.terminate()
        office.wait(60)
    finally:
        if office.poll() is None:
            office.kill()


def _connect(resolver, address):
    """Wait for the office to answer, a minute at the most."""
    for _ in range(300):
        try:
            return resolver.resolve(address)
        except Exception:  # NoConnectException, whose class a type checker cannot know
            time.sleep(0.2)
    raise TimeoutError(address)


def _change(sheet) -> list[str]:
    """Put the last word first in ``LINES`` targets from all over the sheet; return their keys."""
    head = [sheet.getCellByPosition(column, 0).String for column in range(20)]
    keys, targets = head.index("context"), head.index("target")
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    rows = range(1, cursor.RangeAddress.EndRow + 1)
    fit = [row for row in rows if _words(sheet.getCellByPosition(targets, row).String)]
    chosen = fit[:: len(fit) // LINES][:LINES]
    for row in chosen:
        cell = sheet.getCellByPosition(targets, row)
        *others, last = _words(cell.String)
        cell.String = cell.String.replace(" ".join([*others, last]), " ".join([last, *others]))
    return [sheet.getCellByPosition(keys, row).String for row in chosen]


def _words(text: str) -> list[str]:
    """Return the words of a sentence that can stand in another order, before its last mark."""
    words = text.rstrip(".?!\u061f\u06d4\u0964\u1362").split(" ")
    plain = all(
        re.fullmatch(r"[^\W\d_]+", unicodedata.normalize("NFD", word)[:1]) for word in words
    )
    return words if plain and len(set(words)) == len(words) > 2 else []


def round_trip(root: Path, tags: list[str]) -> bool:
    """Export, edit, import; print what differs, and tell whether it is what was changed."""
    before = {tag: _catalog(root, tag) for tag in tags}
    sheets = [str(root / f"{tag}.xlsx") for tag in tags]
    for tag, sheet in zip(tags, sheets, strict=True):
        _commcards(root, "po", "export", tag, sheet)
    command = [SYSTEM_PYTHON, __file__, "--edit", str(root / "profile"), *sheets]
    run = subprocess.run(command, stdout=subprocess.PIPE, check=True)  # noqa: S603
    good = True
    for tag, sheet, changed in zip(tags, sheets, json.loads(run.stdout), strict=True):
        _commcards(root, "po", "import", sheet)
        (old, old_lines), (new, new_lines) = before[tag], _catalog(root, tag)
        differ = [key for key in old if old[key] != new[key]]
        lines = sum(a != b for a, b in zip(old_lines, new_lines, strict=True))
        print(
            f"{tag}: {len(old)} entries, {len(changed)} changed in LibreOffice, "
            f"{len(differ)} differ, in {lines} lines of the file"
        )
        good &= sorted(differ) == sorted(changed) and len(differ) == lines == LINES
    return good


def _catalog(root: Path, tag: str) -> tuple[dict[str, str], list[bytes]]:
    """Return the translations by key, and the lines of the file."""
    path = root / paths.catalog(tag)
    catalog, _ = read_catalog(path, root, tag)
    texts = {key: entry.text for key, entry in catalog.entries.items()}
    return texts, path.read_bytes().split(b"\n")


def _commcards(root: Path, *arguments: str) -> None:
    program = "from commcards.cli import main; main()"
    command = [sys.executable, "-c", program, *arguments, "--root", str(root)]
    subprocess.run(command, check=True)  # noqa: S603


def main(tags: list[str]) -> int:
    """Make the round trip with each language, in a copy of the project."""
    with tempfile.TemporaryDirectory() as folder:
        for name in INPUTS:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
            copy(ROOT / name, Path(folder, name))
        Path(folder, ".assets").symlink_to(ROOT / ".assets")
        return 0 if round_trip(Path(folder), tags) else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--edit"]:
        edit(*sys.argv[2:])
    else:
        sys.exit(main(sys.argv[1:]))
