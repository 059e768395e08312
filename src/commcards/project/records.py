"""The keys of cards, decks.yaml, languages.yaml, layouts, services.yaml and words.yaml."""

from __future__ import annotations

from typing import get_args

from commcards.model.cards import FORMS, AnswerKind, Kind
from commcards.model.decks import TABS
from commcards.model.languages import MOST_TOGETHER, Breaks
from commcards.model.layouts import Back, Design, Flip
from commcards.model.paper import PAPERS
from commcards.project.schema import (
    MAX_NOTE,
    Choice,
    Decimal,
    Either,
    Entries,
    File,
    Flag,
    Id,
    Items,
    Key,
    Length,
    Record,
    Text,
    Type,
    Whole,
    Word,
    optional,
)

SHAPES = (
    *("circle", "square", "triangle", "diamond", "hexagon", "ring"),
    *("star", "arch", "drop"),
)

_MOST_WORDING = 400  # pages explain more than faces do
_MOST_EXEMPLAR = 1000  # Ethiopic has three hundred letters
_MOST = 1000.0  # mm: larger than any paper
TAG = "[a-z]{2,3}(_[A-Z][a-z]{3})?(_([A-Z]{2}|[0-9]{3}))?(@[a-z]{4,8})?"  # as gettext has it
_DAY = Word("20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", "bad-date",
            "a day as YYYY-MM-DD, in quotes")  # fmt: skip
_TAG = Word(hint="the tag of a language of languages.yaml")
_NOTE = Text(MAX_NOTE)
_COLOR = Word("#[0-9A-Fa-f]{6}", "bad-color", "a colour as '#rrggbb', in quotes")
_TYPE = Length(1, 100)  # of type, mm
_NAMED = tuple(kind.value for kind in (AnswerKind.STRIP, AnswerKind.NUMBER, AnswerKind.SCALE))


def _wording(what: str) -> tuple[Key, ...]:
    """Return the keys that phrases and options share."""
    return (
        Key("id", Id(what), f"Names {what}; no other beside it has this id.", "fever"),
        Key("text", Text(), "What it says, in plain English: one idea, 10 words at most.",
            "I have a fever."),
        Key("symbol", Id("a picture"), "Its picture in symbols/symbols.yaml.", "fever"),
        *optional(Key("note", _NOTE, "Tells translators what they cannot see.",
                      "High body temperature.")),
    )  # fmt: skip


OPTION = Record("an option", _wording("the option"))
CHOICE = Record(
    "`answer`",
    (
        Key("choice", Items(OPTION, 2, 12, "option-count", "write 2 to 12, or use a tool card"),
            "Pictures of this question alone.", "[{id: one, text: One, symbol: baby}, ...]"),
    ),
)  # fmt: skip
TOOL = Record(
    "`answer`",
    (
        Key("card", Id("a tool card"), "The tool card whose answers are pointed at.", "time"),
        *optional(Key("only", Items(Id("a phrase")), "Some of its answers, in this order.",
                      "[today, yesterday]")),
    ),
)  # fmt: skip
PHRASE = Record(
    "a phrase",
    (
        *_wording("the phrase"),
        *optional(
            Key("variants", Choice(("speaker",)),
                f"Languages may have forms of their own: {' '.join(FORMS.values())}", "speaker"),
            Key("answer", Either((Id(f"a tool card, {', '.join(_NAMED)}"), TOOL, CHOICE)),
                "How a question of the staff is answered; a section of kind staff-asks needs it. "
                "yes-no is the strip, number the digits, scale 0 to 10.", "yes-no"),
        ),
    ),
)  # fmt: skip
SECTION = Record(
    "a section",
    (
        Key("kind", Choice(tuple(kind.value for kind in Kind)), "Who speaks. languages.yaml "
            "and services.yaml fill the kinds languages and services.", "person-says"),
        *optional(
            Key("drawings", Items(Id("a drawing")), "Drawings of symbols/drawings to point at; "
                "each has a zone for every phrase of the section, or only numbers.",
                "[body-woman-front, body-man-front]"),
            Key("phrases", Items(PHRASE), "What is said, in order.",
                "[{id: help, text: We help you., symbol: help}]"),
        ),
    ),
)  # fmt: skip
CARD = Record(
    "a card",
    (
        Key("id", Id("the card"), "The file's name without .yaml.", "illness"),
        Key("code", Word("[A-Z]{1,3}[0-9]{2}", "bad-code", "1 to 3 capitals, then 2 digits"),
            "Stands on the printed card; no other card has it.", "E04"),
        Key("category", Id("a category"), "One of `categories` of decks.yaml.", "health"),
        Key("symbol", Id("a picture"), "The picture of the heading.", "ill"),
        Key("title", Text(40), "The heading of the card.", "Illness"),
        *optional(
            Key("title-note", _NOTE, "Tells translators about the heading.", "Heading of a card."),
            Key("sensitive", Flag(), "Nothing outside tells what the card is about.", "true"),
        ),
        Key("sections", Items(SECTION), "What the person and the staff say, in order.",
            "[{kind: staff-says, phrases: [...]}]"),
    ),
)  # fmt: skip

_MOST_ADDRESS = 60  # characters: the smallest QR codes hold it with the path of a page
IMPRINT = Record(
    "`imprint`",
    (
        Key("organisation", Text(60), "Who publishes the cards; it stands on the cover.",
            "A clinic"),
        Key("base-url", Word(r"https://[A-Za-z0-9.-]+(:[0-9]+)?(/[^\s?#]*)?", "bad-url",
                             "https:// and a host, without ? and #", _MOST_ADDRESS),
            "Where the folder output/ will lie on the web; QR codes lead there.",
            "https://cards.example.org"),
    ),
)  # fmt: skip
CATEGORY = Record(
    "a category",
    (
        Key("color", _COLOR, "The ground of the header.", "'#D22D00'"),
        Key("grey", _COLOR, "The same in the grey edition.", "'#595959'"),
        Key("on-color", Choice(("#000000", "#ffffff")), "The ink on both, 4.5:1 on the colour and "
            "7:1 on the grey at least.", "'#ffffff'"),
        Key("shape", Choice(SHAPES), "Tells the category without colour.", "square"),
        Key("tab", Whole(0, TABS - 1), "How far down the mark at the edge stands; each its own.",
            "1"),
        Key("pattern", Word(r"none|[12](\.[0-9])?mm (dashed|dotted|double)", "bad-pattern",
                            "none, or 1mm to 2.9mm and dashed, dotted or double"),
            "A line along the header.", "1mm dashed"),
        *optional(
            Key("symbol", Id("a picture"), "The picture on its tab and in the contents; its shape "
                "otherwise.", "doctor"),
        ),
    ),
)  # fmt: skip
DECK = Record(
    "a deck",
    (
        Key("title", Text(60), "The name of the deck, on its cover.", "Emergency"),
        Key("version", Word("[0-9A-Za-z]+([.-][0-9A-Za-z]+)*", "bad-version",
                            "letters, digits, dots and hyphens", 20),
            "Which issue this is; it stands on each face.", "'2026.11'"),
        Key("cards", Items(Id("a card")), "The cards; those of a category in this order.",
            "[illness, birth]"),
        Key("tools", Items(Id("a tool card"), 0), "The tool cards, in order; [] for none.",
            "[time, body]"),
        Key("staff", Items(_TAG), "The languages of the staff.", "[bg, en]"),
        Key("languages", Items(_TAG), f"Languages of the people; + puts up to {MOST_TOGETHER} on "
            "one card.", "[ar, fa+uk]"),
        Key("layouts", Items(Id("a layout")), "Sheet formats: names of layouts/.", "[board, a6]"),
        Key("papers", Items(Choice(tuple(PAPERS))), "Papers; each layout has a grid for each.",
            "[a4]"),
        *optional(
            Key("title-note", _NOTE, "Tells translators about the title.", "A set of cards."),
            Key("title-language", _TAG, "What the title is written in, where it is not English; "
                "then nobody translates it.", "bg"),
            Key("date", _DAY, "The day of this issue, on the cover.", "'2026-11-22'"),
            Key("sensitive", Flag(), "Nothing outside tells what the deck is about.", "true"),
            Key("neutral", Id("a folder"), "The name of its folder, which a sensitive deck needs.",
                "house"),
        ),
    ),
)  # fmt: skip
DECKS = Record(
    "the file",
    optional(
        Key("imprint", IMPRINT, "Who publishes the cards, unless organisation.yaml says it.",
            "{organisation: A clinic, base-url: https://cards.example.org}"),
        Key("categories", Entries("a category", CATEGORY), "Groups of cards, told apart by colour, "
            "shape, pattern and tab. Every deck prints its cards in this order. A project over the "
            "library needs none of its own.",
            "{health: {color: '#D22D00', ...}}"),
        Key("decks", Entries("a deck", DECK), "What is printed together; the first is built where "
            "none is named. A deck may have a file of its own in decks/ instead.",
            "{clinic: {title: Clinic, ...}}"),
    ),
)  # fmt: skip

_MARK = Word(hint="one punctuation mark in quotes, or '' for none")
_LETTERS: Type = Entries("letters", Word(hint="Latin letters"), ".+")
LATIN = Record(
    "`latin`",
    (
        Key("system", Text(), "Title and year of the law or standard.", "Some Act, 2009"),
        Key("letters", _LETTERS, "How each letter is written.", "{а: a, щ: sht}"),
        *optional(
            Key("start", _LETTERS, "How they are written where a word begins.", "{є: ye}"),
            Key("end", _LETTERS, "How they are written where a word ends.", "{ия: ia}"),
            Key("after", Entries("letters", _LETTERS, ".+"), "After any of some letters.",
                "{аеиоу: {е: ye}}"),
            Key("before", Entries("letters", _LETTERS, ".+"), "Before any of some letters.",
                "{аеиоу: {у: v}}"),
        ),
    ),
)  # fmt: skip
LANGUAGE = Record(
    "a language",
    (
        Key("autonym", Text(), "What the language calls itself.", "Български"),
        Key("name", Text(), "What English calls it.", "Bulgarian"),
        Key("script", Word("[A-Z][a-z]{3}", "bad-script", "an ISO 15924 code such as Arab"),
            "Its writing system.", "Cyrl"),
        Key("direction", Choice(("ltr", "rtl")), "From left to right or right to left.", "ltr"),
        Key("fonts", Items(Word(hint="a prepared font family")), "The fonts, each for what those "
            "before it lack; Noto Sans comes last.", "[Noto Sans]"),
        *optional(
            Key("speak", Text(), "“I speak this language”, for the language finder.",
                "Говоря български."),
            Key("scale", Decimal(0.8, 1.6), "Size of its type over that of the layout.", "1.2"),
            Key("line-height", Decimal(1, 3), "Height of a line over the size of type.", "1.25"),
            Key("digits", Word(hint="ten digits from zero to nine, in quotes"), "Its own digits.",
                "'٠١٢٣٤٥٦٧٨٩'"),
            Key("full-stop", _MARK, "What ends a sentence.", "'.'"),
            Key("question-mark", _MARK, "What ends a question.", "'؟'"),
            Key("plural", Word(hint="a plural rule as a PO header has it", limit=240),
                "For the headers of its catalog; copy it from a PO file of the language.",
                "'nplurals=2; plural=(n != 1);'"),
            Key("exemplar", Text(_MOST_EXEMPLAR), "Text that its fonts must be able to write.",
                "абвг"),
            Key("breaks", Choice(get_args(Breaks)), "Where a line may end: at spaces, at words "
                "that a dictionary finds, or between characters.", "words"),
            Key("voices", Flag(), "Whether the machines of most people can speak it.", "false"),
            Key("latin", LATIN, "How it is read in Latin letters: `commcards build --reading-aid`.",
                "{system: ..., letters: {а: a}}"),
        ),
    ),
)  # fmt: skip

# The sizes that a face has anew where it is set as rows.
SIZES = (
    Key("margin", Length(0, 50), "Where no words stand, along the edges.", "4mm"),
    Key("columns", Whole(1, 12), "The most tiles side by side; of rows, columns of phrases.", "4"),
    Key("picture", Length(1, _MOST), "Side of the picture of a phrase, at least.", "17mm"),
    Key("option-columns", Whole(1, 12), "The most answers of a question side by side.", "5"),
    Key("option-picture", Length(1, _MOST), "Side of the picture of an answer, at least.", "12mm"),
    Key("person", _TYPE, "Type of the person's words, at least 11pt at A6.", "11pt"),
    Key("staff", _TYPE, "Type of the staff's words, at least 7.5pt at A6.", "7.5pt"),
    Key("small", _TYPE, "Type of the foot and of marks.", "6.5pt"),
    Key("qr", Length(0, _MOST), "Side of the QR code; 0mm for none.", "22mm"),
)
ROWS = Record("`rows`", optional(*SIZES))
FACE = Record(
    "`face`",
    (
        Key("width", Length(10, _MOST), "The face from edge to edge, before `scale`.", "98mm"),
        Key("height", Length(10, _MOST), "The same from top to bottom.", "138mm"),
        Key("bleed", Length(0, 10), "How far colour runs beyond the edge.", "2mm"),
        *SIZES[:-1],
        Key("strip", Items(Id("an answer"), 0), "Phrases of the card answers at the foot.",
            "[yes, no, dont-know, stop]"),
        *optional(
            *SIZES[-1:],
            Key("punch", Length(0, 20), "Diameter of a hole for a ring; 0mm for none.", "5mm"),
            Key("design", Choice(tuple(map(str, Design))), "How phrases stand: as tiles to point "
                "at, as rows of sentences, or each alone on a label. Tiles otherwise.", "rows"),
            Key("answer-faces", Whole(0, 99), "How many more faces a card may take so that "
                "answers stand below their question, and not on a tool card alone; any number "
                "otherwise.", "1"),
            Key("rows", ROWS, "The sizes that differ where the face is set as rows.",
                "{columns: 1, person: 14pt}"),
        ),
    ),
)  # fmt: skip
INDEX = Record(
    "`index`",
    (
        Key("columns", Whole(1, 8), "Columns of phrases side by side.", "2"),
        Key("type", _TYPE, "Their type, at least 7.5pt at A6: it is for staff.", "7.5pt"),
    ),
)  # fmt: skip
GRID = Record(
    "a grid",
    (
        Key("columns", Whole(1, 20), "Faces side by side.", "2"),
        Key("rows", Whole(1, 20), "Faces one below the other.", "2"),
        *optional(
            Key("landscape", Flag(), "The sheet lies on its side.", "true"),
            Key("tiles", Whole(1, 8), "Sheets that a poster is glued together from.", "2"),
            Key("left", Length(0, _MOST), "From the sheet's edge to the first face; in the middle "
                "without it.", "7.25mm"),
            Key("top", Length(0, _MOST), "The same from the upper edge.", "15.15mm"),
            Key("column-gap", Length(0, _MOST), "Space between columns; that of `gutter` without "
                "it.", "2.5mm"),
            Key("row-gap", Length(0, _MOST), "Space between rows; that of `gutter` without it.",
                "0mm"),
        ),
    ),
)  # fmt: skip
LAYOUT = Record(
    "a layout",
    (
        Key("face", Either((Id("a layout"), FACE)), "The printed side, or the layout whose "
            "face this one prints too.", "a6"),
        Key("gutter", Length(0, _MOST), "Space between faces.", "4mm"),
        Key("crop-marks", Flag(), "Whether marks to cut along are printed.", "true"),
        Key("flip", Choice(get_args(Flip)), "Over which edge the printer turns the sheet.",
            "long-edge"),
        Key("grids", Entries("a paper", GRID), "How the faces lie on each paper.",
            "{a4: {columns: 2, rows: 2}}"),
        *optional(
            Key("scale", Decimal(0.1, 4), "How much larger the face is printed.", "0.7"),
            Key("back", Choice(get_args(Back)), "What is on the back: the next face, or staff's "
                "words.", "staff"),
            Key("fold", Choice(("beside", "above", "cross")), "Where the back lies, to be folded "
                "behind; cross folds a sheet twice into a leaflet.", "beside"),
            Key("binding", Choice(("saddle-stitch",)), "Pages are laid into one another.",
                "saddle-stitch"),
            Key("cards", Items(Id("a card")), "Prints these cards alone.", "[language-finder]"),
            Key("index", INDEX, "Prints an index of phrases in the staff's language.",
                "{columns: 2, type: 7.5pt}"),
        ),
    ),
)  # fmt: skip

SERVICE = Record(
    "a service",
    (
        Key("name", Text(), "Its name as it stands at the door.", "A clinic"),
        Key("name-language", _TAG, "What name, city, address and hours are written in.", "en"),
        Key("kind", Word(hint="one of `kinds`"), "What it is.", "clinic"),
        Key("country", Word("[A-Z]{2}", "bad-country",
                            "two capitals of ISO 3166 such as BG, or EU"),
            "Where it is.", "BG"),
        Key("phone", Word(
            # 15 digits: ITU-T E.164
            r"(?=(?:[^0-9]*[0-9]){2,15}[^0-9]*$)\+?[0-9]+([ -][0-9]+)*", "bad-phone",
            "2 to 15 digits in quotes, with single spaces: '112', '+359 2 123 456'"),
            "Its number, as it is dialled.", "'+359 2 123 456'"),
        Key("source", _NOTE, "Where the entry comes from: a title, or an address on the web.",
            "https://example.org/contact"),
        Key("checked", Word(hint="a day as YYYY-MM-DD, in quotes"),
            "The day on which somebody last compared it with its source.", "'2026-11-22'"),
        *optional(
            Key("city", Text(), "The town.", "Sofia"),
            Key("address", Text(), "Street and number; never that of a hidden shelter.",
                "1 Main street"),
            Key("hours", Text(), "When somebody is there.", "Mon–Fri 8:00–17:00"),
            Key("languages", Items(_TAG, 0), "Languages that are spoken there.", "[bg, en]"),
            Key("sample", Flag(), "It is made up, and no release prints it.", "true"),
            Key("name-note", _NOTE, "Has an English name translated, and tells translators what it "
                "is.", "Name of an emergency number."),
        ),
    ),
)  # fmt: skip
SERVICES = Record(
    "the file",
    (
        *optional(Key("expires-after-days", Whole(1, 3650), "How long an entry is good after it "
                      "was checked; 365 otherwise.", "365")),
        *optional(Key("kinds", Entries("a kind", Id("a picture")), "What services are, with their "
                      "pictures. A project over the library needs none of its own.",
                      "{clinic: clinic}")),
        Key("services", Entries("a service", SERVICE), "The services, in the order of the card.",
            "{a-clinic: {name: A clinic, ...}}"),
    ),
)  # fmt: skip

WORD = Record(
    "a word",
    (
        Key("text", Text(_MOST_WORDING), "What stands on faces or pages, in English.", "Page"),
        *optional(Key("note", _NOTE, "Tells translators where it stands.", "Before a number.")),
    ),
)  # fmt: skip

FILES = (
    File("card", "cards/*.yaml", "A card: what the person says, what staff ask and say.", CARD),
    File("deck", "decks/*.yaml", "A deck with a file of its own; the file's name is its id.", DECK),
    File("decks", "decks.yaml", "Which cards are printed together, in what, and for whom.", DECKS),
    File("languages", "languages.yaml", "How each language is written, by its tag as gettext "
         "has it.", Entries("a language tag", LANGUAGE,
                              TAG)),
    File("layout", "layouts/*.yaml", "A sheet format; the file's name is its id.", LAYOUT),
    File("organisation", "organisation.yaml", "Who publishes the cards of a project.", IMPRINT),
    File("services", "services.yaml", "Who helps, and can be called.", SERVICES),
    File("words", "templates/words.yaml", "The words of faces and pages themselves.",
         Entries("a word", WORD)),
)  # fmt: skip
