"""Every path and file name of a project, relative to its root, and of the output folder."""

from __future__ import annotations

DECKS = "decks.yaml"
DECK_FILES = "decks"  # the folder of decks that have a file each
ORGANISATION = "organisation.yaml"
LOCK = "library.lock"  # the library that the project was laid over when somebody looked last
LANGUAGES = "languages.yaml"
SERVICES = "services.yaml"
CARDS = "cards"
LAYOUTS = "layouts"
LOCALES = "locales"
SYMBOLS = "symbols"
TEMPLATES = "templates"
LICENCE = "LICENSE.md"
STARTERS = "starters"  # in the library: what projects begin with

CONCEPTS = f"{SYMBOLS}/symbols.yaml"
OWN_DRAWINGS = f"{SYMBOLS}/own"
DRAWINGS = f"{SYMBOLS}/drawings"  # to point at
WORDS = f"{TEMPLATES}/words.yaml"
SCREEN_WORDS = f"{TEMPLATES}/serve/words.yaml"  # of the deck builder
GLOSSARY = f"{LOCALES}/glossary.csv"
POT = f"{LOCALES}/commcards.pot"
REVIEWS = "review.csv"  # beside each catalog

ASSETS = ".assets"  # prepared by set-up
FONTS = "fonts"  # in the assets
FONT_MANIFEST = f"{FONTS}/manifest.json"  # in the assets
ICONS = "icons.json"  # in the assets

STORE = ".store"  # the cache
OUTPUT = "output"
INDEX = "index.html"  # in the output folder
REPORT = "report.json"  # in the output folder: the report of the last build

# Files that are read together. A folder ends in a slash and means all files in it.
PROJECT_FILES = (
    *(DECKS, f"{DECK_FILES}/", ORGANISATION, LANGUAGES, SERVICES),
    *(f"{LAYOUTS}/", LOCK),
)
CARD_FILES = (f"{CARDS}/",)
DRAWING_FILES = (f"{DRAWINGS}/",)
FONT_FILES = (f"{ASSETS}/{FONT_MANIFEST}",)
SYMBOL_FILES = (f"{SYMBOLS}/", f"{ASSETS}/{ICONS}")
DESIGN_FILES = (f"{TEMPLATES}/", *SYMBOL_FILES, *FONT_FILES)
# All files that a build reads.
BUILD_FILES = (*PROJECT_FILES, *CARD_FILES, *DESIGN_FILES, f"{LOCALES}/")


def card(card_id: str) -> str:
    """Return the file of a card."""
    return f"{CARDS}/{card_id}.yaml"


def layout(layout_id: str) -> str:
    """Return the file of a layout."""
    return f"{LAYOUTS}/{layout_id}.yaml"


def locale(tag: str) -> str:
    """Return the folder of a language, with a slash at its end."""
    return f"{LOCALES}/{tag}/"


def catalog(tag: str) -> str:
    """Return the catalog of a language."""
    return f"{locale(tag)}LC_MESSAGES/commcards.po"


def reviews(tag: str) -> str:
    """Return the review record of a language, which lies beside its catalog."""
    return f"{locale(tag)}LC_MESSAGES/{REVIEWS}"
