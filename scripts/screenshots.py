#!/usr/bin/env python3
"""Take the pictures of the documentation, or one picture of each card's faces for Weblate.

    python scripts/screenshots.py docs           docs/images/preview-*.png and deck-builder.png
    python scripts/screenshots.py cards FOLDER   FOLDER/<card>-<face>.png, beside English

Run it with the project's Python, in the project's folder. docs/images/poedit.png is a picture of
Poedit 3.2.2 on Debian 12, taken by hand.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from threading import Thread
from urllib.request import urlopen

import pypdfium2
from PIL import Image
from playwright.sync_api import sync_playwright

from commcards.base.files import write_atomic
from commcards.text.templates import Templates
from commcards.workshop import HOST, Server
from commcards.workshop.app import application
from commcards.workshop.desk import Desk, PdfRequest

IMAGES = Path("docs/images")
PARTS = (
    *("cards", "layouts", "locales", "symbols", "templates"),
    *("decks.yaml", "languages.yaml", "services.yaml"),
)
SHOTS = {  # what is shown, and how large the window is
    "preview-lines": ("/lines?language=ar&staff=bg&deck=emergency", (960, 720)),
    "preview-paper": ("/line?language=ar&staff=bg&key=illness.fever&layout=board", (960, 1000)),
    "preview-faults": ("/lines?language=uk&staff=bg&show=faults", (960, 700)),
}
BUILDER = "deck-builder"
CHOSEN = "cards=illness,pregnancy,birth,lost,theft,threat&languages=ar,fr&staff=bg&tools=answers"
# Faults put into a copy, to show what becomes of them: a line's msgid, and its translation.
FAULTS = {
    "uk": {
        "I am bleeding.": "У мене йде кров",
        "I have a fever.": " У мене температура.",
    }
}
CHROMIUM = (
    *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
    *("--no-first-run", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--force-device-scale-factor=1"),
    *("--run-all-compositor-stages-before-draw", "--virtual-time-budget=10000"),  # fonts come late
)


def main() -> None:
    """Read the command line and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("docs")
    cards = commands.add_parser("cards")
    cards.add_argument("folder", type=Path)
    cards.add_argument("--deck", default="emergency")
    cards.add_argument("--language", default="ar")
    given = parser.parse_args()
    if given.command == "docs":
        take_docs()
    else:
        take_cards(given.folder, given.deck, given.language)


def take_docs() -> None:
    """Write the pictures of the documentation."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "project"
        copy_with_faults(root)
        with serving(root) as address:
            for shot, (path, size) in SHOTS.items():
                urlopen(address + path).read()  # noqa: S310  # builds what the page shows
                picture = Path(name) / "shot.png"
                window = f"--window-size={size[0]},{size[1]}"
                command = [*CHROMIUM, window, f"--screenshot={picture}", address + path]
                subprocess.run(command, check=True, capture_output=True)  # noqa: S603
                write_atomic(IMAGES / f"{shot}.png", small(Image.open(picture)))
            take_builder(address)


def take_builder(address: str) -> None:
    """Write the picture of the deck builder; its scripts must have run."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 960})
        page.goto(f"{address}/builder?screen=en&{CHOSEN}")
        page.wait_for_selector("#get", timeout=120_000)
        page.wait_for_load_state("networkidle")
        picture = Image.open(BytesIO(page.screenshot()))
        browser.close()
    write_atomic(IMAGES / f"{BUILDER}.png", small(picture))


def take_cards(folder: Path, deck_id: str, language: str) -> None:
    """Write each face of a deck's cards, as the layout ``board`` prints them, one a page."""
    desk = Desk(Path())
    cards = desk.snapshot().workspace.cards
    sheets = desk.pdf(PdfRequest(deck_id, "en", language, "board", "a4"))
    desk.close()
    for fault in sheets.faults:
        print(fault)
    ids = {card.code: card.id for card in cards.values()}
    document = pypdfium2.PdfDocument(sheets.pdf)
    marks = [
        (mark.get_title().split()[0], mark.get_dest().get_index()) for mark in document.get_toc()
    ]
    for (code, first), (_, after) in pairwise([*marks, ("", len(document))]):
        for face, number in enumerate(range(first, after) if code in ids else (), 1):
            image = document[number].render(scale=1.5).to_pil()
            write_atomic(folder / f"{ids[code]}-{face}.png", small(image))


def copy_with_faults(root: Path) -> None:
    """Lay out a copy of the project in the working folder, with faults in some translations."""
    root.mkdir()
    for part in PARTS:
        copy = shutil.copytree if Path(part).is_dir() else shutil.copyfile
        copy(part, root / part)
    (root / ".assets").symlink_to(Path(".assets").resolve())
    for tag, lines in FAULTS.items():
        path = root / "locales" / tag / "LC_MESSAGES" / "commcards.po"
        entries = path.read_text("utf-8").split("\n\n")
        for source, text in lines.items():
            at = next(n for n, entry in enumerate(entries) if f'\nmsgid "{source}"\n' in entry)
            kept = entries[at].partition("\nmsgstr ")[0]
            entries[at] = f'{kept}\nmsgstr "{text}"'
        path.write_text("\n\n".join(entries), "utf-8")


@contextmanager
def serving(root: Path) -> Iterator[str]:
    """Run the preview of a project; yield its address."""
    desk = Desk(root)
    server = Server(0, partial(application, desk, Templates.of(root), print), print)
    thread = Thread(target=server.run)
    thread.start()
    try:
        yield f"http://{HOST}:{server.port}"
    finally:
        server.stop()
        thread.join()
        desk.close()


def small(image: Image.Image) -> bytes:
    """Return a PNG of few colours."""
    data = BytesIO()
    image.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(data, "PNG", optimize=True)
    return data.getvalue()


if __name__ == "__main__":
    main()
