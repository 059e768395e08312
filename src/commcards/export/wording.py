"""The words of a line by language, and those that it shows to readers of any language. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from commcards.localize.localcard import Line


class Wording(NamedTuple):
    """The words of a line: in the person's languages by tag, in the staff's, and for everybody.

    A text is empty if there is no translation. ``common`` has the numbers of services, and names
    that are not translated.
    """

    person: Mapping[str, str]
    staff: str
    common: Sequence[str]

    @property
    def shown(self) -> tuple[str, ...]:
        """Return what the person reads, a line each; without a translation, the staff's words."""
        own = [text for text in self.person.values() if text] or [self.staff]
        return tuple(text for text in (*own, *self.common) if text)


def wording(line: Line, people: Sequence[str]) -> Wording:
    """Return the words of a line on a card whose person has languages with the tags ``people``."""
    person = dict.fromkeys(people, "")
    common = []
    for words in line.person:
        if not person.get(words.language.tag, "-"):
            person[words.language.tag] = words.text
        elif words.text:
            common.append(words.text)
    return Wording(person, line.staff.text, common)
