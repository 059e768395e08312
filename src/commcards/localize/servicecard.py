"""Services -> the rows of a card that lists them. Pure.

Each piece of a row is words of their own: a telephone number is English, which runs from left to
right, so that it keeps its order on a card that runs from right to left; names of languages are in
their own letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from babel import Locale, UnknownLocaleError

from commcards.localize.localcard import Line, Row, Words
from commcards.localize.localizer import Localizer
from commcards.model.decks import Service
from commcards.model.languages import Language

BETWEEN = " ·\u00a0"  # no line ends in the dot
NO_BREAK = "\u00a0"  # a number on two lines would be dialled by half


def rows(services: Iterable[Service], localizer: Localizer) -> tuple[Row, ...]:
    """Return a row a service: name and telephone number large, below where, when and languages.

    A name that is translated stands in every language of the card, any other as it is written, and
    so do address and hours. Raises KeyError where
    ``localizer.languages`` lacks a language of a service.
    """
    languages = {language.tag: language for language in localizer.languages}
    return tuple(Row(_line(service, languages, localizer)) for service in services)


def key(service: Service) -> str:
    """Return the key of a service's line, which is the msgctxt of a name that is translated."""
    return f"service.{service.id}"


def tel(service: Service) -> str:
    """Return the URL that dials a service (RFC 3966), for a QR code or a link.

    Short numbers such as 112 stand without the ``phone-context`` that the RFC asks for: telephones
    dial them so, and some do nothing where it is there.
    """
    return "tel:" + "".join(sign for sign in service.phone if sign not in " -")


def _line(service: Service, languages: Mapping[str, Language], localizer: Localizer) -> Line:
    own = languages[service.name_language]
    phone = Words(localizer.source, service.phone.replace(" ", NO_BREAK))
    details = BETWEEN.join(filter(None, (service.city, service.address, service.hours)))
    place = Words(own, details) if details else _country(service, localizer)
    spoken = (languages[tag] for tag in service.languages)
    notes = (place, *(Words(language, language.autonym) for language in spoken))
    if service.sample and "sample" in localizer.notices:
        notes = (localizer.notice("sample"), *notes)
    if service.message is None:
        name = (Words(own, service.name), phone)
        return Line(key(service), service.symbol, name, Words(own, ""), tel(service), notes)
    line = localizer.line(service.message, service.symbol)
    return replace(line, person=(*line.person, phone), link=tel(service), notes=notes)


def _country(service: Service, localizer: Localizer) -> Words:
    """Return the country in the staff's language, or else in English: no row has an empty line."""
    try:
        name = Locale.parse(localizer.staff.tag).territories.get(service.country)
    except (ValueError, UnknownLocaleError):
        name = None
    if name:
        return Words(localizer.staff, name)
    return Words(localizer.source, Locale("en").territories.get(service.country, service.country))
