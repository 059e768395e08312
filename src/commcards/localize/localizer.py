"""Card + catalogs -> LocalCard: every line in the staff's and the person's languages. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from babel import Locale, UnknownLocaleError

from commcards.localize.localcard import Common, Line, LocalCard, LocalSection, Row, Tool, Words
from commcards.model.cards import Answer, Card, Kind, Message, Phrase, Section
from commcards.model.catalogs import Catalog
from commcards.model.drawings import Drawing
from commcards.model.languages import Language

READS_LATIN = ("Latn", "Cyrl")  # scripts whose readers learn Latin letters at school


@dataclass(frozen=True, slots=True)
class Localizer:
    """Looks messages up in the catalogs of one staff language and the person's languages.

    ``catalogs`` are by language tag; ``source`` is the language of the cards and needs none.
    """

    source: Language
    staff: Language
    person: tuple[Language, ...]
    catalogs: Mapping[str, Catalog]
    languages: tuple[Language, ...] = ()  # shown by the language finder
    reading_aid: bool = False
    notices: Mapping[str, Message] = field(default_factory=dict)  # warnings for staff, by name
    printed: tuple[str, ...] | None = None  # the cards at hand; None for all
    drawings: Mapping[str, Drawing] = field(default_factory=dict)  # to point at, by name
    # Every card shows the same answers and words; the key is all that a line depends on.
    _lines: dict[tuple[object, ...], Line] = field(default_factory=dict, repr=False, compare=False)

    def words(self, message: Message, language: Language, variants: Iterable[str] = ()) -> Words:
        """Return a message in one language; if the speaker's forms differ, with both."""
        if message.language:
            return Words(language, message.text if language.tag == message.language else "")
        if language.tag == self.source.tag:
            return Words(language, message.text)
        entries = self.catalogs[language.tag].entries
        used = [entries[key] for key in variants if key in entries and entries[key].text]
        if not used and message.key in entries:
            used = [entries[message.key]]
        forms = list(dict.fromkeys(entry.text for entry in used if entry.text))
        draft, stale = (any(getattr(e, flag) for e in used) for flag in ("draft", "stale"))
        return Words(language, " / ".join(forms), draft, stale=stale)

    def line(self, message: Message, symbol: str = "", variants: Iterable[str] = ()) -> Line:
        """Return a message in every language of the card."""
        keys = tuple(variants)
        inputs = (message.key, message.text, message.language, symbol, keys)
        if inputs not in self._lines:
            person = tuple(self.words(message, language, keys) for language in self.person)
            staff = self.words(message, self.staff, keys)
            if not staff.text:
                staff = self._instead(message)
            notes = self._notes([words for words in (*person, staff) if words.stale])
            self._lines[inputs] = Line(message.key, symbol, person, staff, notes=notes)
        return self._lines[inputs]

    def _instead(self, message: Message) -> Words:
        """Return the words as they are written: staff must know what they point at."""
        if not message.language:
            return Words(self.source, message.text, draft=True)
        own = next(each for each in self.languages if each.tag == message.language)
        return Words(own, message.text)

    def _notes(self, stale: Sequence[Words]) -> tuple[Words, ...]:
        """Return the note below a line that names its stale languages; empty for none."""
        if not stale or "outdated" not in self.notices:
            return ()
        names = (name_in(words.language, self.staff).text or words.language.name for words in stale)
        notice = self.notice("outdated")
        return (replace(notice, text=f"{notice.text} ({', '.join(names)})"),)

    def notice(self, name: str) -> Words:
        """Return a notice in the staff's language, or else in the source language."""
        message = self.notices[name]
        words = self.words(message, self.staff)
        return words if words.text else Words(self.source, message.text, draft=True)

    def phrase(self, phrase: Phrase) -> Line:
        """Return a phrase with its picture, and with a reading aid if the build asks for it."""
        variants = [message.key for message in phrase.variants.values()]
        line = self.line(phrase.message, phrase.symbol, variants)
        if not self.reading_aid or self.staff.script not in READS_LATIN:
            return line
        return replace(line, person=tuple(map(self._aided, line.person)))

    def _aided(self, words: Words) -> Words:
        language = words.language
        if not language.latin or language.script == self.staff.script:
            return words  # Staff can read the script itself.
        return replace(words, aid=language.latin.latin(words.text))

    def common(self, cards: Mapping[str, Card], words: Mapping[str, Message]) -> Common:
        """Return the parts that all cards share; ``cards`` holds the card of answers."""
        return Common(
            strip={phrase.id: self.phrase(phrase) for phrase in phrases(cards["answers"])},
            words={key: self.line(message) for key, message in words.items()},
        )

    def card(
        self,
        card: Card,
        cards: Mapping[str, Card],
        common: Common,
        version: str,
    ) -> LocalCard:
        """Return the card with all its answers; ``cards`` holds the tool cards.

        A question leads to a tool card only if that is at hand.
        """
        title = self.line(card.title, card.symbol)
        neutral = replace(common.words["neutral-title"], symbol="conversation")
        return LocalCard(
            card=card,
            title=title,
            outside_title=neutral if card.sensitive else title,
            sections=tuple(self._section(section, cards, common) for section in card.sections),
            common=common,
            version=version,
        )

    def _section(
        self,
        section: Section,
        cards: Mapping[str, Card],
        common: Common,
    ) -> LocalSection:
        heading = common.words[str(section.kind)]
        if section.kind is Kind.LANGUAGES:
            rows = tuple(Row(self._finder(language)) for language in self.languages)
            return LocalSection(section.kind, heading, rows)
        rows = tuple(self._row(phrase, cards) for phrase in section.phrases)
        drawings = tuple(self.drawings[name] for name, _ in section.drawings)
        return LocalSection(section.kind, heading, rows, drawings)

    def _finder(self, language: Language) -> Line:
        """Return "I speak this language" in a language, over its name for staff."""
        own = Words(language, language.speak or language.autonym, draft=True)
        name = name_in(language, self.staff)
        staff = name if name.text else Words(self.source, language.name)
        return Line(f"languages.{language.tag}", "", (own,), staff)

    def _row(self, phrase: Phrase, cards: Mapping[str, Card]) -> Row:
        line, answer = self.phrase(phrase), phrase.answer
        if answer is None:
            return Row(line)
        card = cards.get(answer.card)
        at_hand = card and (self.printed is None or card.id in self.printed)
        tool = Tool(card.code, card.symbol) if card and at_hand else None
        return Row(line, answer.kind, tuple(map(self.phrase, _options(answer, cards))), tool)


def _options(answer: Answer, cards: Mapping[str, Card]) -> tuple[Phrase, ...]:
    """Return the phrases to point at: the answer's own, or those of a tool card."""
    if not answer.card:
        return answer.options
    by_id = {option.id: option for option in phrases(cards[answer.card])}
    return tuple(by_id[name] for name in answer.only or by_id)


def name_in(language: Language, reader: Language) -> Words:
    """Return the name of a language in the reader's language; ``text`` may be empty."""
    try:
        names = Locale.parse(reader.tag).languages
    except (ValueError, UnknownLocaleError):
        return Words(reader, "")
    return Words(reader, names.get(language.tag, ""))


def phrases(card: Card) -> tuple[Phrase, ...]:
    """Return the phrases of all sections of a card, in order."""
    return tuple(phrase for section in card.sections for phrase in section.phrases)
