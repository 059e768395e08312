"""What the product is made of, as frozen values; no input or output here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal, NamedTuple

from commcards.base.diagnostics import Location
from commcards.base.units import Mm, Pt
from commcards.model.romanization import Romanization

Direction = Literal["ltr", "rtl"]
Breaks = Literal["spaces", "words", "characters"]
TOGETHER = "+"  # joins the tags of languages that share a card: ar+fa
MOST_TOGETHER = 3
_NONE = Mm(0)


class Kind(StrEnum):
    """Who speaks in a section and to what end, or which file fills it."""

    PERSON_SAYS = "person-says"
    STAFF_ASKS = "staff-asks"
    STAFF_SAYS = "staff-says"
    ANSWERS = "answers"
    LANGUAGES = "languages"  # every language of languages.yaml, in its own words
    SERVICES = "services"  # every entry of services.yaml


@dataclass(frozen=True, slots=True)
class Message:
    """One translatable text: gettext msgctxt, msgid, translator comment, place in the source.

    ``speaker`` and ``symbol`` say who says it on a card and beside which picture.
    """

    key: str
    text: str
    note: str
    where: Location
    speaker: Kind | None = None
    symbol: str = ""


class AnswerKind(StrEnum):
    """How a question is answered: by pointing, always."""

    STRIP = "yes-no"  # on the answer strip of the face
    NUMBER = "number"  # digits
    SCALE = "scale"  # 0 to 10
    CHOICE = "choice"  # pictures of the question's own
    CARD = "card"  # pictures of a tool card (time, person, body ...)


@dataclass(frozen=True, slots=True)
class Answer:
    """What may be pointed at in reply; ``options`` for CHOICE, ``card`` and ``only`` for CARD."""

    kind: AnswerKind
    options: tuple[Phrase, ...] = ()
    card: str = ""
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """One line on a card. ``variants`` are the speaker's forms, by ``f`` and ``m``."""

    id: str
    message: Message
    symbol: str
    where: Location
    answer: Answer | None = None
    variants: Mapping[str, Message] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    """Phrases of one kind that belong together."""

    kind: Kind
    phrases: tuple[Phrase, ...]
    where: Location


@dataclass(frozen=True, slots=True)
class Card:
    """One scenario. ``code`` stands on the printed card; ``id`` is the file's name."""

    id: str
    code: str
    category: str
    symbol: str
    title: Message
    sections: tuple[Section, ...]
    where: Location
    sensitive: bool = False

    @property
    def is_tool(self) -> bool:
        """Tell whether questions point to its answers."""
        return any(section.kind is Kind.ANSWERS for section in self.sections)


@dataclass(frozen=True, slots=True)
class Category:
    """A group of cards: a colour, a shape, a pattern and a tab, so that grey print sorts too."""

    id: str
    color: str  # #rrggbb
    grey: str  # #rrggbb, for the grey edition
    on_color: str  # text on either, #000000 or #ffffff
    shape: str  # project.SHAPES
    tab: int  # 0 is the topmost tab
    pattern: str = "none"  # along the foot of the header: its weight and CSS border style

    @property
    def pattern_depth(self) -> Mm:
        """How far the pattern reaches into the header: ``2mm dashed`` two millimetres."""
        return Mm(0 if self.pattern == "none" else float(self.pattern.partition("mm")[0]))


@dataclass(frozen=True, slots=True)
class Language:
    """How one language is written; ``tag`` names its folder in locales/ (``zh_Hans``)."""

    tag: str
    autonym: str
    name: str
    script: str
    direction: Direction
    fonts: tuple[str, ...]
    scale: float = 1.0  # type size over the layout's, Arabic script 1.2
    line_height: float = 1.25
    digits: str = "0123456789"
    full_stop: str = "."
    question_mark: str = "?"
    plural: str = "nplurals=2; plural=(n != 1);"
    speak: str = ""  # "I speak this language"
    exemplar: str = ""  # sample text for the glyph gate
    breaks: Breaks = "spaces"  # where lines break: words that a dictionary finds, or any character
    voices: bool = True  # whether the machines of most readers can speak it
    latin: Romanization | None = field(default=None, repr=False)  # for the reading aid

    def __hash__(self) -> int:
        return hash(self.tag)  # many a dictionary asks for it

    @property
    def bcp47(self) -> str:
        """The tag for HTML and PDF."""
        return self.tag.replace("_", "-")


@dataclass(frozen=True, slots=True)
class Deck:
    """Which cards, in which languages and layouts; ``tools`` are printed after the cards."""

    id: str
    title: Message
    version: str
    cards: tuple[str, ...]
    tools: tuple[str, ...]
    staff: tuple[str, ...]
    languages: tuple[str, ...]
    layouts: tuple[str, ...]
    papers: tuple[str, ...]
    where: Location
    sensitive: bool = False
    neutral: str = ""  # folder name of a sensitive deck
    date: str = ""  # of this version, as YYYY-MM-DD


@dataclass(frozen=True, slots=True)
class Service:
    """Who helps, and where; words stand as they are written in services.yaml.

    ``name_language`` is the tag of what they are written in, ``languages`` are those spoken there.
    ``message`` is the name where it is translated, as that of a number of many countries is.
    """

    id: str
    name: str
    name_language: str
    kind: str
    symbol: str
    country: str  # ISO 3166 alpha-2, or EU
    phone: str
    source: str
    checked: date
    expires: date  # the last day on which the entry is good
    where: Location
    city: str = ""
    address: str = ""
    hours: str = ""
    languages: tuple[str, ...] = ()
    sample: bool = False
    message: Message | None = None


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who publishes the decks: shown on them, and the base of the QR codes."""

    organisation: str
    base_url: str


@dataclass(frozen=True, slots=True)
class FaceSpec:
    """The geometry and type of one printed side."""

    width: Mm
    height: Mm
    bleed: Mm
    margin: Mm
    columns: int
    picture: Mm
    option_columns: int
    option_picture: Mm
    person: Pt
    staff: Pt
    small: Pt
    strip: tuple[str, ...]
    qr: Mm = _NONE  # side of the QR code with its quiet zone; 0 for none
    punch: Mm = _NONE  # diameter of the hole at the head; 0 for none


@dataclass(frozen=True, slots=True)
class Grid:
    """n-up: slots on one side of a sheet; a poster lies on ``tiles`` sheets."""

    columns: int
    rows: int
    landscape: bool = False
    tiles: int = 1


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet format: faces of ``face`` at ``scale``, in a grid for each paper.

    Backs carry the card's next face, or the same face as the ``staff`` read it. Where the paper is
    folded, the back stands ``beside`` the front or upside down ``above`` it, on the same side.
    """

    id: str
    face: FaceSpec
    scale: float
    gutter: Mm
    crop_marks: bool
    flip: Literal["long-edge", "short-edge", "none"]
    grids: Mapping[str, Grid]  # by paper: a4, letter, a3
    where: Location
    back: Literal["next", "staff"] = "next"
    fold: Literal["", "beside", "above"] = ""
    binding: Literal["", "saddle-stitch"] = ""
    cards: tuple[str, ...] = ()  # only these of a deck's; () for all

    @property
    def face_size(self) -> tuple[Mm, Mm]:
        """The trimmed size of a face as it is printed."""
        return Mm(self.face.width * self.scale), Mm(self.face.height * self.scale)

    @property
    def slot_size(self) -> tuple[Mm, Mm]:
        """The trimmed size of a slot: a face, or two where the paper is folded."""
        width, height = self.face_size
        return {
            "": (width, height),
            "beside": (Mm(2 * width), height),
            "above": (width, Mm(2 * height)),
        }[self.fold]


class Translation(NamedTuple):
    """One entry of a catalog: ``text`` is empty where nobody has translated it.

    ``source`` is the msgid that the text translates; it may lag behind the card.
    """

    key: str
    source: str
    text: str
    draft: bool
    where: Location


@dataclass(frozen=True, slots=True)
class Catalog:
    """All translations into one language, by msgctxt."""

    language: str
    entries: Mapping[str, Translation]
