"""Cards, languages and layouts made up for tests of the pure parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from commcards.base.diagnostics import Location
from commcards.base.units import Mm, Pt
from commcards.localize.localcard import LocalCard, Words
from commcards.localize.localizer import Localizer
from commcards.model.cards import Answer, Card, Kind, Message, Phrase, Section
from commcards.model.catalogs import Catalog, Translation
from commcards.model.decks import Category
from commcards.model.languages import Language
from commcards.model.layouts import Design, FaceSpec, Grid, Layout, LayoutKind
from commcards.model.paper import PAPERS

NOWHERE = Location("cards/made-up.yaml", 1, 1)
ENGLISH = Language("en", "English", "English", "Latn", "ltr", ("Noto Sans",))
BULGARIAN = replace(ENGLISH, tag="bg", autonym="Български", name="Bulgarian", script="Cyrl")
ARABIC = Language(
    "ar", "العربية", "Arabic", "Arab", "rtl", ("Vazirmatn",), 1.2, 1.35, digits="٠١٢٣٤٥٦٧٨٩"
)
PERSIAN = replace(ARABIC, tag="fa", autonym="فارسی", name="Persian", digits="۰۱۲۳۴۵۶۷۸۹")
UKRAINIAN = replace(BULGARIAN, tag="uk", autonym="Українська", name="Ukrainian")
HEALTH = Category("health", "#D22D00", "#595959", "#ffffff", "square", 1)
WORDS = (
    *("draft", "person-says", "staff-asks", "staff-says", "answers"),
    *("neutral-title", "neutral-back", "how-to-use", "no-family-interpreter", "draft-long"),
    *("sample", "languages", "about", "version", "cards", "index", "key"),
)
FOLDED = (LayoutKind.FOLDOVER, LayoutKind.TENT)
STRIP = ("yes", "no", "dont-know", "stop")
SPEC = FaceSpec(
    width=Mm(94), height=Mm(128), bleed=Mm(2), margin=Mm(4), columns=1, picture=Mm(13),
    option_columns=2, option_picture=Mm(9), person=Pt(14), staff=Pt(10), small=Pt(7), strip=STRIP,
    design=Design.ROWS,
)  # fmt: skip
TILES = replace(
    SPEC, margin=Mm(3), columns=4, picture=Mm(17), option_columns=5, option_picture=Mm(12),
    person=Pt(11), staff=Pt(7.5), design=Design.TILES,
)  # fmt: skip


def message(key: str, text: str = "") -> Message:
    return Message(key, text or key, "", NOWHERE)


def phrase(key: str, text: str = "", answer: Answer | None = None, *, forms: str = "") -> Phrase:
    variants = {form: message(f"{key}@speaker={form}", text) for form in forms}
    name = key.rpartition(".")[2]
    return Phrase(name, message(key, text), f"symbol-{name}", NOWHERE, answer, variants)


def section(kind: Kind, phrases: Iterable[Phrase]) -> Section:
    return Section(kind, tuple(phrases), NOWHERE)


def card(
    sections: Iterable[Section], *, name: str = "ill", title: str = "Ill", sensitive: bool = False
) -> Card:
    return Card(
        name, "E01", "health", "ill", message(f"{name}.title", title), tuple(sections), NOWHERE,
        sensitive,
    )  # fmt: skip


def tool(name: str, answers: Iterable[str]) -> Card:
    answered = section(Kind.ANSWERS, [phrase(f"{name}.{answer}", answer) for answer in answers])
    return card([answered], name=name)


TOOLS = {
    "answers": tool("answers", (*STRIP, "again")),
    "scale": tool("scale", ("none", "mild", "worst")),
    "time": tool("time", ("today", "yesterday", "long-ago")),
}
FACE_WORDS = {name: message(f"words.{name}", name) for name in WORDS}


def catalog(language: Language, texts: Mapping[str, str], *, draft: Iterable[str] = ()) -> Catalog:
    drafts = set(draft)
    return Catalog(
        language.tag,
        {
            key: Translation(key, key, text, key in drafts, Location("a.po", 1))
            for key, text in texts.items()
        },
    )


def localizer(
    texts: Mapping[str, str], *, draft: Iterable[str] = (), person: Language = ARABIC
) -> Localizer:
    """Return English staff and one person's language with these translations by key."""
    catalogs = {person.tag: catalog(person, texts, draft=draft)}
    return Localizer(ENGLISH, ENGLISH, (person,), catalogs)


def local(made: Card, using: Localizer) -> LocalCard:
    return using.card(made, TOOLS, using.common(TOOLS, FACE_WORDS), "2026.11")


def width(words: Words, size: Pt, bold: bool) -> Mm:
    """Measure as if all letters had one width."""
    return Mm(len(words.text) * size * 0.18)


def lines(words: Words, size: Pt, box: Mm, bold: bool) -> int:
    """Break at spaces, as if all letters had one width."""
    count, used = 1, 0.0
    for word in words.text.split(" "):
        need = len(word) * size * 0.18
        if used and used + size * 0.18 + need > box:
            count, used = count + 1, need
        else:
            used += need + (size * 0.18 if used else 0)
    return count


def layout(
    face: FaceSpec = SPEC,
    *,
    columns: int = 2,
    rows: int = 2,
    landscape: bool = False,
    gutter: float = 4,
    scale: float = 1,
    crop_marks: bool = True,
    tiles: int = 1,
    kind: LayoutKind = LayoutKind.N_UP,
) -> Layout:
    """Return a layout with one grid for every paper."""
    grid = Grid(columns, rows, landscape, tiles)
    return Layout(
        "made-up", face, scale, Mm(gutter), crop_marks, "none" if kind in FOLDED else "long-edge",
        dict.fromkeys(PAPERS, grid), NOWHERE, kind=kind,
    )  # fmt: skip
